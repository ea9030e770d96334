import Model

@testable import Profiles

/// The six metrics of the node's `benchmark machine`, which the embedded profiles require.
let nodeMetrics: [MetricDefinition] = NodeMetric.allCases.map {
    MetricDefinition(
        id: $0.metric, unit: $0 == .sr25519Verify ? .verificationsPerSecond : .bytesPerSecond,
        direction: .higherIsBetter, title: $0.function)
}

/// The bandwidth that the profiles recommend.
let triad = MetricDefinition(
    id: "memory.triad", unit: .bytesPerSecond, direction: .higherIsBetter, title: "Triad")

/// The latency that the profiles recommend.
let randomLoad = MetricDefinition(
    id: "memory.latency.random", unit: .seconds, direction: .lowerIsBetter, title: "Latency")

/// What is judged in block time.
let chainMetrics = [
    MetricDefinition(
        id: "chain.import", unit: .seconds, direction: .lowerIsBetter, title: "Block import",
        form: .phases),
    MetricDefinition(
        id: "chain.import.weight", unit: .ratio, direction: .lowerIsBetter, title: "Weight",
        form: .weightShare),
    MetricDefinition(
        id: "chain.author", unit: .seconds, direction: .lowerIsBetter, title: "Authoring",
        form: .authoringPhases),
]

/// Whether a metric is judged in block time.
func isOfChain(_ id: MetricID) -> Bool { chainMetrics.contains { $0.id == id } }

/// What the profiles recommend of a disk.
let diskMetrics = [
    MetricDefinition(
        id: "disk.read.random.16k.qd1.latency", unit: .seconds, direction: .lowerIsBetter,
        title: "Read 16 KiB", form: .distribution),
    MetricDefinition(
        id: "disk.sync.latency.fdatasync", unit: .seconds, direction: .lowerIsBetter,
        title: "fdatasync", form: .distribution),
    MetricDefinition(
        id: "disk.sustained.level", unit: .ratio, direction: .higherIsBetter, title: "Level"),
]

let catalog = ProfileCatalog(
    metrics: nodeMetrics + [triad, randomLoad] + diskMetrics + chainMetrics)

/// A metric where less is better, as later workloads have.
let latency = MetricDefinition(
    id: "disk.sync.latency", unit: .seconds, direction: .lowerIsBetter, title: "Sync latency")

/// The text of an error, or a text that no error has.
func message(_ body: () throws(ProfileError) -> Void) -> String {
    do {
        try body()
        return "(no error)"
    } catch {
        return error.description
    }
}

extension Profile {
    /// The one required line on a metric, in base units; `nil` when there is none.
    func minimum(_ metric: NodeMetric) -> Double? {
        let limits = requirements.compactMap { requirement -> Double? in
            guard case .metric(let id, .median) = requirement.subject, id == metric.metric,
                requirement.level == .required, case .quantity(let value, _) = requirement.limit
            else { return nil }
            return value
        }
        return limits.count == 1 ? limits[0] : nil
    }

    /// Each fact line as one text: fact, comparison, limit in base units and level.
    var factLines: [String] {
        requirements.compactMap { requirement in
            guard case .fact(let fact) = requirement.subject else { return nil }
            let limit =
                switch requirement.limit {
                case .quantity(let value, let unit): "\(value) (\(unit))"
                case .flag(let flag): "\(flag)"
                case .version(let numbers): numbers.map(String.init).joined(separator: ".")
                case .deviceClass(let deviceClass): deviceClass.rawValue
                }
            return "\(fact) \(requirement.comparison.rawValue) \(limit) "
                + requirement.level.rawValue
        }
    }
}
