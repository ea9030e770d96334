import Judgement
import Model
import TestSupport
import Testing

/// What goes on to the next look, and what an earlier look leaves.
struct LookTests {
    private func record(_ samples: [Double]) -> RunRecord {
        var record = RecordBuilder.record([("cpu.m", samples)])
        record.plan.plannedLooks = 3
        return record
    }

    private let profile = RecordBuilder.profile([("cpu.m", 100)])

    private func goesOn(_ samples: [Double]) -> Bool {
        UndecidedProbes.of(record(samples), by: profile) == ["cpu.m"]
    }

    private func outcome(_ samples: [Double]) -> Outcome {
        BoundsRule.judge(record(samples), by: profile).requirements[0].outcome
    }

    private func twoLevels(_ count: Int) -> [Double] {
        samples(around: 120, count: count).enumerated().map { $0 % 4 == 3 ? 50 : $1 }
    }

    @Test func twoLevelsGoOnUntilTheLastLook() {
        #expect(goesOn(twoLevels(12)))
        #expect(goesOn(twoLevels(24)))
        #expect(outcome(twoLevels(12)) == .unmeasurable)
        #expect(!goesOn(twoLevels(48)))
        #expect(outcome(twoLevels(48)) == .unmeasurable)
    }

    @Test func aNeighbourOfTwoRoundsIsOutvoted() {
        var samples = samples(around: 120, count: 12)
        samples[5] = 60
        samples[6] = 60
        #expect(goesOn(samples))
        let more = samples + JudgementTests.samples(around: 120, count: 12)
        #expect(!goesOn(more))
        #expect(outcome(more) == .pass)
    }

    @Test func anEarlyPassMustClearTheLimitByThreePerCent() {
        #expect(!goesOn(samples(around: 104, count: 12)))
        #expect(goesOn(samples(around: 102, count: 12)))
        // At the last look, and where the time ends, the limit itself is enough.
        #expect(!goesOn(samples(around: 102, count: 48)))
        #expect(outcome(samples(around: 102, count: 12)) == .pass)
    }

    @Test(arguments: [1 << 31, 4_611_686_018_427_387_904, Int.max])
    func aReportMayClaimAnyNumberOfLooks(_ looks: Int) {
        var record = record(samples(around: 120, count: 12))
        record.plan.plannedLooks = looks
        #expect(BoundsRule.judge(record, by: profile).requirements[0].outcome == .pass)
        record.plan.keptRounds = Int.max
        #expect(BoundsRule.judge(record, by: profile).requirements[0].outcome == .pass)
    }

    @Test func aNarrowPassGoesOnAndIsKept() {
        let narrow = samples(around: 97, count: 12)
        #expect(goesOn(narrow))
        #expect(outcome(narrow) == .warn)
        // Later rounds on both sides of the pass line leave it open, and take nothing away.
        let open = (0..<36).map { $0.isMultiple(of: 2) ? 80.0 : 99 }
        let kept = BoundsRule.judge(record(narrow + open), by: profile).requirements[0]
        #expect(kept.outcome == .warn)
        #expect(kept.reason.contains("by the first 12 blocks"))
        #expect(outcome(samples(around: 91, count: 12) + open) == .inconclusive)
        #expect(!goesOn(narrow + open))
    }

    @Test func whatIsClearEndsAtTheFirstLook() {
        #expect(!goesOn(samples(around: 120, count: 12)))
        #expect(!goesOn(samples(around: 60, count: 12)))
    }
}
