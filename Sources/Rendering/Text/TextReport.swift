package import Model

/// A report for a terminal: what was run, each requirement, what to do, and the verdict last.
package enum TextReport {
    /// The text, each line at most `style.columns` wide, with a final line feed.
    ///
    /// A report without a verdict shows the spread of each metric's kept samples instead.
    package static func render(_ report: Report, style: Style = Style()) -> String {
        var page = TextPage(style: style)
        let record = report.record
        header(report, &page)
        if let verdict = report.verdict {
            requirements(verdict, &page)
            reasons(verdict, &page)
            phases(record, &page)
            troubles(report, &page)
            findings(record.findings, &page)
            if let node = report.nodeRule, verdict.rule == .bounds {
                comparison(node, verdict, &page)
            }
            conclusion(verdict, report.doubt, &page)
        } else {
            spreads(record, &page)
            phases(record, &page)
            troubles(report, &page)
            findings(record.findings, &page)
        }
        return page.text
    }

    private static func header(_ report: Report, _ page: inout TextPage) {
        if let verdict = report.verdict {
            let title = SafeText.line(verdict.profile.title, limit: 120)
            let id = SafeText.line(verdict.profile.id, limit: 60)
            page.paragraph("\(title) (\(id))", .heading)
        } else {
            page.paragraph("Measurements without a verdict", .heading)
        }
        let record = report.record
        page.labelled("run", MachineText.run(record))
        if let host = record.host { page.labelled("machine", MachineText.host(host)) }
        if let storage = record.storage { page.labelled("disk", MachineText.storage(storage)) }
        if let verdict = report.verdict { page.labelled("rule", verdict.rule.words) }
        if let floor = QualityText.floor(record) { page.labelled("noise", floor) }
        if let looks = QualityText.looks(record) { page.labelled("looks", looks) }
        if let warning = report.verdict?.profile.status.warning {
            page.item("WARNING: " + warning, .doubtful)
        }
        for doubt in MachineText.doubts(report) { page.item("WARNING: " + doubt, .doubtful) }
        if let inherited = report.verdict?.profile.inherited {
            page.item(
                "minima of \(SafeText.line(inherited.profile, limit: 60)) are applied: "
                    + SafeText.line(inherited.reason))
        }
        for note in report.verdict?.profile.notes ?? [] { page.item(SafeText.line(note)) }
    }

    private static func requirements(_ verdict: Verdict, _ page: inout TextPage) {
        let metrics = verdict.requirements.filter(\.isMetric)
        if !metrics.isEmpty {
            page.blank()
            var table = TextTable(columns: [
                .init(title: "outcome"), .init(title: "metric", flexible: true),
                .init(title: "median", right: true), .init(title: "[95 % bounds]", right: true),
                .init(title: "limit"), .init(title: "margin", right: true),
            ])
            for line in metrics {
                table.append([
                    outcome(line.outcome), .init(text: LimitText.shortTitle(line)),
                    .init(text: LimitText.median(line)), .init(text: LimitText.bounds(line)),
                    .init(text: LimitText.short(line.requirement)),
                    .init(text: LimitText.margin(line)),
                ])
            }
            page.table(table)
        }
        let facts = verdict.requirements.filter { !$0.isMetric }
        guard !facts.isEmpty else { return }
        page.blank()
        var table = TextTable(columns: [
            .init(title: "outcome"), .init(title: "fact", flexible: true),
            .init(title: "found", flexible: true), .init(title: "asked for", flexible: true),
        ])
        for line in facts {
            table.append([
                outcome(line.outcome), .init(text: LimitText.title(line)),
                .init(text: LimitText.found(line)), .init(text: LimitText.text(line.requirement)),
            ])
        }
        page.table(table)
    }

    private static func outcome(_ outcome: Outcome) -> TextTable.Cell {
        .init(text: outcome.sign + " " + outcome.word, tone: outcome.tone)
    }

    /// Why each line that is no plain pass came out so.
    private static func reasons(_ verdict: Verdict, _ page: inout TextPage) {
        let lines = verdict.requirements.filter { $0.outcome != .pass }
        guard !lines.isEmpty else { return }
        page.heading("Why")
        for line in lines {
            let title = SafeText.line(line.title, limit: 60)
            page.item("\(title): \(SafeText.line(line.reason))", sign: line.outcome.sign)
        }
    }

    /// Where the simulated chain's blocks spend their time.
    private static func phases(_ record: RunRecord, _ page: inout TextPage) {
        let lines = PhaseText.lines(record)
        guard !lines.isEmpty else { return }
        page.heading(PhaseText.heading)
        for line in lines { page.item(line) }
    }

    /// Probes without figures, and doubts about figures.
    private static func troubles(_ report: Report, _ page: inout TextPage) {
        let troubles =
            ProbeTroubles.lines(report.record) + (report.verdict.map(QualityText.lines) ?? [])
            + ConditionText.lines(report.record)
        guard !troubles.isEmpty else { return }
        page.heading("About the measurements")
        for trouble in troubles { page.item(trouble) }
    }

    /// What makes the figures doubtful; notes stay in the record.
    private static func findings(_ all: [Finding], _ page: inout TextPage) {
        let findings = all.filter { $0.severity != .note }
        guard !findings.isEmpty else { return }
        page.heading("Seen on this machine")
        for finding in findings {
            page.item(
                "\(finding.severity.word): \(SafeText.line(finding.seen))"
                    + " (\(SafeText.line(finding.id, limit: 80)))", finding.severity.tone)
            page.detail(SafeText.line(finding.matters))
            page.detail("To do: " + SafeText.line(finding.remedy))
        }
    }

    private static func comparison(_ node: Verdict, _ own: Verdict, _ page: inout TextPage) {
        let comparison = NodeComparison(node: node, own: own)
        page.blank()
        page.paragraph(comparison.summary)
        for difference in comparison.differences { page.item(difference) }
    }

    private static func conclusion(
        _ verdict: Verdict, _ doubt: VerdictDoubt?, _ page: inout TextPage
    ) {
        page.blank()
        if let metric = verdict.boundBy {
            page.labelled("bound by", SafeText.line(metric, limit: 80))
        }
        page.paragraph("VERDICT: " + verdict.overall.machineWords, verdict.overall.tone)
        page.paragraph(SafeText.line(verdict.reason))
        if let doubt { page.paragraph("WARNING: " + DoubtText.sentence(doubt), .bad) }
        if let repetition = QualityText.repetition(verdict) { page.paragraph(repetition) }
    }

    private static func spreads(_ record: RunRecord, _ page: inout TextPage) {
        let spreads = MetricSpread.all(record)
        guard !spreads.isEmpty else { return }
        page.blank()
        var table = TextTable(columns: [
            .init(title: "metric", flexible: true), .init(title: "min", right: true),
            .init(title: "median", right: true), .init(title: "max", right: true),
            .init(title: "n", right: true),
        ])
        for spread in spreads {
            table.append(
                ([spread.title] + spread.figures + [String(spread.count)]).map { .init(text: $0) })
        }
        page.table(table)
        for sample in SampleTable.all(record) {
            page.heading(sample.title)
            var table = TextTable(
                columns: sample.columns.enumerated().map { index, title in
                    .init(title: title, right: index > 0)
                })
            for row in sample.rows { table.append(row.map { .init(text: $0) }) }
            page.table(table)
        }
    }
}
