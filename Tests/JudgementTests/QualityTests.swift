import Judgement
import Model
import TestSupport
import Testing

/// What labels do to a verdict.
struct QualityTests {
    private func verdict(
        _ samples: [Double], edit: (inout RunRecord) -> Void = { _ in }
    ) -> RequirementVerdict {
        var record = RecordBuilder.record([("a.b", samples)])
        edit(&record)
        return BoundsRule.judge(record, by: RecordBuilder.profile([("a.b", 100)])).requirements[0]
    }

    private func conditions(_ samples: [Double], _ make: (Int) -> BlockConditions)
        -> RequirementVerdict
    {
        verdict(samples) { record in
            for index in record.probes[0].blocks.indices {
                record.probes[0].blocks[index].conditions = make(index)
            }
        }
    }

    @Test func quietSamplesHaveNoLabelAndASmallSpread() throws {
        let verdict = verdict(samples(around: 110))
        #expect(verdict.labels == nil)
        #expect(verdict.effectiveSampleCount == nil)
        #expect(verdict.settlingCount == nil)
        #expect(try #require(verdict.spreadPercent) < 1)
        #expect(verdict.repeatPassProbability == nil)
    }

    @Test func twoLevelsAreUnmeasurableWhereverTheyLie() {
        let slow = samples(around: 200).enumerated().map { $0.offset % 4 == 3 ? 60 : $0.element }
        let verdict = verdict(slow)
        #expect(verdict.outcome == .unmeasurable)
        #expect(verdict.labels?.contains(.bimodal) == true)
        #expect(verdict.reason.contains("two groups"))
    }

    @Test(arguments: [
        (QualityLabel.throttled, BlockConditions(throttleCount: 2)),
        (.starvedBySteal, BlockConditions(stealFraction: 0.2)),
        (.starvedByQuota, BlockConditions(quotaThrottledSeconds: 0.3)),
    ])
    func aMissOfAHinderedMachineSaysNothingAndAPassStands(
        label: QualityLabel, condition: BlockConditions
    ) {
        func judge(_ centre: Double, hindered: Int) -> RequirementVerdict {
            conditions(samples(around: centre)) { $0 <= hindered ? condition : BlockConditions() }
        }
        let miss = judge(70, hindered: 3)
        #expect(miss.outcome == .inconclusive)
        #expect(miss.labels == [label])
        #expect(miss.reason.contains("below its limit, but"))
        #expect(judge(120, hindered: 3).outcome == .pass)
        // One block of twelve speaks for the line, and the others are enough.
        #expect(judge(70, hindered: 1).outcome == .fail)
    }

    @Test(arguments: [
        Sample.figure(70), .series(SeriesSample(seconds: [1], values: [70])),
    ])
    func aQuotaIsSeenWhateverTheSampleIs(sample: Sample) {
        func judge(heldBack: Double) -> RequirementVerdict {
            verdict(samples(around: 70)) { record in
                for index in record.probes[0].blocks.indices {
                    record.probes[0].blocks[index].samples["a.b"] = sample
                    record.probes[0].blocks[index].conditions = BlockConditions(
                        elapsedSeconds: 1, quotaThrottledSeconds: heldBack)
                }
            }
        }
        #expect(judge(heldBack: 0.06).labels?.contains(.starvedByQuota) == true)
        #expect(judge(heldBack: 0.06).outcome == .inconclusive)
        #expect(judge(heldBack: 0.04).outcome == .fail)
    }

    @Test func aQuotaExcusesAPercentile() {
        func outcome(_ record: RunRecord) -> Outcome {
            BoundsRule.judge(record, by: Latencies.profile()).requirements[0].outcome
        }
        var record = Latencies.record((0..<12).map { _ in Latencies.block(slow: 50, of: 500) })
        #expect(outcome(record) == .fail)
        for index in record.probes[0].blocks.indices {
            record.probes[0].blocks[index].conditions = BlockConditions(
                elapsedSeconds: 1, quotaThrottledSeconds: 0.06)
        }
        #expect(outcome(record) == .inconclusive)
    }

    @Test func aBlockThatIsMarkedInvalidIsNotJudged() {
        let verdict = verdict(samples(around: 110) + samples(around: 50)) { record in
            for index in record.probes[0].blocks.indices.suffix(12) {
                record.probes[0].blocks[index].invalid = ["a.b": "the threads started apart"]
            }
        }
        #expect(verdict.outcome == .pass)
        #expect(verdict.sampleCount == 12)
        #expect(verdict.labels == nil)
    }

