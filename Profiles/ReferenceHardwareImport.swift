package import Model
internal import Yams

/// Turns Parity's `reference_hardware.json` into a profile in YAML.
///
/// The JSON says neither where it comes from nor for whom it is, so the caller does.
/// - Source: polkadot-sdk substrate/utils/frame/benchmarking-cli/src/machine/hardware.rs and the
///   five versions of reference_hardware.json, 9980d314b1 (2022-04-26) to a947cb831d (2024-09-05).
///   The first writes a minimum as `{"KiBs": 666.0}`, all others as a number of MiB/s.
package struct ReferenceHardwareImport: Sendable {
    package var id: String
    package var title: String
    package var network: String
    /// `collator` or `validator`.
    package var role: String
    package var source: Source
    /// Per cent below a minimum that still passes with a warning; the node's own default is 10.
    package var tolerancePercent: Double

    package init(
        id: String, title: String, network: String, role: String, source: Source,
        tolerancePercent: Double = 10
    ) {
        self.id = id
        self.title = title
        self.network = network
        self.role = role
        self.source = source
        self.tolerancePercent = tolerancePercent
    }

    /// The profile as YAML text that the loader reads back; the same input gives the same bytes.
    ///
    /// - Throws: `ProfileError.invalid` when the text is no JSON, an entry has a metric this
    ///   program has no method for, a number of cores that is none, or a minimum that is no number
    ///   above 0, and when the id, role, date or tolerance given break the profile format.
    package func yaml(from json: String, fileName: String) throws(ProfileError) -> String {
        let document = try YamlDocument(text: json, file: fileName, language: .json)
        guard let nodes = document.root.sequence, !nodes.isEmpty else {
            throw document.error(
                at: document.root, "not a list of minima",
                fix: #"it must begin like [{"metric": "Blake2256", "minimum": 1000.0}"#)
        }
        var lines: [Entry] = []
        for (index, node) in nodes.enumerated() {
            let entry = try Entry(node, number: index + 1, in: document)
            if let earlier = lines.firstIndex(where: { $0.metric == entry.metric }) {
                throw document.error(
                    at: node,
                    "entry \(index + 1) repeats \(entry.metric.referenceName) of entry "
                        + "\(earlier + 1)",
                    fix: "keep one of them")
            }
            lines.append(entry)
        }
        let text = head + lines.map { $0.yaml(tolerance: tolerancePercent) }.joined()
        _ = try Self.catalog.load(text: text, fileName: id + ".yaml")
        return text
    }

    private var head: String {
        """
        # Imported from a reference_hardware.json: the throughput minima and nothing else.
        schema: 1
        id: \(quoted(id))
        title: \(quoted(title))
        network: \(quoted(network))
        role: \(quoted(role))
        status: {state: current}
        sources:
          reference:
            document: \(quoted(source.document))
            revision: \(quoted(source.revision))
            date: \(quoted(source.date))
        requirements:

        """
    }

    /// Knows the node's own metrics, which is all that the file can name.
    private static let catalog = ProfileCatalog(
        metrics: NodeMetric.allCases.map {
            MetricDefinition(
                id: $0.metric,
                unit: $0 == .sr25519Verify ? .verificationsPerSecond : .bytesPerSecond,
                direction: .higherIsBetter, title: $0.function)
        })
}

/// One entry of the JSON list.
private struct Entry {
    let metric: NodeMetric
    /// Threads that the minimum is for; nil = it is of one thread.
    let threads: Int?
    /// The minimum in the file's own digits.
    let digits: String
    /// `KiB/s`, `MiB/s` or `GiB/s`.
    let unit: String
    let validatorOnly: Bool

    init(_ node: Node, number: Int, in document: YamlDocument) throws(ProfileError) {
        let mapping = try StrictMapping(
            node, in: document, subject: "entry \(number)",
            keys: ["metric", "minimum", "validator_only"])
        let metricNode = try mapping.required("metric", fix: "each entry needs a metric")
        (metric, threads) = try Self.metric(metricNode, number: number, in: document)
        let name = "entry \(number) (\(metric.referenceName))"
        let minimum = try mapping.required("minimum", fix: "\(name) needs a minimum")
        (digits, unit) = try Self.minimum(minimum, name: name, in: document)
        validatorOnly = try mapping.optionalFlag("validator_only") ?? false
    }

    private static func metric(
        _ node: Node, number: Int, in document: YamlDocument
    ) throws(ProfileError) -> (NodeMetric, threads: Int?) {
        let parallel = NodeMetric.blake2b256Parallel8
        guard node.mapping != nil else {
            let name = node.scalar?.string ?? "a list"
            let known = NodeMetric.allCases.filter { $0 != parallel }
            guard let metric = known.first(where: { $0.referenceName == name }) else {
                throw document.error(
                    at: node, "entry \(number) has the unknown metric '\(name)'",
                    fix: "the known ones are "
                        + listed(known.map(\.referenceName), joining: "and")
                        + #" and {"\#(parallel.referenceName)": {"num_cores": 8}}"#)
            }
            return (metric, nil)
        }
        let outer = try StrictMapping(
            node, in: document, subject: "the metric of entry \(number)",
            keys: [parallel.referenceName])
        let inner = try StrictMapping(
            try outer.required(parallel.referenceName, fix: "add it or name a plain metric"),
            in: document, subject: "\(parallel.referenceName) of entry \(number)",
            keys: ["num_cores"])
        let cores = try inner.text("num_cores", fix: #"write "num_cores": 8"#)
        guard let threads = Int(cores), (1...4096).contains(threads) else {
            throw inner.error(
                at: "num_cores",
                "entry \(number) (\(parallel.referenceName)) is for num_cores \(cores)",
                fix: "write a whole number of threads")
        }
        return (parallel, threads)
    }

    private static func minimum(
        _ node: Node, name: String, in document: YamlDocument
    ) throws(ProfileError) -> (digits: String, unit: String) {
        var number = node
        var unit = "MiB/s"
        if let nested = node.mapping {
            guard nested.count == 1, let pair = nested.first,
                let symbol = ["KiBs": "KiB/s", "MiBs": "MiB/s", "GiBs": "GiB/s"][
                    pair.key.scalar?.string ?? ""]
            else {
                throw document.error(
                    at: node, "the minimum of \(name) has an unknown unit",
                    fix: #"write a number of MiB/s, or one of {"KiBs": …}, {"MiBs": …}, "#
                        + #"{"GiBs": …}"#)
            }
            (number, unit) = (pair.value, symbol)
        }
        let digits = number.scalar?.string ?? "a list"
        guard number.scalar?.style == .plain, let value = WrittenQuantity.number(digits), value > 0
        else {
            throw document.error(
                at: number, "the minimum of \(name) is '\(digits)', not a number above 0",
                fix: "write a number of MiB/s")
        }
        return (digits, unit)
    }

    /// What is said of a number of threads that is not the measured one; empty = it is.
    private var reason: String {
        guard let threads, threads != Self.measuredThreads else { return "" }
        let direction = threads < Self.measuredThreads ? "stricter" : "more lenient"
        return "    reason: Of \(threads) threads in the file; measured with "
            + "\(Self.measuredThreads), which is \(direction) (ours).\n"
    }

    /// Threads of `cpu.blake2b-256.parallel-8`.
    private static let measuredThreads = 8

    func yaml(tolerance: Double) -> String {
        let shown = metric == .sr25519Verify ? "\(unit) of 32-byte messages" : unit
        let reason = self.reason
        let flag = validatorOnly ? "    validator_only: true\n" : ""
        return """
              - metric: \(metric.metric)
                statistic: median
                comparison: at-least
                value: \(digits)
                unit: \(shown)
                tolerance: \(Int(exactly: tolerance).map(String.init) ?? String(tolerance))
                level: \(reason.isEmpty ? "required" : "recommended")
            \(flag)    source: reference
            \(reason)
            """
    }
}

/// A text as a YAML scalar in double quotes, on one line.
private func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": out += "\\\""
        case "\\": out += "\\\\"
        case "\n": out += "\\n"
        case "\t": out += "\\t"
        case _ where scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value):
            let digits = String(scalar.value, radix: 16)
            out += "\\x" + (digits.count == 1 ? "0" : "") + digits
        default: out.unicodeScalars.append(scalar)
        }
    }
    return out + "\""
}
