package import Model
internal import Statistics

/// Looks at the clock that blocks are timed with.
package enum ClockCheck {
    /// Readings in a batch whose mean cost is taken; the median of the batches is reported.
    private static let readingsPerBatch = 200
    private static let batches = 51

    /// Resolution and cost of reading, and the error they put on a block of this length.
    package static func facts(
        _ clock: any BenchClock, blockSeconds: Double
    ) -> ClockFacts {
        var steps: [UInt64] = []
        var costs: [Double] = []
        for _ in 0..<batches {
            let start = clock.nanoseconds()
            var last = start
            for _ in 0..<readingsPerBatch {
                let now = clock.nanoseconds()
                if now > last { steps.append(now - last) }
                last = now
            }
            costs.append(Double(last &- start) / Double(readingsPerBatch) / 1e9)
        }
        let resolution = Double(steps.min() ?? 0) / 1e9
        let overhead = OrderStatistics.median(costs) ?? 0
        return ClockFacts(
            resolutionSeconds: resolution, overheadSeconds: overhead,
            blockErrorFraction: (resolution + 2 * overhead) / blockSeconds)
    }
}
