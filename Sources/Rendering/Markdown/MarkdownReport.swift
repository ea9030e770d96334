package import Model

/// A report to post in a forum or an issue: the same content as the text, as GitHub's Markdown.
package enum MarkdownReport {
    /// The Markdown, with a final line feed.
    ///
    /// Text from the machine is escaped: it cannot break a table, open a link or add a tag.
    package static func render(_ report: Report) -> String {
        var page = MarkdownPage()
        if let verdict = report.verdict {
            let title = SafeText.line(verdict.profile.title, limit: 120)
            let id = SafeText.line(verdict.profile.id, limit: 60)
            page.heading("\(title) (\(id)): \(verdict.overall.machineWords)", level: 2)
            page.paragraph(SafeText.line(verdict.reason))
            if let repetition = QualityText.repetition(verdict) { page.paragraph(repetition) }
            if let metric = verdict.boundBy {
                page.paragraph("Bound by " + SafeText.line(metric, limit: 80) + ".")
            }
        } else {
            page.heading("Measurements without a verdict", level: 2)
        }
        machine(report, &page)
        remarks(report, &page)
        if let verdict = report.verdict {
            metrics(verdict, &page)
            facts(verdict, &page)
            reasons(verdict, &page)
        } else {
            spreads(report.record, &page)
        }
        let phases = PhaseText.lines(report.record)
        if !phases.isEmpty {
            page.heading(PhaseText.heading, level: 3)
            page.list(phases)
        }
        let troubles =
            ProbeTroubles.lines(report.record) + (report.verdict.map(QualityText.lines) ?? [])
            + ConditionText.lines(report.record)
        if !troubles.isEmpty {
            page.heading("About the measurements", level: 3)
            page.list(troubles)
        }
        findings(report.record.findings, &page)
        if let node = report.nodeRule, let own = report.verdict, own.rule == .bounds {
            let comparison = NodeComparison(node: node, own: own)
            page.heading("The node's own rule", level: 3)
            page.paragraph(comparison.summary)
            page.list(comparison.differences)
        }
        return page.text
    }

    private static func machine(_ report: Report, _ page: inout MarkdownPage) {
        let record = report.record
        var rows = [["run", MachineText.run(record)]]
        if let host = record.host { rows.append(["machine", MachineText.host(host)]) }
        if let storage = record.storage { rows.append(["disk", MachineText.storage(storage)]) }
        if let verdict = report.verdict { rows.append(["rule", verdict.rule.words]) }
        if let floor = QualityText.floor(record) { rows.append(["noise", floor]) }
        if let looks = QualityText.looks(record) { rows.append(["looks", looks]) }
        page.table(["what", "found"], rows)
    }

    private static func remarks(_ report: Report, _ page: inout MarkdownPage) {
        var lines: [String] = []
        if let profile = report.verdict?.profile {
            if let warning = profile.status.warning { lines.append("WARNING: " + warning) }
            lines += MachineText.doubts(report).map { "WARNING: " + $0 }
            if let inherited = profile.inherited {
                lines.append(
                    "minima of \(SafeText.line(inherited.profile, limit: 60)) are applied: "
                        + SafeText.line(inherited.reason))
            }
            lines += profile.notes.map { SafeText.line($0) }
        } else {
            lines = MachineText.doubts(report).map { "WARNING: " + $0 }
        }
        page.list(lines)
    }

    private static func metrics(_ verdict: Verdict, _ page: inout MarkdownPage) {
        let lines = verdict.requirements.filter(\.isMetric)
        guard !lines.isEmpty else { return }
        page.table(
            ["outcome", "metric", "median", "95 % bounds", "limit", "margin"],
            lines.map { line in
                [
                    line.outcome.sign + " " + line.outcome.word, LimitText.title(line),
                    LimitText.median(line), LimitText.boundsInWords(line),
                    LimitText.text(line.requirement), LimitText.margin(line),
                ]
            }, right: [2, 3, 5])
    }

    private static func facts(_ verdict: Verdict, _ page: inout MarkdownPage) {
        let lines = verdict.requirements.filter { !$0.isMetric }
        guard !lines.isEmpty else { return }
        page.table(
            ["outcome", "fact", "found", "asked for"],
            lines.map { line in
                [
                    line.outcome.sign + " " + line.outcome.word, LimitText.title(line),
                    LimitText.found(line), LimitText.text(line.requirement),
                ]
            })
    }

    private static func reasons(_ verdict: Verdict, _ page: inout MarkdownPage) {
        let lines = verdict.requirements.filter { $0.outcome != .pass }
        guard !lines.isEmpty else { return }
        page.heading("Why", level: 3)
        page.list(
            lines.map { line in
                "\(line.outcome.sign) \(SafeText.line(line.title, limit: 60)):"
                    + " \(SafeText.line(line.reason))"
            })
    }

    private static func findings(_ findings: [Finding], _ page: inout MarkdownPage) {
        guard !findings.isEmpty else { return }
        page.heading("Seen on this machine", level: 3)
        page.list(
            findings.map { finding in
                "\(finding.severity.word): \(SafeText.line(finding.seen))"
                    + " (\(SafeText.line(finding.id, limit: 80)));"
                    + " \(SafeText.line(finding.matters))."
                    + " To do: \(SafeText.line(finding.remedy))"
            })
    }

    private static func spreads(_ record: RunRecord, _ page: inout MarkdownPage) {
        let spreads = MetricSpread.all(record)
        guard !spreads.isEmpty else { return }
        page.table(
            ["metric", "min", "median", "max", "n"],
            spreads.map { [$0.title] + $0.figures + [String($0.count)] }, right: [1, 2, 3, 4])
        for table in SampleTable.all(record) {
            page.heading(table.title, level: 3)
            page.table(table.columns, table.rows, right: Set(1..<table.columns.count))
        }
    }
}
