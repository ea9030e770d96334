package import Model

extension BlockTimer {
    /// Times passes of threads that are bound to CPUs.
    ///
    /// `workPerPass` is that of all threads together, in the metric's unit of work; `work` does one
    /// pass of the thread with an index. The sample is the rate of all threads together.
    package func teamRate(
        _ team: PinnedTeam, workPerPass: Double, _ work: (Int) -> Void
    ) throws(ProbeError) -> (sample: Sample, passes: PinnedTeam.Passes) {
        try cancellation.check()
        let passes = try team.passes(
            clock: clock, seconds: Double(targetNanoseconds) / 1e9, cancellation: cancellation
        ) { index in
            let start = delay > 0 ? clock.nanoseconds() : 0
            work(index)
            if delay > 0 { spin(since: start) }
        }
        let rate = RateSample(
            work: workPerPass * Double(passes.count), seconds: passes.seconds)
        return (.rate(rate), passes)
    }

    /// Makes what began at `start` take longer by the timer's delay.
    private func spin(since start: UInt64) {
        let elapsed = clock.nanoseconds() &- start
        let end = elapsed + UInt64(Double(elapsed) * delay)
        while clock.nanoseconds() &- start < end {}
    }
}
