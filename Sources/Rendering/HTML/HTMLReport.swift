package import Model
import Mustache

/// Reports as one page for a browser: a single file without a script, a font or a picture from
/// elsewhere.
package enum HTMLReport {
    /// Why a page could not be made.
    package struct TemplateError: Error, CustomStringConvertible {
        package let description: String
    }

    /// The page.
    ///
    /// - Parameters:
    ///   - reports: One, or several that are shown side by side first.
    ///   - template: Mustache; `Reports/page.html`.
    /// - Returns: HTML; the same reports give the same bytes.
    /// - Throws: `TemplateError` if the template cannot be read.
    package static func render(
        _ reports: [Report], template: String
    ) throws(TemplateError) -> String {
        let page: MustacheTemplate
        do { page = try MustacheTemplate(string: template) } catch {
            throw TemplateError(description: "the page's template is damaged: \(error)")
        }
        let articles = reports.enumerated().map { index, report in
            article(report, number: index + 1, isAlone: reports.count == 1)
        }
        return page.render(
            [
                "title": HTMLText.escape(title(reports), limit: 200),
                "matrix": reports.count > 1 ? HTMLMatrix.html(reports) : "",
                "isMatrix": reports.count > 1,
                "articles": articles,
            ] as [String: Any])
    }

    private static func title(_ reports: [Report]) -> String {
        guard reports.count == 1, let report = reports.first else {
            return "\(reports.count) machines side by side"
        }
        guard let verdict = report.verdict else { return "Measurements without a verdict" }
        return "\(verdict.overall.machineWords): \(SafeText.line(verdict.profile.title, limit: 80))"
    }

    private static func article(
        _ report: Report, number: Int, isAlone: Bool
    ) -> [String: Any] {
        let page = ReportPage.page(report)
        let level = isAlone ? 2 : 3
        return [
            "number": String(number),
            "h": String(level),
            "isMany": !isAlone,
            "name": HTMLText.escape(name(report, number)),
            "hasVerdict": report.verdict != nil,
            "conclusion": HTMLWriter.html(page.conclusion, level: level),
            "bars": bars(report),
            "figures": figures(report).map(\.html).joined(separator: "\n"),
            "body": HTMLWriter.html(page.body, level: level),
        ]
    }

    /// What a record is called beside others.
    static func name(_ report: Report, _ number: Int) -> String {
        let cpu = report.record.host?.cpu.model.map { SafeText.line($0, limit: 60) }
        return "\(number). \(cpu ?? "machine not known"), "
            + SafeText.line(report.record.startedAt, limit: 30)
    }

    /// A row for each requirement with a number: what it is, what was found, a bar, the margin.
    private static func bars(_ report: Report) -> String {
        let rows = (report.verdict?.requirements ?? []).compactMap { line -> String? in
            guard let bar = LimitBar.svg(line) else { return nil }
            return "<tr>"
                + HTMLText.element(
                    "td", line.outcome.sign + " " + line.outcome.word,
                    class: line.outcome.tone.htmlClass)
                + "<th scope=\"row\">" + HTMLText.escape(LimitText.title(line)) + "</th>"
                + HTMLText.element("td", LimitText.found(line), class: "figure")
                + "<td class=\"bar\">\(bar)</td>"
                + HTMLText.element("td", LimitText.text(line.requirement))
                + HTMLText.element("td", LimitText.margin(line), class: "figure") + "</tr>"
        }
        if rows.isEmpty { return "" }
        return "<div class=\"wide\" tabindex=\"0\"><table class=\"bars\"><thead><tr>"
            + ["outcome", "requirement", "found", "¼ · ½ · limit · 2× · 4×", "limit", "margin"]
            .map { "<th scope=\"col\">\(HTMLText.escape($0))</th>" }.joined()
            + "</tr></thead><tbody>" + rows.joined(separator: "\n") + "</tbody></table></div>"
    }

    private static func figures(_ report: Report) -> [HTMLFigure] {
        let lines = report.verdict?.requirements ?? []
        return report.record.probes.filter { $0.status == .measured }.flatMap { probe in
            probe.metrics.flatMap { metric -> [HTMLFigure] in
                let own = lines.filter { line in
                    if case .metric(metric.id, _) = line.requirement.subject { true } else { false }
                }
                if metric.form?.isPhases == true {
                    return PhaseChart.figures(probe, metric, lines: own)
                }
                if metric.form == .distribution {
                    return [PercentileChart.figure(probe, metric, line: own.first)]
                        .compactMap { $0 }
                }
                if let strip = StripChart.figure(probe, metric, line: own.first) {
                    return [strip]
                }
                return [LineChart.figure(probe, metric)].compactMap { $0 }
            }
        }
    }
}
