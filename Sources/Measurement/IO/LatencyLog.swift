package import Model
/// Placeholder.
package struct LatencyLog: Sendable {
    var n = 0
    package init() {}
    mutating func record(_ ns: UInt64) { n += 1 }
    mutating func add(_ o: LatencyLog) { n += o.n }
    package var sample: DistributionSample { DistributionSample(histogram: "", count: n) }
}
