package import Model

/// A check against a baseline as JUnit XML: one test case a metric.
///
/// A confirmed regression is a failure; what is suspected, crept away or was not measured is an
/// error, since the exit code is not 0 then either. What cannot be determined is skipped.
/// Everything else passes, also what is better than expected.
package enum RegressionJUnit {
    /// The document, with a final line feed.
    package static func render(_ report: RegressionReport) -> String {
        let name = "touchstone.baseline." + SafeText.line(report.baseline.name, limit: 60)
        let text = RegressionPage.page(report).text(Style(columns: 100))
        var suites = [
            JUnitSuite(
                name: name, properties: properties(report),
                cases: report.metrics.map { line in
                    JUnitCase(
                        name: line.metric.id.rawValue, className: name, seconds: 0,
                        result: result(line, report))
                },
                seconds: 0,
                output: text.split(separator: "\n", omittingEmptySubsequences: false)
                    .map(String.init))
        ]
        if report.exitCode != 0, !suites[0].cases.contains(where: \.result.isRed) {
            let message = "exit code \(report.exitCode): \(report.reason)"
            let red = JUnitCase(
                name: "verdict", className: "touchstone", seconds: 0,
                result: .error(type: "exit-code", message: message, body: []))
            suites.append(
                JUnitSuite(
                    name: "touchstone.exit-code", properties: [], cases: [red], seconds: 0,
                    output: []))
        }
        return JUnitSuite.document(
            suites, timestamp: RunTime.withoutZone(report.runStartedAt))
    }

    private static func result(
        _ line: MetricRegression, _ report: RegressionReport
    ) -> JUnitCase.Result {
        let message = "\(line.outcome.word): \(RegressionWords.figures(line))"
        var body = [line.metric.title, RegressionWords.figures(line), line.reason]
        if report.changes.isEmpty {
            body.append("changed on this machine: nothing that this program reads")
        } else {
            body.append(RegressionWords.changesTitle(report) + ":")
            body += report.changes.map { "  " + RegressionWords.text($0) }
        }
        let type = line.outcome.rawValue
        switch line.outcome {
        case .steady, .improved, .notConfirmed: return .passed
        case .regressed: return .failure(type: type, message: message, body: body)
        case .cannotTell: return .skipped(message: message, body: body)
        case .suspected, .crept, .notMeasured:
            return .error(type: type, message: message, body: body)
        }
    }

    private static func properties(_ report: RegressionReport) -> [(String, String)] {
        [
            ("run.id", report.runID), ("run.started", report.runStartedAt),
            ("baseline", report.baseline.name), ("baseline.digest", report.baseline.digest),
            ("baseline.runs", report.baseline.runIDs.joined(separator: " ")),
            ("verdict", report.overall.rawValue), ("verdict.reason", report.reason),
            ("exit-code", String(report.exitCode)),
        ]
    }
}
