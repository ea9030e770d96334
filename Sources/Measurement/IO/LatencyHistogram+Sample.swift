package import Latency
package import Model

extension LatencyHistogram {
    /// What was recorded, as a record keeps it.
    package var sample: Sample {
        .distribution(DistributionSample(histogram: distribution.encoded, count: count))
    }
}
