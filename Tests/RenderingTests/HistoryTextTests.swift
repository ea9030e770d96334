import Model
import Rendering
import Testing

/// Pages of runs, baselines, checks, comparisons and trends.
struct HistoryTextTests {
    private static let hostile = "\u{1B}[2J<script>\"\n" + String(repeating: "x", count: 300)

    private static func metric(_ title: String) -> MetricDefinition {
        MetricDefinition(
            id: "a.b", unit: .bytesPerSecond, direction: .higherIsBetter, title: title)
    }

    private static func check(_ title: String, _ outcome: RegressionOutcome) -> RegressionReport {
        var line = MetricRegression(
            metric: metric(title), outcome: outcome, baselineRuns: 8, expected: 1e9,
            budgetPercent: 5, reason: "worse beyond spread and budget, and again in a fresh run")
        line.changePercent = -12.3
        line.freshChangePercent = -11.9
        line.alarmPercent = 5
        line.detectablePercent = 6.2
        return RegressionReport(
            baseline: BaselineSummary(name: title, digest: "0123", runIDs: [title]), runID: title,
            runStartedAt: title,
            confirmation: Confirmation(
                runID: title, controls: [MetricID(rawValue: title)], disturbedControls: []),
            overall: outcome, reason: title, metrics: [line],
            changes: [FactChange(name: "system.kernel", before: "6.1", after: title)],
            constants: [:], exitCode: 2)
    }

    private static func pages(_ name: String) -> [String] {
        let run = HistoryRun(
            id: name, startedAt: name, durationSeconds: 1, complete: true, preset: name,
            toolVersion: name, profile: name, overall: .fail, exitCode: 1, fingerprint: name,
            baselines: [name])
        let baseline = Baseline(
            name: name, createdAt: name, fingerprint: "01", digest: "02", runIDs: [name])
        let summary = RunSummary(
            runID: name, startedAt: name, complete: true, machine: [], methods: [],
            environment: [], figures: [])
        var line = RunComparison.Line(metric: metric(name), first: 1e9, second: 2e9)
        line.obstacle = name
        let points = (0..<200).map { number in
            TrendPoint(
                runID: name, startedAt: name, median: Double(number),
                changes: number == 150 ? [FactChange(name: name, before: name, after: nil)] : [])
        }
        return [
            HistoryPages.runs([run]).text(), HistoryPages.baselines([baseline]).text(),
            HistoryPages.baseline(
                baseline, lines: check(name, .steady).metrics, facts: [NamedFact(name, name)],
                advice: "More."
            ).text(),
            RegressionPage.page(check(name, .regressed)).text(),
            ComparisonPage.page(
                RunComparison(
                    first: summary, second: summary,
                    machineChanges: [FactChange(name: name, before: nil, after: name)],
                    environmentChanges: [], lines: [line])
            ).text(),
            TrendPage.page(Trend(metric: metric(name), points: points)).text(),
        ]
    }

    @Test(arguments: [[], ["before-upgrade", "other"]] as [[String]])
    func idsAndTimesOfRunsAreNotWrapped(baselines: [String]) {
        let run = HistoryRun(
            id: "0123456789abcdef", startedAt: "2026-01-02T03:04:05Z", durationSeconds: 1,
            complete: true, preset: "quick", toolVersion: "1", profile: "system-chain-collator",
            overall: .inconclusive, fingerprint: "0123456789", baselines: baselines)
        let page = HistoryPages.runs([run]).text()
        #expect(page.contains("\n0123456789abcdef  2026-01-02 03:04  "))
        #expect(page.contains("? inconclusive  012345"))
        #expect(page.contains("baselines") == !baselines.isEmpty)
    }

    @Test(arguments: ["plain", hostile])
    func everyPageFitsATerminalAndDoesItNoHarm(name: String) {
        for page in Self.pages(name) {
            #expect(!page.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
            for line in page.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        }
    }

    @Test func aRegressionShowsChangeFreshRunReachAndWhatElseChanged() {
        let page = RegressionPage.page(Self.check("plain", .regressed)).text()
        for text in [
            "✗ WORSE", "-12 %", "6.2 %", "6.1 -> plain", "VERDICT: REGRESSION",
        ] {
            #expect(page.contains(text), "\(text) in \(page)")
        }
    }

    @Test func aTrendMarksTheRunBeforeWhichSomethingChanged() {
        let points = (0..<5).map { number in
            TrendPoint(
                runID: "r\(number)", startedAt: "2026-01-0\(number + 1)T10:00:00Z",
                median: Double(100 - number),
                changes: number == 3
                    ? [FactChange(name: "system.kernel", before: "6.1", after: "6.12")] : [])
        }
        let page = TrendPage.page(Trend(metric: Self.metric("Copy"), points: points)).text()
        #expect(page.contains("  █▇▅▃▁\n     a\n"), "\(page)")
        #expect(page.contains("a 2026-01-04 10:00: system.kernel: 6.1 -> 6.12"))
    }

    /// Threads and io_uring ask the same disk, and their figures are no one series.
    @Test func aTrendBreaksWhereTheMethodChanges() {
        func points(_ methods: [(String, Double)]) -> [TrendPoint] {
            methods.enumerated().map { number, point in
                TrendPoint(
                    runID: "r\(number)", startedAt: "2026-01-0\(number + 1)T10:00:00Z",
                    median: point.1, method: "method 1, \(point.0), release build",
                    changes: number > 0 && methods[number - 1].0 != point.0
                        ? [FactChange(name: "a", before: nil, after: point.0)] : [])
            }
        }
        func page(_ methods: [(String, Double)]) -> String {
            TrendPage.page(Trend(metric: Self.metric("Read"), points: points(methods))).text()
        }
        let one = page([("io_uring", 200), ("io_uring", 100)])
        #expect(one.contains("-50 % of the first\n") && !one.contains("method"), "\(one)")
        let last = page([("io_uring", 200), ("io_uring", 210), ("threads", 100)])
        #expect(last.contains(", the first by this method"), "\(last)")
        #expect(last.contains("  ▁█\n  ▄\n  a\n"), "\(last)")
        #expect(last.contains("threads, release build"))
        let back = page([("io_uring", 200), ("threads", 100), ("io_uring", 220)])
        #expect(back.contains("+10 % of the first by this method"), "\(back)")
    }

    @Test func jsonIsStableAndRefusesWhatIsNoNumber() throws {
        let check = Self.check("plain", .suspected)
        #expect(try DocumentJSON.encode(check) == DocumentJSON.encode(check))
        #expect(throws: ReportFormatError.self) { try DocumentJSON.encode([Double.infinity]) }
    }
}
