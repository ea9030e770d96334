package import Model

/// A check against a baseline for a job of GitHub Actions: a summary page and annotations.
package enum RegressionSummary {
    /// The verdict and what changed, then every metric folded away; at most `byteLimit` bytes.
    package static func render(
        _ report: RegressionReport, byteLimit: Int = GitHubSummary.byteLimit
    ) -> String {
        let name = SafeText.line(report.baseline.name, limit: 80)
        var head = Page(title: "Touchstone: baseline \(name): \(report.overall.words)")
        head.body.paragraph(SafeText.line(report.reason))
        let lines = report.metrics.filter { $0.outcome != .steady }
        head.body.paragraph(
            "\(report.metrics.count - lines.count) of \(report.metrics.count) metrics are steady.")
        for line in lines.prefix(GitHubSummary.linesMax) {
            head.body.item(text(line), sign: line.outcome.sign)
        }
        if !report.changes.isEmpty {
            head.body.paragraph(RegressionWords.changesTitle(report) + ":")
            for change in report.changes.prefix(GitHubSummary.linesMax) {
                head.body.item(RegressionWords.text(change))
            }
        }
        return GitHubSummary.folded(
            head.markdown(), summary: "All metrics",
            body: RegressionPage.page(report).markdown(isUnfolded: true), byteLimit: byteLimit)
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
            + "\(RegressionWords.figures(line)); \(SafeText.line(line.reason))"
    }
}
