package import Model

/// Runs and baselines, as lists and one in full.
package enum HistoryPages {
    /// One line a run, in the order given.
    package static func runs(_ runs: [HistoryRun]) -> Page {
        var page = Page()
        var table = Page.Table([
            .words("run"), .words("started"),
            .text("profile", least: 8), .words("outcome"),
            .words("machine"),
        ])
        // Left out where it would be empty: ids are copied, and must not be wrapped.
        let haveBaselines = runs.contains { !$0.baselines.isEmpty }
        if haveBaselines {
            table.columns.append(.text("baselines", least: 8))
        }
        for run in runs {
            var row: [Page.Cell] = [
                Page.Cell(SafeText.line(run.id, limit: 16)),
                Page.Cell(RunTime.minute(run.startedAt)),
                Page.Cell(run.profile.map { SafeText.line($0, limit: 60) } ?? "–"),
                outcome(run),
                Page.Cell(SafeText.line(run.fingerprint, limit: 60).prefix(6).description),
            ]
            if haveBaselines {
                let names = run.baselines.joined(separator: " ")
                row.append(Page.Cell(SafeText.line(names, limit: 80)))
            }
            table.append(row)
        }
        page.body.table(table)
        for run in runs {
            guard let listed = run.overall, let samples = run.samplesSay else { continue }
            page.body.item(
                "WARNING: run \(SafeText.line(run.id, limit: 16)): the stored verdict is not what "
                    + "its samples say: stored is \(listed.word), the samples say \(samples.word)",
                .bad)
        }
        return page
    }

    private static func outcome(_ run: HistoryRun) -> Page.Cell {
        if run.samplesSay != nil { return Page.Cell("! doubtful", tone: .bad) }
        if !run.complete { return Page.Cell("! partial", tone: .doubtful) }
        guard let overall = run.overall else { return Page.Cell("measured", tone: .faint) }
        return .outcome(overall)
    }

    /// One line a baseline, by name.
    package static func baselines(_ baselines: [Baseline]) -> Page {
        var page = Page()
        var table = Page.Table([
            .text("baseline"), .words("created"),
            .figures("runs"), .words("machine"),
            .words("digest"),
        ])
        for baseline in baselines {
            table.append([
                Page.Cell(SafeText.line(baseline.name, limit: 80)),
                Page.Cell(RunTime.minute(baseline.createdAt)),
                Page.Cell(String(baseline.runIDs.count)),
                Page.Cell(String(baseline.fingerprint.prefix(6))),
                Page.Cell(String(baseline.digest.prefix(16))),
            ])
        }
        page.body.table(table)
        return page
    }

    /// A baseline with what it expects of each metric.
    ///
    /// - `lines`: the baseline's newest run held against all its runs.
    /// - `creep`: sentences on what has left the budget of the first runs.
    /// - `facts`: what makes one machine of them.
    /// - `advice`: what would make it better; nil means nothing.
    package static func baseline(
        _ baseline: Baseline, lines: [MetricRegression], creep: [String] = [],
        facts: [NamedFact], advice: String?
    ) -> Page {
        var page = Page(title: "Baseline \(SafeText.line(baseline.name, limit: 80))")
        page.body.labelled("created", SafeText.line(baseline.createdAt, limit: 40))
        page.body.labelled("digest", baseline.digest)
        page.body.labelled(
            "runs", baseline.runIDs.map { SafeText.line($0, limit: 16) }.joined(separator: " "))
        page.body.labelled(
            "machine",
            facts.map { "\(SafeText.line($0.name, limit: 60)) \(SafeText.line($0.value))" }
                .joined(separator: ", "))
        page.body.gap()
        var table = Page.Table([
            .text("metric"), .figures("expected"),
            .figures("spread"), .figures("threshold"),
            .figures("detectable"),
        ])
        for line in lines {
            table.append([
                Page.Cell(SafeText.line(line.metric.title, limit: 60)),
                .quantity(line.expected, line.metric.unit),
                .share(line.spreadPercent),
                .share(line.alarmPercent),
                .share(line.detectablePercent),
            ])
        }
        page.body.table(table)
        if !creep.isEmpty {
            page.body.gap()
            for sentence in creep { page.body.item(sentence, sign: RegressionOutcome.crept.sign) }
        }
        if let advice {
            page.body.gap()
            page.body.paragraph(advice, .doubtful)
        }
        return page
    }
}
