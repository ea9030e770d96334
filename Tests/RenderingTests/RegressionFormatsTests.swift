import Model
import Rendering
import Testing

/// A check against a baseline as machines read it; `.ci/formats` reads the snapshots with the real
/// consumers.
struct RegressionFormatsTests {
    /// A check with a metric for each text and outcome, in which every text is a hostile one.
    private static func hostile() -> RegressionReport {
        let texts = HostileTexts.all
        let lines = texts.enumerated().map { number, text in
            line(
                text, RegressionOutcome.allCases[number % RegressionOutcome.allCases.count],
                unit: Unit.allCases[number % Unit.allCases.count])
        }
        var report = check(lines, exitCode: 2)
        report.baseline = BaselineSummary(name: texts[0], digest: texts[1], runIDs: texts)
        report.runID = texts[2]
        report.runStartedAt = texts[4]
        report.reason = texts[7]
        report.changes = texts.map { FactChange(name: $0, before: $0, after: $0) }
        return report
    }

    private static func line(
        _ name: String, _ outcome: RegressionOutcome, unit: Unit = .bytesPerSecond
    ) -> MetricRegression {
        var line = MetricRegression(
            metric: MetricDefinition(
                id: MetricID(rawValue: name), unit: unit, direction: .higherIsBetter, title: name),
            outcome: outcome, baselineRuns: 8, expected: 1e9, budgetPercent: 5, reason: name)
        if outcome == .notMeasured { return line }
        line.measured = 0.9e9
        line.changePercent = -10
        line.freshChangePercent = -11
        line.alarmPercent = 5
        line.detectablePercent = 6.5
        return line
    }

    private static func check(
        _ lines: [MetricRegression], exitCode: Int32
    ) -> RegressionReport {
        RegressionReport(
            baseline: BaselineSummary(name: "before", digest: "01", runIDs: ["a", "b"]),
            runID: "c", runStartedAt: "2026-01-01T00:00:00Z", confirmation: nil,
            overall: lines.first?.outcome ?? .steady, reason: "Why.", metrics: lines,
            changes: [FactChange(name: "system.kernel", before: "6.1", after: "6.12")],
            constants: [:], exitCode: exitCode)
    }

    @Test func filesAreRegenerated() throws {
        let folder = "Tests/RenderingTests/Snapshots/"
        let report = Self.hostile()
        try Snapshot.expect(RegressionJUnit.render(report), matches: folder + "check.junit.xml")
        try Snapshot.expect(RegressionMetrics.render(report), matches: folder + "check.prom")
        try Snapshot.expect(RegressionSummary.render(report), matches: folder + "check.md")
        try Snapshot.expect(
            RegressionSummary.annotations(report).map { $0 + "\n" }.joined(),
            matches: folder + "check.annotations.txt")
    }

    @Test(
        arguments: [
            (.steady, nil), (.improved, nil), (.notConfirmed, nil), (.suspected, "error"),
            (.regressed, "failure"), (.notMeasured, "error"),
        ] as [(RegressionOutcome, String?)])
    func everyMetricIsOneCase(outcome: RegressionOutcome, element: String?) throws {
        let report = Self.check([Self.line("a.b", outcome)], exitCode: element == nil ? 0 : 2)
        let document = try XMLOutline(RegressionJUnit.render(report))
        #expect(document.count("testcase") == 1)
        for name in ["failure", "error", "skipped"] {
            #expect(document.count(name) == (name == element ? 1 : 0))
        }
        guard let element, outcome != .notMeasured else { return }
        let message = document.elements.first { $0.name == element }?.attributes["message"]
        #expect(
            message?.hasSuffix(
                "measured 858 MiB/s, expected 954 MiB/s, -10 %, again -11 %, budget 5.0 %, "
                    + "threshold 5.0 %, detectable 6.5 %") == true, "\(message ?? "")")
    }

    @Test func aFailureNamesWhatChangedOnTheMachine() {
        let report = Self.check([Self.line("a.b", .regressed)], exitCode: 2)
        #expect(RegressionJUnit.render(report).contains("system.kernel: 6.1 -&gt; 6.12"))
        #expect(RegressionSummary.render(report).contains("system.kernel: 6.1 -&gt; 6.12"))
    }

    @Test func theFileIsRedWheneverTheExitCodeIsNotNought() throws {
        let document = try XMLOutline(
            RegressionJUnit.render(Self.check([Self.line("a.b", .steady)], exitCode: 3)))
        #expect(document.count("error") == 1)
        #expect(
            RegressionSummary.annotations(Self.check([], exitCode: 3)).first?.hasPrefix("::error")
                == true)
    }

    @Test func ratiosAreNoPercentages() {
        let text = RegressionMetrics.render(
            Self.check([Self.line("a.b", .regressed)], exitCode: 2))
        #expect(
            text.contains(
                "touchstone_baseline_change_ratio{baseline=\"before\",metric=\"a.b\"} -0.1\n"))
        #expect(
            text.contains(
                "touchstone_baseline_metric{baseline=\"before\",metric=\"a.b\","
                    + "outcome=\"regressed\"} 1\n"))
        #expect(text.contains("touchstone_baseline_exit_code{baseline=\"before\"} 2\n"))
        #expect(text.hasSuffix("# EOF\n"))
    }

    @Test(arguments: [0, 60, 300, 3000])
    func aSummaryKeepsToItsLimit(limit: Int) {
        let text = RegressionSummary.render(Self.hostile(), byteLimit: limit)
        #expect(text.utf8.count <= limit)
        #expect(RegressionSummary.annotations(Self.hostile()).count == 10)
    }
}
