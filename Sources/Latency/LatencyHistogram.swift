// Here: single times as histograms, and their compressed form.
// May use: the library of histograms, zlib.
// Never: what was timed.

internal import Histogram

/// Records the time of every single operation, at a few nanoseconds each and in constant memory.
///
/// Memory is 264 KiB, allocated once; recording allocates nothing.
package struct LatencyHistogram: Sendable {
    /// Longer times are recorded as this: one hour.
    ///
    /// Ours: an operation that takes longer is not a latency but a broken device.
    package static let nanosecondsMax: UInt64 = 3_600_000_000_000

    /// One nanosecond to an hour in three significant digits, so that no value is off by more than
    /// 0.1 %.
    private var histogram = Histogram<UInt64>(
        lowestDiscernibleValue: 1, highestTrackableValue: Self.nanosecondsMax,
        numberOfSignificantValueDigits: .three)

    package init() {}

    /// How many were recorded.
    package var count: Int { Int(histogram.totalCount) }

    /// Records the time of one operation.
    @inline(__always)
    package mutating func record(nanoseconds: UInt64) {
        // In range by the line above, so that it cannot be refused.
        _ = histogram.record(min(nanoseconds, Self.nanosecondsMax))
    }

    /// Adds what another recorded.
    ///
    /// - Complexity: O(size of the histogram), about 33,000 steps.
    package mutating func merge(_ other: LatencyHistogram) {
        histogram.add(other.histogram)
    }

    /// What was recorded, in the form that is stored and judged.
    ///
    /// - Complexity: O(size of the histogram), about 33,000 steps.
    package var distribution: LatencyDistribution {
        let layout = LatencyLayout.nanoseconds
        var buckets: [LatencyDistribution.Bucket] = []
        for step in histogram.recordedValues() {
            buckets.append(.init(index: layout.index(of: step.value), count: Int(step.count)))
        }
        return LatencyDistribution(layout: layout, buckets: buckets)
    }
}
