import Judgement
import Model
import TestSupport
import Testing

/// How blocks are judged whose runtime is modelled, or the chain's own.
struct ChainRuntimeJudgeTests {
    /// Seconds of a block by phase; the rest is zero.
    private struct Block {
        var verify = 0.0
        var execute = 0.0
        var commit = 0.0
        var finality = 0.0
        /// A part of `execute`.
        var reads = 0.0

        var row: [Double] { [0, verify, execute, 0, 0, 0, commit, finality, reads] }
    }

    private func record(
        _ block: Block, runtime: String?, weightSeconds: Double? = nil, count: Int = 299
    ) -> RunRecord {
        var record = RecordBuilder.record([])
        let blocks = Array(repeating: block, count: count)
        let table = Sample.table(
            TableSample(
                axes: [
                    .init(name: "block", labels: blocks.indices.map(String.init)),
                    .init(name: "phase", labels: BlockPhase.columns),
                ], values: blocks.flatMap(\.row)))
        var parameters = [
            "accounts": "1000000", "extrinsics": "633", "fullTransfers": "633",
            "databaseAssertions": "off",
        ]
        parameters[ChainParameter.runtime] = runtime
        parameters[ChainParameter.weightSeconds] = weightSeconds.map { String($0) }
        record.probes = [
            ProbeRecord(
                id: "chain.import", methodVersion: 2, status: .measured,
                metrics: [
                    MetricDefinition(
                        id: "chain.import", unit: .seconds, direction: .lowerIsBetter,
                        title: "Block import"),
                    MetricDefinition(
                        id: "chain.import.weight", unit: .ratio, direction: .lowerIsBetter,
                        title: "Share of weight"),
                ], parameters: parameters,
                blocks: [
                    BlockRecord(
                        round: 0, phase: .kept, startedSeconds: 0,
                        samples: ["chain.import": table])
                ])
        ]
        return record
    }

    private func verdict(
        _ record: RunRecord, _ metric: MetricID = "chain.import",
        _ statistic: Requirement.Statistic = .p99, limit: Double = 1, tolerance: Double = 0,
        term: ChainParameters.RuntimeTerm = .init()
    ) -> RequirementVerdict {
        var profile = RecordBuilder.profile([])
        profile.chain = ChainParameters(
            blockSeconds: 12, weightLimitSeconds: 0.5, povLimitBytes: 5 << 20, runtime: term,
            source: RecordBuilder.source)
        profile.requirements = [
            Requirement(
                subject: .metric(metric, statistic), comparison: .atMost,
                limit: .quantity(limit, unit: metric == "chain.import.weight" ? "1" : "s"),
                tolerancePercent: tolerance, level: .required, source: RecordBuilder.source)
        ]
        return BoundsRule.judge(record, by: profile).requirements[0]
    }

    private static let block = Block(
        verify: 0.1, execute: 0.2, commit: 0.05, finality: 10, reads: 0.1)

    /// 0.1 x 2.9 of signatures with the runtime, 0.2 of execution, 0.05 of commit; finality is
    /// another task's.
    @Test func aModelledRuntimeIsAMultipleOfTheSignatures() {
        let result = verdict(record(Self.block, runtime: "modelled"))
        #expect(abs((result.measured ?? 0) - 0.54) < 1e-9)
        #expect(result.outcome == .pass)
        #expect(
            result.reason.contains(
                "with a modelled runtime of 1.9 signature checks a transfer (--runtime FILE runs "
                    + "the chain's own)"))
    }

    @Test func aRealRuntimeIsJudgedAsItIs() {
        let result = verdict(record(Self.block, runtime: "peregrine 11400"))
        #expect(abs((result.measured ?? 0) - 0.35) < 1e-9)
        #expect(result.reason.contains("by the chain's own runtime peregrine 11400"))
    }

    /// 0.2 of execution less 0.1 of reads, times 1.5, and all the rest, finality too.
    @Test func anOldRecordIsJudgedAsBefore() {
        let result = verdict(record(Self.block, runtime: nil), limit: 20)
        #expect(abs((result.measured ?? 0) - 10.4) < 1e-9)
        #expect(result.reason.contains("with a Wasm factor of 1.5"))
    }

    /// 0.1 x 2.9 + 0.25 = 0.54 is beyond 0.45, 0.1 x 1.8 + 0.25 = 0.43 is not.
    @Test func aMissThatTheLowerTermWouldCloseIsNoFail() {
        let slow = record(Self.block, runtime: "modelled")
        let result = verdict(slow, limit: 0.45)
        #expect(result.outcome == .inconclusive)
        #expect(result.reason.contains("with 0.8 checks none is, so the runtime decides"))
        #expect(verdict(slow, limit: 0.4).outcome == .fail)
        let sure = ChainParameters.RuntimeTerm(toPass: 0.8, toFail: 0.8)
        #expect(verdict(slow, limit: 0.45, term: sure).outcome == .pass)
    }

    /// The published block of a real node took 66 % of its weight; so does this machine's, by the
    /// model with its term and by a real runtime.
    @Test(arguments: ["modelled", "peregrine 11400"])
    func aMachineLikeTheReferencePassesByWeight(runtime: String) {
        let weight = TransferCost.assumed.weightSeconds(transfers: 633)
        let share = 0.66
        // 49 us a signature, as the reference's SR25519 score of 637.62 KiB/s says.
        let verify = 633 * 49e-6
        let term = runtime == "modelled" ? ChainParameters.RuntimeTerm.toPassDefault : 0
        func machine(_ share: Double) -> RunRecord {
            let block = Block(
                verify: verify, execute: share * weight - verify * (1 + term), finality: 0.03)
            return record(block, runtime: runtime, weightSeconds: weight)
        }
        func outcome(_ record: RunRecord) -> RequirementVerdict {
            verdict(record, "chain.import.weight", .p95, limit: 0.67, tolerance: 49)
        }
        let reference = outcome(machine(share))
        #expect(abs((reference.measured ?? 0) - share) < 1e-9)
        #expect(reference.outcome == .pass, "\(reference.reason)")
        #expect(outcome(machine(0.9)).outcome == .warn)
        #expect(outcome(machine(1.5)).outcome == .fail)
    }
}
