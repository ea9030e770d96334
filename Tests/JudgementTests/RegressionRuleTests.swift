import Judgement
import Model
import TestSupport
import Testing

struct RegressionRuleTests {
    private static func run(
        _ figures: [(MetricID, Double)], direction: Direction = .higherIsBetter, cap: String? = nil
    ) -> RunSummary {
        RunSummary(
            runID: "r", startedAt: "2026-01-01T00:00:00Z", complete: true, machine: [], methods: [],
            environment: [],
            figures: figures.map {
                MetricFigure(
                    metric: MetricDefinition(
                        id: $0.0, unit: .bytesPerSecond, direction: direction,
                        title: $0.0.rawValue),
                    median: $0.1, sampleCount: 12, cap: cap)
            })
    }

    private static func baseline(
        count: Int = 8, direction: Direction = .higherIsBetter, others: [MetricID] = []
    ) -> [RunSummary] {
        (0..<count).map { index in
            let value = 100 + Double(index % 3) / 2
            return run([("a.b", value)] + others.map { ($0, value) }, direction: direction)
        }
    }

    /// A worsening has its sign by the metric's direction.
    @Test(
        arguments: [
            (Direction.higherIsBetter, 90, RegressionOutcome.suspected),
            (.higherIsBetter, 97, .steady), (.higherIsBetter, 110, .improved),
            (.lowerIsBetter, 110, .suspected), (.lowerIsBetter, 103, .steady),
            (.lowerIsBetter, 90, .improved), (.higherIsBetter, 100, .steady),
        ])
    func outcomesFollowTheDirection(
        direction: Direction, value: Double, outcome: RegressionOutcome
    ) throws {
        let lines = RegressionRule.check(
            Self.run([("a.b", value)], direction: direction),
            against: Self.baseline(direction: direction))
        let line = try #require(lines.first)
        #expect(line.outcome == outcome, "\(line.reason)")
        #expect((line.changePercent ?? 0).magnitude < 12)
        #expect(line.detectablePercent ?? 0 > line.alarmPercent ?? .infinity)
    }

    @Test func aFreshRunConfirmsOrTakesBack() {
        let baseline = Self.baseline()
        let lines = RegressionRule.check(Self.run([("a.b", 85)]), against: baseline)
        let again = RegressionRule.confirm(
            lines, by: Self.run([("a.b", 86)]), controls: [], against: baseline)
        #expect(again.lines[0].outcome == .regressed)
        #expect(RegressionRule.overall(of: again.lines).outcome == .regressed)
        let taken = RegressionRule.confirm(
            lines, by: Self.run([("a.b", 100)]), controls: [], against: baseline)
        #expect(taken.lines[0].outcome == .notConfirmed)
        #expect(RegressionRule.overall(of: taken.lines).outcome == .notConfirmed)
    }

    @Test func aDisturbedControlDecidesNothing() {
        let baseline = Self.baseline(others: ["c.d"])
        let lines = RegressionRule.check(Self.run([("a.b", 85), ("c.d", 100)]), against: baseline)
        let again = RegressionRule.confirm(
            lines, by: Self.run([("a.b", 85), ("c.d", 80)]), controls: ["c.d"], against: baseline)
        #expect(again.lines[0].outcome == .suspected)
        #expect(again.confirmation.disturbedControls == ["c.d"])
    }

    @Test(arguments: [1, 2, 4])
    func fewRunsOnlySuspect(count: Int) {
        let baseline = Self.baseline(count: count)
        let lines = RegressionRule.check(Self.run([("a.b", 50)]), against: baseline)
        #expect(lines[0].outcome == .suspected)
        #expect(!lines[0].mayBeConfirmed)
        let again = RegressionRule.confirm(
            lines, by: Self.run([("a.b", 50)]), controls: [], against: baseline)
        #expect(again.lines[0].outcome == .suspected)
    }

    @Test func whatWasNotMeasuredIsNeverSteady() {
        let lines = RegressionRule.check(
            Self.run([("a.b", 100)]), against: Self.baseline(others: ["c.d"]))
        #expect(lines.map(\.outcome) == [.steady, .notMeasured])
        #expect(RegressionRule.overall(of: lines).outcome == .notMeasured)
    }

    @Test func aBudgetOfItsOwnCounts() {
        var profile = RecordBuilder.profile([("a.b", 1), ("c.d", 1)])
        profile.requirements[0].regressionBudgetPercent = 20
        let budgets = RegressionBudgets(profile: profile)
        #expect(budgets == RegressionBudgets(general: 5, byMetric: ["a.b": 20]))
        let lines = RegressionRule.check(
            Self.run([("a.b", 85)]), against: Self.baseline(), budgets: budgets)
        #expect(lines[0].outcome == .steady)
        #expect(lines[0].budgetPercent == 20)
        #expect(lines[0].alarmPercent.map { ($0 - 20).magnitude < 1e-9 } == true)
    }

