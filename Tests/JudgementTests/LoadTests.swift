import Judgement
import Model
import TestSupport
import Testing

/// What others on the machine do to a verdict.
struct LoadTests {
    /// A verdict on one metric whose limit is 100 and whose pass line is 90; each block has these
    /// conditions.
    private func verdict(
        _ metric: MetricID = "cpu.m", around centre: Double, conditions: BlockConditions,
        blocks: Range<Int> = 0..<12, edit: (inout RunRecord) -> Void = { _ in }
    ) -> Verdict {
        var record = RecordBuilder.record([(metric, samples(around: centre))])
        record.host?.cpu.logicalCPUs = 2
        for index in blocks { record.probes[0].blocks[index + 1].conditions = conditions }
        edit(&record)
        return BoundsRule.judge(record, by: RecordBuilder.profile([(metric, 100)]))
    }

    private func load(_ share: Double, by name: String = "backup") -> BlockConditions {
        BlockConditions(
            foreignCPUFraction: share,
            processes: [ProcessLoad(name: name, cpuFraction: share * 0.9)])
    }

    @Test func aMissIsAFailOnlyIfItHoldsWithoutWhatOthersTook() {
        let excused = verdict(around: 50, conditions: load(0.5)).requirements[0]
        #expect(excused.outcome == .inconclusive)
        #expect(
            excused.reason
                == "below its limit, but other processes took 50 % of the CPU time (backup 45 %) "
                + "meanwhile")
        #expect(excused.labels == [.loadedByOthers])
        // 40 divided by a half is 80, below the guarded line of 87.3.
        #expect(verdict(around: 40, conditions: load(0.5)).requirements[0].outcome == .fail)
    }

    @Test func anAgentOfFivePerCentExcusesFivePerCent() {
        #expect(
            verdict(around: 84, conditions: load(0.05)).requirements[0].outcome == .inconclusive)
        #expect(verdict(around: 80, conditions: load(0.05)).requirements[0].outcome == .fail)
        #expect(verdict(around: 84, conditions: load(0)).requirements[0].outcome == .fail)
        let named = verdict(around: 84, conditions: load(0.05)).requirements[0]
        #expect(named.reason.contains("other processes took 5 % of the CPU time"))
    }

    @Test func aPassStandsAndIsNotHelped() {
        #expect(verdict(around: 120, conditions: load(0.6)).requirements[0].outcome == .pass)
        #expect(verdict(around: 99, conditions: load(0.6)).requirements[0].outcome == .warn)
        #expect(verdict(around: 89, conditions: load(0.6)).requirements[0].outcome == .inconclusive)
    }

    @Test func theSentenceUnderTheVerdictNamesProcessAndShare() {
        let undecided = verdict(around: 50, conditions: load(0.5))
        #expect(undecided.overall == .inconclusive)
        #expect(
            undecided.reason
                == "cpu.m: undecided. Meanwhile other processes took 50 % of the CPU time "
                + "(backup 45 %): stop them and measure again before you act on this.")
        let failed = verdict(around: 20, conditions: load(0.5))
        #expect(failed.reason.hasSuffix("(backup 45 %): what fails fails even so."))
        #expect(!verdict(around: 20, conditions: load(0)).reason.contains("Meanwhile"))
    }

    @Test func eachLineCountsTheLoadThatConcernsIt() {
        let disk = BlockConditions(
            foreignDiskFraction: 0.5, processes: [ProcessLoad(name: "dd", diskFraction: 0.5)])
        #expect(
            verdict("disk.m", around: 50, conditions: disk).requirements[0].outcome == .inconclusive
        )
        #expect(verdict("cpu.m", around: 50, conditions: disk).requirements[0].outcome == .fail)
        // Who writes needs a processor for it.
        #expect(
            verdict("disk.m", around: 50, conditions: load(0.5)).requirements[0].outcome
                == .inconclusive)
        #expect(
            verdict("disk.m", around: 30, conditions: load(0.5)).requirements[0].outcome == .fail)
        #expect(
            verdict("disk.m", around: 50, conditions: disk).reason.contains(
                "others moved 50 % of the disk's bytes (dd 50 %)"))
    }

    /// A quick block on two CPUs has 30 ticks: two of them are 6.7 %.
    @Test func threeTicksOfStealStarveABlockAndTwoAreDivided() {
        func steal(_ ticks: Double) -> BlockConditions {
            BlockConditions(elapsedSeconds: 0.15, stealFraction: ticks / 30)
        }
        // 84 divided by 0.933 is 90, at the pass line; 75 gives 80.
        #expect(verdict(around: 84, conditions: steal(2)).requirements[0].outcome == .inconclusive)
        #expect(verdict(around: 75, conditions: steal(2)).requirements[0].outcome == .fail)
        #expect(verdict(around: 75, conditions: steal(2)).requirements[0].labels == nil)
        let starved = verdict(around: 40, conditions: steal(3)).requirements[0]
        #expect(starved.outcome == .inconclusive)
        #expect(starved.labels == [.starvedBySteal])
        // Two starved blocks of twelve excuse no miss in the other ten.
        #expect(
            verdict(around: 40, conditions: steal(3), blocks: 0..<2).requirements[0].outcome
                == .fail)
    }

    @Test func starvedStretchesAreNoDriftAndNoSecondLevel() {
        let steal = BlockConditions(elapsedSeconds: 0.15, stealFraction: 0.3)
        let verdict = verdict(around: 120, conditions: steal, blocks: 4..<6) { record in
            for index in 5..<7 {
                record.probes[0].blocks[index].samples["cpu.m"] = .figure(60)
            }
        }.requirements[0]
        #expect(verdict.labels == [.starvedBySteal])
        #expect(verdict.outcome == .pass)
    }

    @Test func aPercentileIsCutToTheShareThatWasLeft() {
        func outcome(_ conditions: BlockConditions?) -> Outcome {
            var record = Latencies.record((0..<12).map { _ in Latencies.block(slow: 50, of: 500) })
            for index in record.probes[0].blocks.indices {
                record.probes[0].blocks[index].conditions = conditions
            }
            return BoundsRule.judge(record, by: Latencies.profile()).requirements[0].outcome
        }
        // Slow operations take 20 ms where 10 ms are the limit and 10.3 ms the guarded line.
        #expect(outcome(nil) == .fail)
        #expect(outcome(BlockConditions(foreignCPUFraction: 0.45)) == .fail)
        #expect(outcome(BlockConditions(foreignCPUFraction: 0.55)) == .inconclusive)
    }

    @Test func theChainCountsProcessorAndDisk() {
        func outcome(_ conditions: BlockConditions?, verify: Double, commit: Double)
            -> RequirementVerdict
        {
            var row = [Double](repeating: 0, count: RecordBuilder.phases.count)
            row[1] = verify
            row[6] = commit
            var record = RecordBuilder.chain(
                "chain.import", Array(repeating: row, count: 299),
                weights: Array(repeating: 0.1, count: 299))
            record.probes[0].blocks[0].samples["chain.import.weight"] = nil
            record.probes[0].blocks[0].conditions = conditions
            var profile = RecordBuilder.profile([])
            profile.requirements = [
                Requirement(
                    subject: .metric("chain.import", .p99), comparison: .atMost,
                    limit: .quantity(1, unit: "s"), tolerancePercent: 0, level: .required,
                    source: RecordBuilder.source)
            ]
            return BoundsRule.judge(record, by: profile).requirements[0]
        }
        #expect(outcome(nil, verify: 1.8, commit: 0).outcome == .fail)
        let cpu = BlockConditions(foreignCPUFraction: 0.5)
        #expect(outcome(cpu, verify: 1.8, commit: 0).outcome == .inconclusive)
        #expect(outcome(cpu, verify: 1.8, commit: 0).reason.contains("50 % of the CPU time"))
        #expect(outcome(cpu, verify: 2.2, commit: 0).outcome == .fail)
        let disk = BlockConditions(foreignDiskFraction: 0.5)
        #expect(outcome(disk, verify: 1.8, commit: 0).outcome == .fail)
        #expect(outcome(disk, verify: 0, commit: 1.8).outcome == .inconclusive)
    }
}
