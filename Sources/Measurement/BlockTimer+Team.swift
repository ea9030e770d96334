package import Model

extension BlockTimer {
    /// A timer whose blocks last a part of this one's, for a probe with several metrics.
    package func divided(by parts: Int) -> BlockTimer {
        BlockTimer(
            clock: clock, targetSeconds: Double(targetNanoseconds) / 1e9 / Double(parts),
            cancellation: cancellation,
            writeBytesMax: writeBytesMax == .max ? .max : writeBytesMax / parts)
    }

    /// Times passes of threads that are bound to CPUs.
    ///
    /// `workPerPass` is that of all threads together, in the metric's unit of work; `work` does one
    /// pass of the thread with an index. The sample is the rate of all threads together.
    package func teamRate(
        _ team: PinnedTeam, workPerPass: Double, _ work: (Int) -> Void
    ) throws(ProbeError) -> (sample: Sample, passes: PinnedTeam.Passes) {
        try cancellation.check()
        let passes = try team.passes(
            clock: clock, seconds: Double(targetNanoseconds) / 1e9, cancellation: cancellation,
            work)
        let rate = RateSample(
            work: workPerPass * Double(passes.count), seconds: passes.seconds)
        return (.rate(rate), passes)
    }

    /// - Throws: `cancelled` when the run was asked to end; for long work outside the clock.
    package func checkCancellation() throws(ProbeError) { try cancellation.check() }
}