    @Test func halfOfTheBlocksMustCountForAVerdict() {
        func judge(marked: Int) -> RequirementVerdict {
            verdict(samples(around: 110)) { record in
                for index in record.probes[0].blocks.indices.suffix(marked) {
                    record.probes[0].blocks[index].invalid = ["a.b": "the queue was not full"]
                }
            }
        }
        #expect(judge(marked: 0).dropped == nil)
        let some = judge(marked: 6)
        #expect(some.outcome == .pass)
        #expect(some.dropped == DroppedBlocks(blocks: 6, of: 12, reason: "the queue was not full"))
        let most = judge(marked: 7)
        #expect(most.outcome == .inconclusive)
        #expect(most.reason == "7 of 12 blocks do not count: the queue was not full")
    }

    @Test func aSmallDriftIsToldAndDoesNotHideAClearResult() {
        func rising(_ centre: Double) -> [Double] {
            (0..<12).map { (place: Int) -> Double in centre + Double(place) / 10 }
        }
        let pass = verdict(rising(120))
        #expect(pass.outcome == .pass)
        #expect(pass.labels == [.drifting, .notSteady])
        #expect((pass.effectiveSampleCount ?? 12) < 5)
        #expect(verdict(rising(70)).outcome == .fail)
        // Near the line the range of the drift leaves it open.
        #expect(verdict(rising(90.2)).outcome == .inconclusive)
    }

    @Test func aSlowBeginningBecomesWarmUpAndIsCounted() {
        var samples = JudgementTests.samples(around: 110)
        samples[0] = 60
        samples[1] = 85
        let verdict = verdict(samples)
        #expect(verdict.settlingCount == 2)
        #expect(verdict.sampleCount == 10)
        #expect(verdict.outcome == .pass)
    }

    @Test func moreThanAQuarterNeverBecomesWarmUp() {
        let samples = (0..<12).map { (place: Int) -> Double in 60 + 5 * Double(place) }
        let verdict = verdict(samples)
        #expect(verdict.settlingCount == nil)
        #expect(verdict.sampleCount == 12)
        #expect(verdict.labels?.contains(.notSteady) == true)
    }

    @Test func plannedLooksCostSomeOfTheError() {
        // Of 24 samples 7 below the line bound the median at 95 %, and 6 at a look of three.
        let samples = (0..<24).map { (place: Int) -> Double in
            [3, 7, 10, 13, 16, 19, 22].contains(place) ? 89 : 95
        }
        #expect(verdict(samples).outcome == .warn)
        let looked = verdict(samples) { $0.plan.plannedLooks = 3 }
        #expect(looked.outcome == .inconclusive)
        var record = RecordBuilder.record([("a.b", samples)])
        record.plan.plannedLooks = 3
        let constants = BoundsRule.judge(record, by: RecordBuilder.profile([("a.b", 1)])).constants
        #expect(constants["alphaPerLook"] == 0.0221)
        #expect(constants["plannedLooks"] == 3)
    }

    @Test func onlyRequiredUncappedOpenMetricsDeserveMoreRounds() {
        let open = (0..<12).map { (place: Int) -> Double in 84 + Double(place * 5 % 12) }
        var record = RecordBuilder.record([
            ("open", open), ("good", samples(around: 120)), ("bad", samples(around: 40)),
            ("capped", open), ("optional", open),
        ])
        record.probes[3].verdictBlockedBecause = "in memory"
        var profile = RecordBuilder.profile(record.probes.map { ($0.metrics[0].id, 100) })
        profile.requirements[4].level = .recommended
        #expect(UndecidedProbes.of(record, by: profile) == ["open"])
        #expect(UndecidedProbes.of(record, by: profile, tolerancePercent: 50).isEmpty)
    }

    @Test func theOverallMarginIsThatOfTheLineThatDecides() {
        let record = RecordBuilder.record([
            ("a", samples(around: 120)), ("b", samples(around: 150)),
        ])
        let verdict = BoundsRule.judge(
            record, by: RecordBuilder.profile([("a", 100), ("b", 100)]))
        #expect(verdict.boundBy == "a")
        #expect(verdict.marginPercent == verdict.requirements[0].marginPercent)
    }
}
