package import Model

/// The table that the node's `benchmark machine` prints, character for character.
///
/// - Source: polkadot-sdk 849e35382c (2026-02-02), substrate/utils/frame/benchmarking-cli/src/
///   machine/mod.rs (columns, rounding, last lines) and substrate/client/sysinfo/src/sysinfo.rs
///   (units); borders as in tables that operators have posted (comfy-table's ASCII_FULL).
package enum NodeTable {
    /// The table and the two lines below it, with a final line feed.
    ///
    /// - Parameters:
    ///   - rows: In any order; they are shown in the node's. One without a minimum is shown and
    ///     not counted.
    ///   - tolerancePercent: The tolerance that `passed` was reached with, 0...100.
    /// - Returns: The table; wider than 80 columns, as the node's is.
    package static func render(_ rows: [NodeTableRow], tolerancePercent: Double) -> String {
        let sorted = NodeMetric.allCases.flatMap { metric in
            rows.filter { $0.metric == metric }
        }
        let header = ["Category", "Function", "Score", "Minimum", "Result"]
        let cells = sorted.map(cells)
        let widths = header.indices.map { index in
            ([header] + cells).reduce(0) { max($0, TextLayout.width($1[index])) }
        }
        let segments = widths.map { String(repeating: "-", count: $0 + 2) }
        let outer = "+" + segments.joined(separator: "+") + "+"
        let inner = "|" + segments.joined(separator: "+") + "|"
        let double = "+" + String(repeating: "=", count: outer.count - 2) + "+"
        var lines = [outer, line(header, widths), double]
        for (index, row) in cells.enumerated() {
            if index > 0 { lines.append(inner) }
            lines.append(line(row, widths))
        }
        lines.append(outer)
        let judged = sorted.compactMap(\.passed)
        let passed = judged.count { $0 }
        let tolerance = DecimalText.fixed(tolerancePercent, places: 0)
        lines.append(
            "From \(judged.count) benchmarks in total, \(passed) passed and"
                + " \(judged.count - passed) failed (\(tolerance)% fault tolerance).")
        lines.append(
            passed == judged.count
                ? "The hardware meets the requirements"
                : "The hardware fails to meet the requirements")
        return lines.joined(separator: "\n") + "\n"
    }

    /// A throughput as the node writes it: two decimal places of the largest unit it reaches.
    ///
    /// - Returns: Such as `637.62 KiBs`, the node's spelling of KiB/s.
    package static func throughput(bytesPerSecond bytes: Double) -> String {
        let kibi = 1024.0
        let (factor, unit) =
            if bytes >= kibi * kibi * kibi {
                (kibi * kibi * kibi, "GiBs")
            } else if bytes >= kibi * kibi { (kibi * kibi, "MiBs") } else { (kibi, "KiBs") }
        return DecimalText.fixed(bytes / factor, places: 2) + " " + unit
    }

    private static func cells(_ row: NodeTableRow) -> [String] {
        let score = throughput(bytesPerSecond: row.scoreBytesPerSecond)
        var minimum = "none"
        var result = "not judged"
        if let bytes = row.minimumBytesPerSecond, let passed = row.passed {
            minimum = throughput(bytesPerSecond: bytes)
            let percent = DecimalText.fixed(row.scoreBytesPerSecond / bytes * 100, places: 1)
            let word = passed ? "✅ Pass" : "❌ Fail"
            result = word + " (" + TextLayout.pad(percent, to: 5, right: true) + " %)"
        }
        return [row.metric.category, row.metric.function, score, minimum, result]
    }

    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        let padded = zip(cells, widths).map { " " + TextLayout.pad($0, to: $1) + " " }
        return "|" + padded.joined(separator: "|") + "|"
    }
}
