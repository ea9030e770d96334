// Here: results as JUnit XML.
// May use: words and pages.
// Never: how it was judged.

package import Model

/// A report as JUnit XML, which CI systems show as test results: one test case a requirement.
///
/// A required line that fails is a failure; one that is inconclusive or unmeasurable is an error;
/// skipped is skipped. A recommended line that is not met is skipped as well, since it decides
/// nothing. Where the exit code is not 0 and no line says why, a suite of its own does, so that
/// whoever looks at the file alone sees red whenever the process was.
///
/// - Source: the schema of Ant's JUnitReport task (windyroad/JUnit-Schema 2378e66) and Jenkins's
///   junit-10.xsd (xunit-plugin 031e285); a file is valid by both, hence the empty elements and the
///   times without a zone.
package enum JUnitReport {
    /// The document, with a final line feed.
    ///
    /// A report without a verdict has one case a metric instead.
    package static func render(_ report: Report) -> String {
        let cases = cases(report)
        let text = ReportPage.page(report).text(Style(columns: 100))
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var suites = [
            JUnitSuite(
                name: suiteName(report), properties: properties(report), cases: cases,
                seconds: report.record.durationSeconds, output: lines)
        ]
        if report.isRed, !cases.contains(where: \.result.isRed) {
            suites.append(
                JUnitSuite(
                    name: "touchstone.exit-code", properties: [], cases: [exitCase(report)],
                    seconds: 0, output: []))
        }
        return JUnitSuite.document(
            suites, timestamp: RunTime.withoutZone(report.record.startedAt))
    }

    private static func suiteName(_ report: Report) -> String {
        guard let verdict = report.verdict else { return "touchstone.measure" }
        return "touchstone." + SafeText.line(verdict.profile.id, limit: 60)
    }

    private static func cases(_ report: Report) -> [JUnitCase] {
        let name = suiteName(report)
        if let verdict = report.verdict {
            return verdict.requirements.map { line in
                let area = line.isMetric ? "metrics" : "facts"
                return JUnitCase(
                    name: line.caseName, className: "\(name).\(area)",
                    seconds: timedSeconds(line, report.record), result: result(line))
            }
        }
        return report.record.probes.flatMap { probe in
            probe.metrics.map { metric in
                JUnitCase(
                    name: metric.id.rawValue, className: name,
                    seconds: probe.timedSeconds(of: metric.id), result: result(probe))
            }
        }
    }

    private static func result(_ line: RequirementVerdict) -> JUnitCase.Result {
        let word = line.outcome.rawValue
        let message = line.outcome.word + ": " + line.figures
        let source = line.requirement.source
        let body = [
            line.title, line.figures, line.reason,
            "source: \(source.document), \(source.revision), \(source.date)",
        ]
        switch (line.outcome, line.requirement.level) {
        case (.pass, _), (.warn, _): return .passed
        case (.skipped, _):
            return .skipped(message: line.reason, body: body)
        case (_, .recommended):
            return .skipped(message: "recommended only, " + message, body: body)
        case (.fail, .required): return .failure(type: word, message: message, body: body)
        case (.inconclusive, .required), (.unmeasurable, .required):
            return .error(type: word, message: message, body: body)
        }
    }

    private static func result(_ probe: ProbeRecord) -> JUnitCase.Result {
        let reason = probe.reason ?? "no reason was recorded"
        switch probe.status {
        case .measured: return .passed
        case .skipped: return .skipped(message: reason, body: [])
        case .failed: return .error(type: "failed", message: reason, body: [])
        }
    }

    /// Says why the process ended with a code that no line explains.
    private static func exitCase(_ report: Report) -> JUnitCase {
        let record = report.record
        var reason = report.verdict?.reason ?? "not every metric was measured"
        if !record.complete {
            reason = "the run was interrupted by \(record.interruptedBy ?? "a signal")"
        }
        if let doubt = report.doubt { reason = DoubtText.sentence(doubt) }
        let code = report.exitCode.map { "exit code \($0): " } ?? ""
        let result: JUnitCase.Result =
            switch report.verdict?.overall {
            case .fail?, .warn?:
                .failure(type: "exit-code", message: code + reason, body: [])
            case .pass?, .inconclusive?, .unmeasurable?, .skipped?, nil:
                .error(type: "exit-code", message: code + reason, body: [])
            }
        return JUnitCase(name: "verdict", className: "touchstone", seconds: 0, result: result)
    }

    private static func properties(_ report: Report) -> [(String, String)] {
        let record = report.record
        var properties = [
            ("run.id", record.id), ("run.started", record.startedAt),
            ("run.preset", record.plan.preset),
            ("tool", "touchstone \(record.tool.version) (\(record.tool.build))"),
        ]
        if let verdict = report.verdict {
            properties += [
                ("profile", verdict.profile.id), ("profile.digest", verdict.profile.digest),
                ("rule", verdict.rule.rawValue), ("verdict", verdict.overall.rawValue),
                ("verdict.reason", verdict.reason),
            ]
        }
        if let code = report.exitCode { properties.append(("exit-code", String(code))) }
        if let host = record.host { properties.append(("machine", MachineText.host(host))) }
        if let storage = record.storage {
            properties.append(("disk", MachineText.storage(storage)))
        }
        return properties
    }

    private static func timedSeconds(_ line: RequirementVerdict, _ record: RunRecord) -> Double {
        guard case .metric(let id, _) = line.requirement.subject else { return 0 }
        return record.probe(measuring: id)?.0.timedSeconds(of: id) ?? 0
    }
}

extension ProbeRecord {
    /// Seconds of timed work in all blocks of a metric; of several threads the longest counts.
    fileprivate func timedSeconds(of metric: MetricID) -> Double {
        blocks.reduce(0) { sum, block in
            guard case .rate(let rate)? = block.samples[metric] else { return sum }
            return sum + (rate.seconds.max() ?? 0)
        }
    }
}
