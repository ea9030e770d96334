package import Model

/// A check against a baseline for a job of GitHub Actions: a summary page and annotations.
package enum RegressionSummary {
    /// The verdict and what changed, then every metric folded away; at most `byteLimit` bytes.
    package static func render(
        _ report: RegressionReport, byteLimit: Int = GitHubSummary.byteLimit
    ) -> String {
        var head = MarkdownPage()
        let name = SafeText.line(report.baseline.name, limit: 80)
        head.heading("Touchstone: baseline \(name): \(report.overall.words)", level: 2)
        head.paragraph(SafeText.line(report.reason))
        let lines = report.metrics.filter { $0.outcome != .steady }
        head.paragraph(
            "\(report.metrics.count - lines.count) of \(report.metrics.count) metrics are steady.")
        head.list(lines.prefix(20).map { "\($0.outcome.sign) \(text($0))" })
        if !report.changes.isEmpty {
            head.paragraph(RegressionText.changesTitle(report) + ":")
            head.list(report.changes.prefix(20).map(RegressionText.text))
        }
        return GitHubSummary.folded(
            head.text, summary: "All metrics", body: table(report), byteLimit: byteLimit)
    }

    /// Workflow commands, one line each, the gravest first, at most ten.
    package static func annotations(_ report: RegressionReport) -> [String] {
        var errors: [String] = []
        var warnings: [String] = []
        for line in report.metrics {
            let title = "Touchstone: " + SafeText.line(line.metric.title, limit: 60)
            switch line.outcome {
            case .steady: continue
            case .improved, .notConfirmed, .cannotTell:
                warnings.append(GitHubSummary.command("warning", title: title, text(line)))
            case .suspected, .regressed, .crept, .notMeasured:
                errors.append(GitHubSummary.command("error", title: title, text(line)))
            }
        }
        if report.exitCode != 0, errors.isEmpty {
            errors.append(
                GitHubSummary.command("error", title: "Touchstone", SafeText.line(report.reason)))
        }
        return GitHubSummary.limited(errors: errors, warnings: warnings)
    }

    private static func text(_ line: MetricRegression) -> String {
        "\(SafeText.line(line.metric.title, limit: 60)): \(line.outcome.word), "
            + "\(RegressionJUnit.figures(line)); \(SafeText.line(line.reason))"
    }

    private static func table(_ report: RegressionReport) -> String {
        var page = MarkdownPage()
        page.table(
            ["outcome", "metric", "expected", "measured", "change", "again", "alarms", "sees"],
            report.metrics.map { line in
                let unit = line.metric.unit
                return [
                    line.outcome.sign + " " + line.outcome.word,
                    SafeText.line(line.metric.title, limit: 60),
                    QuantityFormat.text(line.expected, unit),
                    line.measured.map { QuantityFormat.text($0, unit) } ?? "–",
                    line.changePercent.map(QuantityFormat.percent) ?? "–",
                    line.freshChangePercent.map(QuantityFormat.percent) ?? "–",
                    RegressionText.share(line.alarmPercent),
                    RegressionText.share(line.detectablePercent),
                ]
            }, right: [2, 3, 4, 5, 6, 7])
        return page.text
    }
}
