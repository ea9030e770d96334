import Foundation
import Judgement
import Model
import Testing

/// Runs of one metric, `a.b`, a week apart.
private func runs(_ figures: [Double], method: String = "method 1") -> [RunSummary] {
    figures.enumerated().map { week, figure in
        RunSummary(
            runID: "r\(week)", startedAt: "2026-01-\(10 + week)T00:00:00Z", complete: true,
            machine: [], methods: [NamedFact("a.b", method)], environment: [],
            figures: [
                MetricFigure(
                    metric: MetricDefinition(
                        id: "a.b", unit: .bytesPerSecond, direction: .higherIsBetter, title: "a.b"),
                    median: figure, sampleCount: 12)
            ])
    }
}

/// A little noise that is the same at every run.
private func noisy(_ count: Int, level: Double = 100) -> [Double] {
    (0..<count).map { (place: Int) -> Double in level * (1 + Double(place * 5 % 7 - 3) / 400) }
}

struct CreepTests {
    private func creep(_ figures: [Double], first: Int = 8) -> CreepRule.Line? {
        let runs = runs(figures)
        let kept = FirstFigures(
            since: "2026", runIDs: runs.prefix(first).map(\.runID),
            figures: ["a.b": Array(figures.prefix(first))])
        return CreepRule.lines(first: kept, runs: runs).first
    }

    @Test func newestRunsThatHaveLeftTheBudgetAreTold() throws {
        let line = try #require(creep(noisy(8) + noisy(4, level: 92)))
        #expect(line.isCrept)
        #expect(abs(line.changePercent + 8) < 0.5)
        #expect(abs(line.first - 100) < 0.5)
        #expect(try !#require(creep(noisy(8) + noisy(4, level: 96))).isCrept)
        #expect(try !#require(creep(noisy(8) + noisy(4, level: 110))).isCrept)
    }

    @Test func oneBadRunAmongTheNewestIsNoCreep() throws {
        let line = try #require(
            creep([90, 110, 95, 105, 100, 92, 108, 100] + [100, 100, 100, 60]))
        #expect(!line.isCrept)
    }

    @Test func fewerThanFourLaterRunsOrFiveFirstOnesTellNothing() {
        #expect(creep(noisy(8) + noisy(3, level: 80)) == nil)
        #expect(creep(noisy(4) + noisy(4, level: 80), first: 4) == nil)
        #expect(creep(noisy(5) + noisy(4, level: 80), first: 5)?.isCrept == true)
    }

    /// A baseline that took every loss for its own says steady, and the first figures do not.
    @Test func aCheckAgainstAGrowingBaselineIsMarked() {
        let figures = (0..<30).map { (week: Int) -> Double in 100 * pow(0.99, Double(week)) }
        let runs = runs(figures)
        let lines = RegressionRule.check(runs[29], against: Array(runs.prefix(29)))
        #expect(lines[0].outcome != .suspected)
        let kept = FirstFigures(
            since: "2026", runIDs: runs.prefix(8).map(\.runID),
            figures: ["a.b": Array(figures.prefix(8))])
        let marked = CreepRule.mark(lines, by: CreepRule.lines(first: kept, runs: runs))
        #expect(marked[0].outcome == .crept)
        #expect(marked[0].creepPercent ?? 0 < -15)
        let overall = RegressionRule.overall(of: marked)
        #expect(overall.outcome == .crept)
        #expect(overall.reason == "a.b: crept below the first runs of the baseline.")
    }
}

struct TrendJudgeTests {
    private func trend(_ series: [(method: String, figures: [Double])]) -> Trend {
        var points: [TrendPoint] = []
        for (method, figures) in series {
            for figure in figures {
                points.append(
                    TrendPoint(
                        runID: "r\(points.count)", startedAt: "2026-01-\(10 + points.count)",
                        median: figure, method: method,
                        changes: points.count == 12
                            ? [FactChange(name: "system.kernel", before: "6.1", after: "6.2")] : [])
                )
            }
        }
        return Trend(
            metric: MetricDefinition(
                id: "a.b", unit: .bytesPerSecond, direction: .higherIsBetter, title: "a.b"),
            points: points
        ).judged(budgetPercent: 5)
    }

    @Test func aShiftHasDateSizeAndWhatChangedThen() throws {
        let judged = trend([("one", noisy(12) + noisy(12, level: 90))])
        let shift = try #require(judged.shifts?.first)
        #expect(judged.shifts?.count == 1)
        #expect(shift.runID == "r12")
        #expect(shift.startedAt == "2026-01-22")
        #expect(abs(shift.changePercent + 10) < 1)
        #expect(shift.changes.map(\.name) == ["system.kernel"])
        #expect(try abs(#require(judged.creepPercent) + 10) < 1)
    }

    @Test func anUnchangedMetricHasNeither() {
        let judged = trend([("one", noisy(24))])
        #expect(judged.shifts?.isEmpty == true)
        #expect(judged.creepPercent == nil)
    }

    /// Another method is a break and no change of the machine.
    @Test func figuresOfDifferentMethodsAreNotHeldAgainstEachOther() {
        let judged = trend([("one", noisy(12)), ("two", noisy(12, level: 50))])
        #expect(judged.shifts?.isEmpty == true)
        #expect(judged.creepPercent == nil)
    }
}
