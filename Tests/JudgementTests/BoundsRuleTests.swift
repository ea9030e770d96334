import Judgement
import Model
import TestSupport
import Testing

struct BoundsRuleTests {
    private func verdict(
        _ samples: [Double], limit: Double = 100, tolerance: Double = 10,
        edit: (inout RunRecord) -> Void = { _ in }
    ) -> RequirementVerdict {
        var record = RecordBuilder.record([("a.b", samples)])
        edit(&record)
        let profile = RecordBuilder.profile([("a.b", limit)], tolerancePercent: tolerance)
        return BoundsRule.judge(record, by: profile).requirements[0]
    }

    /// The limit is 100, the pass line 90, the guarded line 87.3.
    @Test(arguments: [
        (110, Outcome.pass), (100.51, .pass), (100.0, .warn), (99, .warn), (90.5, .warn),
        (90.0, .inconclusive), (89, .inconclusive), (87.4, .inconclusive), (86.5, .fail),
        (50, .fail),
    ])
    func outcomeFollowsTheBounds(centre: Double, outcome: Outcome) {
        #expect(verdict(samples(around: centre)).outcome == outcome)
    }

    @Test func everySampleExactlyAtTheLimitPasses() {
        let verdict = verdict([Double](repeating: 100, count: 12))
        #expect(verdict.outcome == .pass)
        #expect(verdict.marginPercent == 0)
    }

    @Test func withoutToleranceJustUnderTheLimitIsNeverAPass() {
        #expect(
            verdict([Double](repeating: 99.999, count: 12), tolerance: 0).outcome == .inconclusive)
        #expect(verdict([Double](repeating: 96.9, count: 12), tolerance: 0).outcome == .fail)
        #expect(verdict([Double](repeating: 100, count: 12), tolerance: 0).outcome == .pass)
    }

    @Test func noisyMachinesAreInconclusiveAndSaySo() {
        let samples = [60, 140, 70, 130, 80, 120, 85, 115, 88, 112, 89, 111.0]
        let verdict = verdict(samples)
        #expect(verdict.outcome == .inconclusive)
        #expect(verdict.reason.contains("too close to the limit"))
        #expect(verdict.measured == 100)
        #expect(verdict.lowerBound == 80)
        #expect(verdict.upperBound == 120)
        #expect(verdict.sampleCount == 12)
    }

    /// What one stage measured over time has as many samples as the series has values.
    @Test(arguments: [(110, Outcome.pass), (99, .warn), (50, .fail)])
    func seriesOfOneBlockIsJudgedByItsValues(centre: Double, outcome: Outcome) {
        let values = samples(around: centre)
        let verdict = verdict([1]) { record in
            record.probes[0].blocks[1].samples["a.b"] = .series(
                SeriesSample(seconds: values.indices.map(Double.init), values: values))
        }
        #expect(verdict.outcome == outcome)
        #expect(verdict.sampleCount == values.count)
        #expect(verdict.lowerBound != nil && verdict.upperBound != nil)
    }

    @Test func warmupBlocksDoNotCount() {
        #expect(verdict(samples(around: 110)).sampleCount == 12)
    }

    @Test(arguments: [(100.0 * 100, "implausible"), (1.0, "implausible")])
    func aHundredTimesOffIsNeverAVerdict(value: Double, word: String) {
        let verdict = verdict([Double](repeating: value, count: 12))
        #expect(verdict.outcome == .unmeasurable)
        #expect(verdict.reason.contains(word))
    }

    /// Such as time lost: better than its limit by no number.
    @Test func nothingAtAllPassesWhereLessIsBetter() {
        var profile = RecordBuilder.profile([("a.b", 0.01)])
        profile.requirements[0].comparison = .atMost
        let record = RecordBuilder.record([("a.b", [Double](repeating: 0, count: 12))])
        let verdict = BoundsRule.judge(record, by: profile)
        #expect(verdict.requirements[0].outcome == .pass)
        #expect(verdict.requirements[0].marginPercent == nil)
    }

    @Test func fewerThanFiveSamplesAreInconclusive() {
        #expect(verdict([200, 200, 200, 200]).outcome == .inconclusive)
        #expect(verdict([200, 200, 200, 200, 200]).outcome == .pass)
    }

    @Test func anImportedMeanIsInconclusiveSinceItHasNoSpread() {
        let verdict = verdict([200]) { $0.origin = .imported }
        #expect(verdict.outcome == .inconclusive)
        #expect(verdict.reason.contains("no spread"))
    }

    @Test func aSkippedProbeIsSkippedAndAFailedOneUnmeasurable() {
        let skipped = verdict(samples(around: 200)) {
            $0.probes[0].status = .skipped
            $0.probes[0].reason = "left out"
        }
        #expect(skipped.outcome == .skipped)
        #expect(skipped.reason == "skipped: left out")
        let failed = verdict(samples(around: 200)) {
            $0.probes[0].status = .failed
            $0.probes[0].reason = "wrong digest"
        }
        #expect(failed.outcome == .unmeasurable)
        #expect(failed.reason == "failed: wrong digest")
    }

    @Test(arguments: [200.0, 50.0])
    func aCappedProbeIsInconclusiveWhateverItsFigures(centre: Double) {
        let verdict = verdict(samples(around: centre)) {
            $0.probes[0].verdictBlockedBecause = "disk in memory"
        }
        #expect(verdict.outcome == .inconclusive)
        #expect(verdict.reason.hasPrefix("disk in memory"))
    }

    @Test func aMissThatASlowKernelExplainsIsInconclusive() {
        func outcome(_ centre: Double) -> Outcome {
            verdict(samples(around: centre)) {
                $0.probes[0].implementation = Implementation(name: "portable", nodeRatioFloor: 0.85)
            }.outcome
        }
        // 0.85 of the pass line is 76.5.
        #expect(outcome(80) == .inconclusive)
        #expect(outcome(70) == .fail)
        #expect(outcome(110) == .pass)
    }

    @Test func lessIsBetterIsJudgedTheOtherWayRound() {
        var profile = RecordBuilder.profile([("a.b", 100)])
        profile.requirements[0].comparison = .atMost
        func outcome(_ centre: Double) -> Outcome {
            BoundsRule.judge(RecordBuilder.record([("a.b", samples(around: centre))]), by: profile)
                .requirements[0].outcome
        }
        #expect(outcome(90) == .pass)
        #expect(outcome(105) == .warn)
        #expect(outcome(111) == .inconclusive)
        #expect(outcome(120) == .fail)
        let slow = BoundsRule.judge(
            RecordBuilder.record([("a.b", samples(around: 120))]), by: profile)
        #expect(slow.requirements[0].reason.hasPrefix("above its limit, even with the tolerance"))
        #expect(slow.reason.contains("beyond its limit"))
        let record = RecordBuilder.record([("a.b", samples(around: 125))])
        let margin = BoundsRule.judge(record, by: profile).requirements[0].marginPercent
        #expect(abs((margin ?? 0) + 20) < 0.1)
    }

    @Test func aToleranceGivenByTheUserReplacesTheProfiles() {
        let record = RecordBuilder.record([("a.b", samples(around: 95))])
        let profile = RecordBuilder.profile([("a.b", 100)])
        let strict = BoundsRule.judge(record, by: profile, tolerancePercent: 0)
        #expect(strict.requirements[0].outcome == .fail)
        #expect(strict.requirements[0].requirement.tolerancePercent == 0)
        #expect(BoundsRule.judge(record, by: profile).requirements[0].outcome == .warn)
    }

    /// With six required metrics one of twelve samples may lie above the line, without them three.
    @Test func holmAsksMoreOfEachWhenManyAreRequired() {
        let samples = [80, 80, 80, 95, 80, 80, 80, 80, 80, 95, 80, 80.0]
        let good = JudgementTests.samples(around: 200)
        let others = (1...5).map { (MetricID(rawValue: "good.\($0)"), good) }
        let record = RecordBuilder.record([("a.b", samples)] + others)
        let alone = RecordBuilder.profile([("a.b", 100)])
        let all = RecordBuilder.profile([("a.b", 100)] + others.map { ($0.0, 100) })
        #expect(BoundsRule.judge(record, by: alone).requirements[0].outcome == .fail)
        #expect(BoundsRule.judge(record, by: all).requirements[0].outcome == .inconclusive)
    }

    @Test func constantsAreStoredInTheVerdict() {
        let verdict = BoundsRule.judge(
            RecordBuilder.record([]), by: RecordBuilder.profile([("a.b", 1)]))
        #expect(verdict.constants["alpha"] == 0.05)
        #expect(verdict.constants["failGuard"] == 0.03)
    }
}

