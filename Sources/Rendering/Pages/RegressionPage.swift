package import Model

/// A check against a baseline: each metric, what changed beside it, the verdict.
package enum RegressionPage {
    /// The check, with its verdict at the end.
    package static func page(_ report: RegressionReport) -> Page {
        let name = SafeText.line(report.baseline.name, limit: 80)
        var page = Page(title: "Run \(id(report.runID)) against the baseline \(name)")
        page.body.labelled("run", SafeText.line(report.runStartedAt, limit: 40))
        let runs = report.baseline.runIDs.count
        page.body.labelled(
            "baseline",
            "\(counted(runs, "run")), digest \(report.baseline.digest.prefix(16))")
        if let suspicion = report.suspicion {
            page.body.labelled(
                "earlier",
                "run \(id(suspicion.runID)) of \(RunTime.minute(suspicion.startedAt)) was "
                    + "suspected; this run of another hour decides")
        }
        if let confirmation = report.confirmation {
            let controls = confirmation.controls.map { SafeText.line($0.rawValue, limit: 80) }
            page.body.labelled(
                "fresh",
                "run \(id(confirmation.runID)), controls: "
                    + (controls.isEmpty ? "none was steady" : controls.joined(separator: ", ")))
        }
        page.body.gap()
        page.body.table(table(report))
        reasons(report, &page.body)
        page.conclusion.paragraph(
            "VERDICT: " + report.overall.words, report.overall.tone, importance: .key)
        page.conclusion.paragraph(SafeText.line(report.reason))
        return page
    }

    private static func table(_ report: RegressionReport) -> Page.Table {
        let hasFresh = report.metrics.contains { $0.freshChangePercent != nil }
        var table = Page.Table([
            .words("outcome"), .text("metric"),
            .figures("expected"), .figures("measured"),
            .figures("change"),
        ])
        if hasFresh { table.columns.append(.figures("fresh")) }
        table.columns.append(.figures("threshold"))
        table.columns.append(.figures("detectable"))
        for line in report.metrics {
            var row: [Page.Cell] = [
                .outcome(line.outcome),
                Page.Cell(SafeText.line(line.metric.title, limit: 60)),
                .quantity(line.expected, line.metric.unit),
                .quantity(line.measured, line.metric.unit),
                .change(line.changePercent),
            ]
            if hasFresh {
                row.append(
                    Page.Cell(line.freshChangePercent.map(QuantityFormat.percent) ?? ""))
            }
            row.append(.share(line.alarmPercent))
            row.append(.share(line.detectablePercent))
            table.append(row)
        }
        return table
    }

    /// Why each line that is not steady came out so, and what changed on the machine meanwhile.
    private static func reasons(_ report: RegressionReport, _ page: inout Page.Blocks) {
        page.gap()
        page.paragraph(
            "threshold: the smallest worsening that this check reports; detectable: the one that "
                + "it finds with 80 % power.", .faint)
        let lines = report.metrics.filter { $0.outcome != .steady || $0.reason != "as before" }
        if !lines.isEmpty {
            page.heading("Why")
            for line in lines {
                let title = SafeText.line(line.metric.title, limit: 60)
                page.item("\(title): \(SafeText.line(line.reason))", sign: line.outcome.sign)
            }
        }
        let isWorse = report.metrics.contains {
            [.regressed, .suspected, .crept].contains($0.outcome)
        }
        changes(report.changes, title: RegressionWords.changesTitle(report), &page)
        if isWorse, report.changes.isEmpty {
            page.heading(RegressionWords.changesTitle(report))
            page.item("nothing that this program reads")
        }
    }

    /// A list of facts that differ, under a title; nothing when there are none.
    static func changes(_ changes: [FactChange], title: String, _ page: inout Page.Blocks) {
        if changes.isEmpty { return }
        page.heading(title)
        for change in changes { page.item(RegressionWords.text(change)) }
    }

    private static func id(_ id: String) -> String { SafeText.line(id, limit: 16) }
}
