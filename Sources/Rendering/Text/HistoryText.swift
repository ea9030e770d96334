package import Model

/// Runs and baselines as tables.
package enum HistoryText {
    /// One line a run, in the order given.
    package static func runs(_ runs: [HistoryRun], style: Style = Style()) -> String {
        var page = TextPage(style: style)
        var table = TextTable(
            columns: [
                .init(title: "run"), .init(title: "started"),
                .init(title: "profile", flexible: true, least: 8), .init(title: "outcome"),
                .init(title: "machine"),
            ], indent: 0)
        // Left out where it would be empty: ids are copied, and must not be wrapped.
        let haveBaselines = runs.contains { !$0.baselines.isEmpty }
        if haveBaselines {
            table.columns.append(.init(title: "baselines", flexible: true, least: 8))
        }
        for run in runs {
            var row: [TextTable.Cell] = [
                .init(text: SafeText.line(run.id, limit: 16)),
                .init(text: date(run.startedAt)),
                .init(text: run.profile.map { SafeText.line($0, limit: 60) } ?? "–"),
                outcome(run),
                .init(text: SafeText.line(run.fingerprint, limit: 60).prefix(6).description),
            ]
            if haveBaselines {
                let names = run.baselines.joined(separator: " ")
                row.append(.init(text: SafeText.line(names, limit: 80)))
            }
            table.append(row)
        }
        page.table(table)
        for run in runs {
            guard let listed = run.overall, let samples = run.samplesSay else { continue }
            page.item(
                "WARNING: run \(SafeText.line(run.id, limit: 16)): the stored verdict is not what "
                    + "its samples say: stored is \(listed.word), the samples say \(samples.word)",
                .bad)
        }
        return page.text
    }

    private static func outcome(_ run: HistoryRun) -> TextTable.Cell {
        if run.samplesSay != nil { return .init(text: "! doubtful", tone: .bad) }
        if !run.complete { return .init(text: "! partial", tone: .doubtful) }
        guard let overall = run.overall else { return .init(text: "measured", tone: .faint) }
        return .init(text: overall.sign + " " + overall.word, tone: overall.tone)
    }

    /// One line a baseline, by name.
    package static func baselines(_ baselines: [Baseline], style: Style = Style()) -> String {
        var page = TextPage(style: style)
        var table = TextTable(
            columns: [
                .init(title: "baseline", flexible: true), .init(title: "created"),
                .init(title: "runs", right: true), .init(title: "machine"),
                .init(title: "digest"),
            ], indent: 0)
        for baseline in baselines {
            table.append([
                .init(text: SafeText.line(baseline.name, limit: 80)),
                .init(text: date(baseline.createdAt)),
                .init(text: String(baseline.runIDs.count)),
                .init(text: String(baseline.fingerprint.prefix(6))),
                .init(text: String(baseline.digest.prefix(16))),
            ])
        }
        page.table(table)
        return page.text
    }

    /// A baseline with what it expects of each metric.
    ///
    /// - `lines`: the baseline's newest run held against all its runs.
    /// - `creep`: sentences on what has left the budget of the first runs.
    /// - `facts`: what makes one machine of them.
    /// - `advice`: what would make it better; `nil` = nothing.
    package static func baseline(
        _ baseline: Baseline, lines: [MetricRegression], creep: [String] = [],
        facts: [NamedFact], advice: String?, style: Style = Style()
    ) -> String {
        var page = TextPage(style: style)
        page.paragraph("Baseline \(SafeText.line(baseline.name, limit: 80))", .heading)
        page.labelled("created", SafeText.line(baseline.createdAt, limit: 40))
        page.labelled("digest", baseline.digest)
        page.labelled(
            "runs", baseline.runIDs.map { SafeText.line($0, limit: 16) }.joined(separator: " "))
        page.labelled(
            "machine",
            facts.map { "\(SafeText.line($0.name, limit: 60)) \(SafeText.line($0.value))" }
                .joined(separator: ", "))
        page.blank()
        var table = TextTable(columns: [
            .init(title: "metric", flexible: true), .init(title: "expected", right: true),
            .init(title: "spread", right: true), .init(title: "alarms beyond", right: true),
            .init(title: "sees 4 of 5", right: true),
        ])
        for line in lines {
            table.append([
                .init(text: SafeText.line(line.metric.title, limit: 60)),
                .init(text: QuantityFormat.text(line.expected, line.metric.unit)),
                .init(text: RegressionText.share(line.spreadPercent)),
                .init(text: RegressionText.share(line.alarmPercent)),
                .init(text: RegressionText.share(line.detectablePercent)),
            ])
        }
        page.table(table)
        if !creep.isEmpty {
            page.blank()
            for sentence in creep { page.item(sentence, sign: RegressionOutcome.crept.sign) }
        }
        if let advice {
            page.blank()
            page.paragraph(advice, .doubtful)
        }
        return page.text
    }

    /// Day and minute of a time stamp.
    static func date(_ stamp: String) -> String {
        SafeText.line(String(stamp.prefix(16)), limit: 40).replacing("T", with: " ")
    }
}
