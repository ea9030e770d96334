// Here: what is said of each kind of result, and in which order.
// May use: words, and the blocks of a page.
// Never: whether a terminal, a forum or a browser shows it.

package import Model

/// A report: what was run, each requirement, what to do, and the verdict.
package enum ReportPage {
    /// A report without a verdict shows the spread of each metric's kept samples instead.
    package static func page(_ report: Report) -> Page {
        let record = report.record
        var page = Page(title: title(report))
        header(report, &page.body)
        if let verdict = report.verdict {
            requirements(verdict, &page.body)
            reasons(verdict, &page.body)
        } else {
            spreads(record, &page.body)
        }
        phases(record, &page.body)
        troubles(report, &page.body)
        findings(record.findings, &page.body)
        if let verdict = report.verdict {
            if let node = report.nodeRule, verdict.rule == .bounds {
                comparison(node, verdict, &page.body)
            }
            conclusion(verdict, report.doubt, &page.conclusion)
        }
        return page
    }

    private static func title(_ report: Report) -> String {
        guard let profile = report.verdict?.profile else {
            return "Measurements without a verdict"
        }
        return
            "\(SafeText.line(profile.title, limit: 120)) (\(SafeText.line(profile.id, limit: 60)))"
    }

    private static func header(_ report: Report, _ page: inout Page.Blocks) {
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

    private static func requirements(_ verdict: Verdict, _ page: inout Page.Blocks) {
        let metrics = verdict.requirements.filter(\.isMetric)
        if !metrics.isEmpty {
            page.gap()
            var table = Page.Table([
                .words("outcome"), .text("metric"), .figures("median"), .figures("95 % bounds"),
                .words("limit"), .figures("margin"),
            ])
            for line in metrics {
                table.append([
                    .outcome(line.outcome), title(line), Page.Cell(LimitText.median(line)),
                    Page.Cell(LimitText.boundsInWords(line)),
                    Page.Cell(
                        LimitText.text(line.requirement),
                        brief: LimitText.short(line.requirement)),
                    Page.Cell(LimitText.margin(line)),
                ])
            }
            page.table(table)
        }
        let facts = verdict.requirements.filter { !$0.isMetric }
        guard !facts.isEmpty else { return }
        page.gap()
        var table = Page.Table([
            .words("outcome"), .text("fact"), .text("found"), .text("asked for"),
        ])
        for line in facts {
            table.append([
                .outcome(line.outcome), Page.Cell(LimitText.title(line)),
                Page.Cell(LimitText.found(line)), Page.Cell(LimitText.text(line.requirement)),
            ])
        }
        page.table(table)
    }

    private static func title(_ line: RequirementVerdict) -> Page.Cell {
        Page.Cell(LimitText.title(line), brief: LimitText.shortTitle(line))
    }

    /// Why each line that is no plain pass came out so.
    private static func reasons(_ verdict: Verdict, _ page: inout Page.Blocks) {
        let lines = verdict.requirements.filter { $0.outcome != .pass }
        guard !lines.isEmpty else { return }
        page.heading("Why")
        for line in lines {
            let title = SafeText.line(line.title, limit: 60)
            page.item("\(title): \(SafeText.line(line.reason))", sign: line.outcome.sign)
        }
    }

    /// Where the simulated chain's blocks spend their time.
    private static func phases(_ record: RunRecord, _ page: inout Page.Blocks) {
        let lines = PhaseText.lines(record)
        guard !lines.isEmpty else { return }
        page.heading(PhaseText.heading)
        for line in lines { page.item(line) }
    }

    /// Probes without figures, and doubts about figures.
    private static func troubles(_ report: Report, _ page: inout Page.Blocks) {
        let troubles =
            ProbeTroubles.lines(report.record) + (report.verdict.map(QualityText.lines) ?? [])
            + ConditionText.lines(report.record)
        guard !troubles.isEmpty else { return }
        page.heading("About the measurements")
        for trouble in troubles { page.item(trouble) }
    }

    /// What makes the figures doubtful in full, and notes by their names.
    private static func findings(_ findings: [Finding], _ page: inout Page.Blocks) {
        guard !findings.isEmpty else { return }
        page.heading("Seen on this machine")
        for finding in findings where finding.severity != .note { page.finding(finding) }
        let notes = findings.filter { $0.severity == .note }
        let names = notes.map { SafeText.line($0.id, limit: 80) }.joined(separator: ", ")
        page.fold("\(counted(notes.count, "note")): \(names)") { page in
            for note in notes { page.finding(note) }
        }
    }

    private static func comparison(
        _ node: Verdict, _ own: Verdict, _ page: inout Page.Blocks
    ) {
        let comparison = NodeComparison(node: node, own: own)
        page.gap()
        page.paragraph(comparison.summary)
        for difference in comparison.differences { page.item(difference) }
    }

    private static func conclusion(
        _ verdict: Verdict, _ doubt: VerdictDoubt?, _ page: inout Page.Blocks
    ) {
        if let metric = verdict.boundBy {
            page.labelled("bound by", SafeText.line(metric, limit: 80))
        }
        page.paragraph(
            "VERDICT: " + verdict.overall.machineWords, verdict.overall.tone, importance: .key)
        page.paragraph(SafeText.line(verdict.reason))
        if let doubt {
            page.paragraph("WARNING: " + DoubtText.sentence(doubt), .bad, importance: .key)
        }
        if let repetition = QualityText.repetition(verdict) { page.paragraph(repetition) }
    }

    private static func spreads(_ record: RunRecord, _ page: inout Page.Blocks) {
        let spreads = MetricSpread.all(record)
        guard !spreads.isEmpty else { return }
        page.gap()
        var table = Page.Table([
            .text("metric"), .figures("min"), .figures("median"), .figures("max"), .figures("n"),
        ])
        for spread in spreads {
            table.append(
                ([spread.title] + spread.figures + [String(spread.count)]).map { Page.Cell($0) })
        }
        page.table(table)
        for sample in SampleTable.all(record) {
            page.heading(sample.title)
            var table = Page.Table(
                sample.columns.enumerated().map { index, title in
                    index > 0 ? .figures(title) : .words(title)
                })
            for row in sample.rows { table.append(row.map { Page.Cell($0) }) }
            page.table(table)
        }
    }
}

extension Page.Blocks {
    /// What was seen on the machine, why it matters and what to do.
    mutating func finding(_ finding: Finding, sign: String? = nil, why: String = "") {
        item(
            "\(finding.severity.word): \(SafeText.line(finding.seen))"
                + " (\(SafeText.line(finding.id, limit: 80)))", finding.severity.tone, sign: sign)
        detail(why + SafeText.line(finding.matters))
        detail("To do: " + SafeText.line(finding.remedy))
    }
}