struct OverallVerdictTests {
    private let good = [Double](repeating: 200, count: 12)
    private let poor = [Double](repeating: 50, count: 12)
    private let near = [Double](repeating: 95, count: 12)
    private let unclear = (0..<12).map { place in 84 + Double(place * 5 % 12) }

    private func judge(
        _ metrics: [(MetricID, [Double])], recommended: Set<MetricID> = []
    ) -> Verdict {
        var profile = RecordBuilder.profile(metrics.map { ($0.0, 100) })
        for index in profile.requirements.indices
        where recommended.contains(MetricID(rawValue: profile.requirements[index].subjectID)) {
            profile.requirements[index].level = .recommended
        }
        return BoundsRule.judge(
            RecordBuilder.record(metrics.filter { !$0.1.isEmpty }), by: profile)
    }

    @Test func oneFailFailsTheMachineAndIsNamed() {
        let verdict = judge([("a", good), ("b", poor), ("c", unclear), ("d", near)])
        #expect(verdict.overall == .fail)
        #expect(verdict.boundBy == "b")
    }

    @Test func undecidedBeatsWarn() {
        let verdict = judge([("a", good), ("c", unclear), ("d", near)])
        #expect(verdict.overall == .inconclusive)
        #expect(verdict.boundBy == "c")
    }

    @Test func aMissingRequiredMetricNeverPasses() {
        let verdict = judge([("a", good), ("b", [])])
        #expect(verdict.overall == .inconclusive)
        #expect(verdict.boundBy == "b")
    }

    @Test func warnBeatsPassAndTheTightestPassIsNamed() {
        #expect(judge([("a", good), ("d", near)]).overall == .warn)
        let pass = judge([("a", good), ("b", [Double](repeating: 150, count: 12))])
        #expect(pass.overall == .pass)
        #expect(pass.boundBy == "b")
    }

    @Test func aRecommendedMissWarnsAndNeverFails() {
        #expect(judge([("a", good), ("b", poor)], recommended: ["b"]).overall == .warn)
        #expect(judge([("a", good), ("b", [])], recommended: ["b"]).overall == .pass)
    }

    @Test func aProfileThatRequiresNothingIsInconclusive() {
        #expect(judge([("a", good)], recommended: ["a"]).overall == .inconclusive)
    }
}