    /// A worse figure with a doubt that the earlier ones had not is no proof.
    @Test func aNewCapKeepsASuspicionFromBeingConfirmed() {
        let baseline = Self.baseline()
        let slow = Self.run([("a.b", 50)], cap: "throttled")
        let lines = RegressionRule.check(slow, against: baseline)
        #expect(lines[0].outcome == .suspected)
        #expect(lines[0].reason.contains("throttled"))
        let again = RegressionRule.confirm(lines, by: slow, controls: [], against: baseline)
        #expect(again.lines[0].outcome == .suspected)
    }

    @Test func figuresThatNeverDifferedStillDecide() {
        let baseline = (0..<5).map { _ in Self.run([("a.b", 100)]) }
        let same = RegressionRule.check(Self.run([("a.b", 100)]), against: baseline)
        #expect(same[0].outcome == .steady)
        let worse = RegressionRule.check(Self.run([("a.b", 90)]), against: baseline)
        #expect(worse[0].outcome == .suspected)
    }

    @Test func aFigureOfZeroIsNotCompared() {
        let lines = RegressionRule.check(Self.run([("a.b", 0)]), against: Self.baseline())
        #expect(lines[0].outcome == .notMeasured)
    }

    private static func noisy(_ percents: [Double], around centre: Double = 100) -> [RunSummary] {
        percents.map { run([("a.b", centre * (1 + $0 / 100))]) }
    }

    /// Runs that differ by tens of per cent alarm at no loss that matters.
    @Test func aBlindLineIsNeverATickAndTooNoisyWhereItIsWorse() {
        let baseline = Self.noisy([-15, 12, -8, 14, 3, -12, 10, -4])
        let same = RegressionRule.check(Self.run([("a.b", 100)]), against: baseline)
        #expect(same[0].outcome == .cannotTell)
        #expect(same[0].alarmPercent ?? 0 > 15)
        // One of one is half and more.
        #expect(RegressionRule.overall(of: same).outcome == .cannotTell)
        let worse = RegressionRule.check(Self.run([("a.b", 73)]), against: baseline)
        #expect(worse[0].outcome == .cannotTell)
        #expect(worse[0].reason.hasPrefix("worse than the budget, and"))
        #expect(RegressionRule.overall(of: worse).reason.contains("differ too much to tell"))
    }

    @Test func aFewBlindLinesThatAreNotWorseLeaveTheCheckGreen() {
        let quiet: [MetricID] = ["q.1", "q.2", "q.3"]
        let baseline = [-15.0, 12, -8, 14, 3, -12, 10, -4].enumerated().map { index, percent in
            Self.run(
                [("a.b", 100 + percent)] + quiet.map { ($0, 100 + Double(index % 3) / 2) })
        }
        let fresh = Self.run([("a.b", 101)] + quiet.map { ($0, 100.5) })
        let lines = RegressionRule.check(fresh, against: baseline)
        #expect(lines.map(\.outcome) == [.cannotTell, .steady, .steady, .steady])
        let overall = RegressionRule.overall(of: lines)
        #expect(overall.outcome == .steady)
        #expect(overall.reason.contains("Of 4 metrics 1 cannot tell"))
        let worse = Self.run([("a.b", 94)] + quiet.map { ($0, 100.5) })
        let blind = RegressionRule.check(worse, against: baseline)
        #expect(RegressionRule.overall(of: blind).outcome == .cannotTell)
    }

    /// What the others' spreads say keeps one narrow metric from crying wolf.
    @Test func aSpreadIsDrawnTowardsThoseOfOtherMetrics() {
        let others = (0..<8).map { MetricID(rawValue: "o.\($0)") }
        func baseline(alone: Bool) -> [RunSummary] {
            [0.0, 1, 0.5, 1, 0].enumerated().map { index, percent in
                Self.run(
                    [("a.b", 100 + percent)]
                        + (alone
                            ? []
                            : others.enumerated().map { place, id in
                                (id, 100 + 4 * Double((index * 2 + place) % 5 - 2))
                            }))
            }
        }
        let run = Self.run([("a.b", 94)])
        #expect(RegressionRule.check(run, against: baseline(alone: true))[0].outcome == .suspected)
        let alarm = RegressionRule.check(run, against: baseline(alone: false))[0].alarmPercent
        // Alone the budget of 5 % is wider than the interval.
        #expect(alarm ?? 0 > 5.5)
    }

    @Test func aRunOfAnotherHourConfirmsOrTakesBack() {
        let baseline = Self.baseline()
        let lines = RegressionRule.check(Self.run([("a.b", 85)]), against: baseline)
        let confirmed = RegressionRule.confirm(
            lines, by: Self.run([("a.b", 86)]), controls: [], against: baseline, isLater: true)
        #expect(confirmed.lines[0].outcome == .regressed)
        #expect(confirmed.lines[0].reason.hasSuffix("again in a run of another hour"))
        let taken = RegressionRule.confirm(
            lines, by: Self.run([("a.b", 100)]), controls: [], against: baseline, isLater: true)
        #expect(taken.lines[0].outcome == .notConfirmed)
    }
}
