import Latency
import Model
import TestSupport

/// Records and profiles of one distribution metric, `d.l`, in milliseconds.
enum Latencies {
    /// A record with one block for each list of times in milliseconds.
    static func record(_ blocks: [[Double]]) -> RunRecord {
        record(samples: blocks.map(sample))
    }

    /// A record with one block a sample, after a warm-up block of nonsense.
    static func record(samples: [Sample]) -> RunRecord {
        var record = RecordBuilder.record([("d.l", [])])
        record.probes[0].metrics = [
            MetricDefinition(
                id: "d.l", unit: .seconds, direction: .lowerIsBetter, title: "Disk latency",
                form: .distribution)
        ]
        record.probes[0].blocks = ([sample([5000])] + samples).enumerated().map { index, sample in
            BlockRecord(
                round: index, phase: index == 0 ? .warmup : .kept, startedSeconds: Double(index),
                samples: ["d.l": sample])
        }
        return record
    }

    static func sample(_ milliseconds: [Double]) -> Sample {
        var histogram = LatencyHistogram()
        for time in milliseconds { histogram.record(nanoseconds: UInt64(time * 1e6)) }
        let distribution = histogram.distribution
        return .distribution(
            DistributionSample(histogram: distribution.encoded, count: distribution.count))
    }

    /// A block in which so many of `count` operations took 20 ms, the others 1 ms.
    static func block(slow: Int, of count: Int) -> [Double] {
        [Double](repeating: 20, count: slow) + [Double](repeating: 1, count: count - slow)
    }

    /// A profile whose only line limits a percentile, in milliseconds.
    static func profile(
        _ statistic: Requirement.Statistic = .p99, limit: Double = 10, tolerance: Double = 0
    ) -> Profile {
        var profile = RecordBuilder.profile([])
        profile.requirements = [
            Requirement(
                subject: .metric("d.l", statistic), comparison: .atMost,
                limit: .quantity(limit / 1e3, unit: "ms"), tolerancePercent: tolerance,
                level: .required, source: RecordBuilder.source)
        ]
        return profile
    }
}
