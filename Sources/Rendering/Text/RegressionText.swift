package import Model

/// A check against a baseline for a terminal: each metric, what changed beside it, the verdict
/// last.
package enum RegressionText {
    /// The text, each line at most `style.columns` wide, with a final line feed.
    package static func render(_ report: RegressionReport, style: Style = Style()) -> String {
        var page = TextPage(style: style)
        let name = SafeText.line(report.baseline.name, limit: 80)
        page.paragraph("Run \(id(report.runID)) against the baseline \(name)", .heading)
        page.labelled("run", SafeText.line(report.runStartedAt, limit: 40))
        let runs = report.baseline.runIDs.count
        page.labelled(
            "baseline",
            "\(runs) \(runs == 1 ? "run" : "runs"), digest \(report.baseline.digest.prefix(16))")
        if let suspicion = report.suspicion {
            page.labelled(
                "earlier",
                "run \(id(suspicion.runID)) of \(HistoryText.date(suspicion.startedAt)) was "
                    + "suspected; this run of another hour decides")
        }
        if let confirmation = report.confirmation {
            let controls = confirmation.controls.map { SafeText.line($0.rawValue, limit: 80) }
            page.labelled(
                "fresh",
                "run \(id(confirmation.runID)), controls: "
                    + (controls.isEmpty ? "none was steady" : controls.joined(separator: ", ")))
        }
        page.blank()
        page.table(table(report))
        reasons(report, &page)
        page.blank()
        page.paragraph("VERDICT: " + report.overall.words, report.overall.tone)
        page.paragraph(SafeText.line(report.reason))
        return page.text
    }

    private static func table(_ report: RegressionReport) -> TextTable {
        let hasFresh = report.metrics.contains { $0.freshChangePercent != nil }
        var table = TextTable(columns: [
            .init(title: "outcome"), .init(title: "metric", flexible: true),
            .init(title: "expected", right: true), .init(title: "change", right: true),
        ])
        if hasFresh { table.columns.append(.init(title: "fresh", right: true)) }
        table.columns.append(.init(title: "alarms", right: true))
        table.columns.append(.init(title: "sees", right: true))
        for line in report.metrics {
            var row: [TextTable.Cell] = [
                .init(text: line.outcome.sign + " " + line.outcome.word, tone: line.outcome.tone),
                .init(text: SafeText.line(line.metric.title, limit: 60)),
                .init(text: QuantityFormat.text(line.expected, line.metric.unit)),
                .init(text: line.changePercent.map(QuantityFormat.percent) ?? "–"),
            ]
            if hasFresh {
                row.append(
                    .init(text: line.freshChangePercent.map(QuantityFormat.percent) ?? ""))
            }
            row.append(.init(text: share(line.alarmPercent)))
            row.append(.init(text: share(line.detectablePercent)))
            table.append(row)
        }
        return table
    }

    /// Why each line that is not steady came out so, and what changed on the machine meanwhile.
    private static func reasons(_ report: RegressionReport, _ page: inout TextPage) {
        page.blank()
        page.paragraph(
            "alarms: the smallest worsening that this check could alarm on; sees: the one it finds "
                + "four times out of five.", .faint)
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
        changes(report.changes, title: changesTitle(report), &page)
        if isWorse, report.changes.isEmpty {
            page.heading(changesTitle(report))
            page.item("nothing that this program reads")
        }
    }

    /// What the list of changes is called: a run may be older than the baseline.
    static func changesTitle(_ report: RegressionReport) -> String {
        report.isOlderThanBaseline == true
            ? "Changed on this machine between this run and the baseline's newest, which is later"
            : "Changed on this machine since the baseline's newest run"
    }

    /// A list of facts that differ, under a title; nothing when there are none.
    static func changes(_ changes: [FactChange], title: String, _ page: inout TextPage) {
        if changes.isEmpty { return }
        page.heading(title)
        for change in changes { page.item(text(change)) }
    }

    /// The facts that keep two runs from being compared, one a line, for an error.
    package static func obstacles(_ changes: [FactChange]) -> String {
        changes.map { "  " + text($0) }.joined(separator: "\n")
    }

    static func text(_ change: FactChange) -> String {
        let before = change.before.map { SafeText.line($0, limit: 200) } ?? "not known"
        let after = change.after.map { SafeText.line($0, limit: 200) } ?? "not known"
        return "\(SafeText.line(change.name, limit: 100)): \(before) -> \(after)"
    }

    /// Per cent without a sign; a dash where there is none.
    static func share(_ percent: Double?) -> String {
        percent.map { DecimalText.fixed($0, places: $0 < 99.95 ? 1 : 0) + " %" } ?? "–"
    }

    private static func id(_ id: String) -> String { SafeText.line(id, limit: 16) }
}

extension RegressionOutcome {
    var word: String {
        switch self {
        case .steady: "steady"
        case .improved: "better"
        case .notConfirmed: "transient"
        case .suspected: "suspected"
        case .regressed: "WORSE"
        case .crept: "crept"
        case .cannotTell: "cannot tell"
        case .notMeasured: "missing"
        }
    }

    var sign: String {
        switch self {
        case .steady: "✓"
        case .improved, .notConfirmed: "!"
        case .suspected, .crept, .cannotTell: "?"
        case .regressed: "✗"
        case .notMeasured: "·"
        }
    }

    var words: String {
        switch self {
        case .steady: "NO REGRESSION"
        case .improved: "NO REGRESSION, BETTER THAN EXPECTED"
        case .notConfirmed: "NO REGRESSION, A TRANSIENT DISTURBANCE"
        case .suspected: "REGRESSION SUSPECTED"
        case .crept: "SLOW CREEP SUSPECTED"
        case .cannotTell: "INCONCLUSIVE, TOO NOISY"
        case .regressed: "REGRESSION"
        case .notMeasured: "INCONCLUSIVE"
        }
    }

    var tone: Style.Tone {
        switch self {
        case .steady: .good
        case .improved, .notConfirmed: .doubtful
        case .regressed: .bad
        case .suspected, .crept, .cannotTell, .notMeasured: .undecided
        }
    }
}
