import Model

/// One metric family of the Prometheus text format: its name, its help, and its samples.
///
/// - Source: Prometheus, "Exposition formats", text format 0.0.4. What is written is also valid
///   OpenMetrics 1.0, gauges only.
struct MetricFamily {
    private let name: String
    private let help: String
    private var lines: [String] = []
    private var seen: Set<String> = []

    /// - Parameters:
    ///   - name: without the prefix `touchstone_`.
    ///   - help: one line, no full stop.
    init(_ name: String, _ help: String) {
        self.name = "touchstone_" + name
        self.help = help
    }

    /// Adds a sample; one that is no number, or whose labels were there before, is left out.
    ///
    /// A collector refuses the whole file for one series that comes twice.
    mutating func add(_ value: Double, _ labels: KeyValuePairs<String, String?> = [:]) {
        let pairs = labels.compactMap { key, value in
            value.map { key + "=\"" + Self.escape($0) + "\"" }
        }
        let text = pairs.isEmpty ? "" : "{" + pairs.joined(separator: ",") + "}"
        guard value.isFinite, seen.insert(text).inserted else { return }
        lines.append("\(name)\(text) \(Self.number(value))\n")
    }

    /// One sample for each case, 1 for the one that holds and 0 for the others.
    mutating func add<State: CaseIterable & RawRepresentable<String> & Equatable>(
        _ state: State, as key: String, _ labels: (String, String)...
    ) {
        for other in State.allCases {
            let pairs = (labels + [(key, other.rawValue)]).map {
                $0.0 + "=\"" + Self.escape($0.1) + "\""
            }
            let text = "{" + pairs.joined(separator: ",") + "}"
            guard seen.insert(text).inserted else { continue }
            lines.append("\(name)\(text) \(other == state ? 1 : 0)\n")
        }
    }

    /// The family; empty when it has no samples.
    var text: String {
        if lines.isEmpty { return "" }
        return "# HELP \(name) \(help)\n# TYPE \(name) gauge\n" + lines.joined()
    }

    /// Whole numbers without a fraction, others with all their digits.
    private static func number(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? "\(value)"
    }

    /// A label's value: one line of harmless characters, at most 200, quotes escaped.
    private static func escape(_ text: String) -> String {
        SafeText.escape(SafeText.line(text, limit: 200)) { scalar in
            scalar == "\\" || scalar == "\"" ? "\\\(scalar)" : nil
        }
    }
}
