import Foundation
import Model

/// A machine whose runs differ by a drift of their own and an error within each run.
///
/// Both are normal on the log scale, and every metric drifts by itself.
struct SimulatedInvocations {
    /// Standard deviation between runs, and of a run's median, as fractions.
    var drift: Double
    var error = 0.01
    var metrics = 12
    private var state: UInt64
    private let definitions: [MetricDefinition]

    init(drift: Double, seed: UInt64) {
        self.drift = drift
        state = seed
        definitions = (0..<metrics).map {
            MetricDefinition(
                id: MetricID(rawValue: "m.\($0)"), unit: .bytesPerSecond,
                direction: $0.isMultiple(of: 2) ? .higherIsBetter : .lowerIsBetter, title: "m\($0)")
        }
    }

    /// One run, the first metric of which is worse by a fraction.
    mutating func run(loss: Double = 0) -> Invocation {
        let deviation = (drift * drift + error * error).squareRoot()
        var figures: [MetricFigure] = []
        figures.reserveCapacity(metrics)
        for (index, metric) in definitions.enumerated() {
            let shift = index == 0 ? log1p(-loss) : 0
            figures.append(
                MetricFigure(
                    metric: metric, median: 1e6 * exp(deviation * normal() + shift),
                    sampleCount: 20))
        }
        return Invocation(
            runID: "", startedAt: "", complete: true, machine: [], methods: [], environment: [],
            figures: figures)
    }

    /// A standard normal number by Box and Muller's transform of SplitMix64.
    private mutating func normal() -> Double {
        let radius = (-2 * log(uniform())).squareRoot()
        return radius * cos(2 * Double.pi * uniform())
    }

    private mutating func uniform() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        value ^= value >> 31
        return (Double(value >> 11) + 0.5) / 9_007_199_254_740_992
    }
}
