// Here: a report as a table of values.
// May use: words and figures.
// Never: how it was judged.

package import Model
import Statistics

/// A report as a table for spreadsheets: a row for each requirement, then one for each metric
/// that nothing is required of.
///
/// Figures are in base units with all their digits; the unit stands beside them.
///
/// - Source: RFC 4180 (fields, quotes, CRLF). OWASP, "CSV Injection": a text that a spreadsheet
///   would take for a formula is led by an apostrophe.
package enum CSVReport {
    /// Names of the columns, in order.
    package static let header = [
        "run", "started", "profile", "rule", "subject", "title", "level", "outcome", "unit",
        "measured", "lower_bound", "upper_bound", "samples", "comparison", "limit",
        "tolerance_percent", "margin_percent", "method_version", "implementation", "status",
        "reason",
    ]

    /// The table with its header; every line ends with CRLF.
    package static func render(_ report: Report) -> String {
        var rows = report.verdict?.requirements.map { row($0, report) } ?? []
        let judged = Set(report.verdict?.requirements.map(\.requirement.subjectID) ?? [])
        for probe in report.record.probes {
            for figure in probe.metrics.flatMap(\.figures)
            where !judged.contains(figure.metric.id.rawValue) {
                rows.append(row(figure, of: probe, report))
            }
        }
        let lines = [header] + rows.map { cells in header.map { cells[$0] ?? "" } }
        return lines.map { $0.joined(separator: ",") + "\r\n" }.joined()
    }

    private static func row(
        _ line: RequirementVerdict, _ report: Report
    ) -> [String: String] {
        let requirement = line.requirement
        var cells = common(report)
        cells["subject"] = text(requirement.subjectID)
        cells["title"] = text(line.title)
        cells["level"] = requirement.level.rawValue
        cells["outcome"] = line.outcome.rawValue
        cells["unit"] = LimitText.base(requirement).map { text($0.rawValue) }
        cells["measured"] = line.measuredText.map(text) ?? line.measured.map(number)
        cells["lower_bound"] = line.lowerBound.map(number)
        cells["upper_bound"] = line.upperBound.map(number)
        cells["samples"] = line.isMetric ? String(line.sampleCount) : nil
        cells["comparison"] = requirement.comparison.rawValue
        cells["limit"] = limit(requirement)
        cells["tolerance_percent"] = number(requirement.tolerancePercent)
        cells["margin_percent"] = line.marginPercent.map(number)
        if case .metric(let id, _) = requirement.subject,
            let probe = report.record.probe(measuring: id)?.0
        {
            cells.merge(method(probe)) { own, _ in own }
        }
        cells["reason"] = text(line.reason)
        return cells
    }

    private static func row(
        _ figure: FigureDefinition, of probe: ProbeRecord, _ report: Report
    ) -> [String: String] {
        let metric = figure.metric
        var cells = common(report)
        cells.merge(method(probe)) { own, _ in own }
        cells["subject"] = text(metric.id.rawValue)
        cells["title"] = text(metric.title)
        cells["unit"] = text(metric.unit.rawValue)
        let values = probe.status == .measured ? probe.keptFigures(of: figure) : []
        cells["measured"] = OrderStatistics.median(values).map(number)
        cells["samples"] = String(values.count)
        cells["reason"] = probe.reason.map(text)
        return cells
    }

    private static func common(_ report: Report) -> [String: String] {
        var cells = [
            "run": text(report.record.id), "started": text(report.record.startedAt),
        ]
        cells["profile"] = report.verdict.map { text($0.profile.id) }
        cells["rule"] = report.verdict?.rule.rawValue
        return cells
    }

    private static func method(_ probe: ProbeRecord) -> [String: String] {
        var cells = [
            "method_version": String(probe.methodVersion), "status": probe.status.rawValue,
        ]
        cells["implementation"] = probe.implementation.map { text($0.name) }
        return cells
    }

    private static func limit(_ requirement: Requirement) -> String {
        switch requirement.limit {
        case .quantity(let value, _): number(value)
        case .flag(let flag): flag ? "true" : "false"
        case .version(let numbers): text(numbers.map(String.init).joined(separator: "."))
        case .deviceClass(let deviceClass): deviceClass.rawValue
        }
    }

    /// A figure with all its digits; empty when it is no number.
    private static func number(_ value: Double) -> String {
        value.isFinite ? Int(exactly: value).map(String.init) ?? "\(value)" : ""
    }

    /// A text as a field: one line, no formula, quoted where a separator or a quote is in it.
    private static func text(_ text: String) -> String {
        var text = SafeText.line(text, limit: 1000)
        // Leading spaces are passed over by some programs, and wide forms taken for the narrow.
        let first = text.unicodeScalars.first { !$0.properties.isWhitespace }
        if let first, "=+-@＝＋－＠".unicodeScalars.contains(first) { text = "'" + text }
        guard text.unicodeScalars.contains(where: { ",\";'".unicodeScalars.contains($0) }) else {
            return text
        }
        return "\"" + SafeText.escape(text) { $0 == "\"" ? "\"\"" : nil } + "\""
    }
}
