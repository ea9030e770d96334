import Judgement
import Model
import TestSupport
import Testing

/// What holds for metrics, and does not for the chain's lines beside them.
struct ChainBesideMetricsTests {
    private static let columns = BlockPhase.columns

    /// A rate about a level, and 299 imported blocks of so many seconds each.
    private func record(_ level: Double, blockSeconds: Double = 0.1) -> RunRecord {
        var record = RecordBuilder.record([("a.b", samples(around: level))])
        let row = [0, 0, 0, 0, 0, 0, blockSeconds, 0, 0]
        let table = TableSample(
            axes: [
                .init(name: "block", labels: (0..<299).map(String.init)),
                .init(name: "phase", labels: Self.columns),
            ], values: (0..<299).flatMap { _ in row })
        record.probes.append(
            ProbeRecord(
                id: "chain.import", methodVersion: 1, status: .measured,
                metrics: [
                    MetricDefinition(
                        id: "chain.import", unit: .seconds, direction: .lowerIsBetter,
                        title: "Block import")
                ],
                parameters: [
                    "accounts": "1000000", "extrinsics": "633", "fullTransfers": "633",
                    "databaseAssertions": "off",
                ],
                blocks: [
                    BlockRecord(
                        round: 0, phase: .kept, startedSeconds: 0,
                        samples: ["chain.import": .table(table)])
                ]))
        return record
    }

    private func profile(tolerancePercent: Double) -> Profile {
        var profile = RecordBuilder.profile([("a.b", 100)], tolerancePercent: tolerancePercent)
        profile.chain = ChainParameters(
            blockSeconds: 12, weightLimitSeconds: 0.5, povLimitBytes: 5 << 20, wasmFactor: 1.5,
            wasmFactorFloor: 1.1, source: RecordBuilder.source)
        profile.requirements.append(
            Requirement(
                subject: .metric("chain.import", .p99), comparison: .atMost,
                limit: .quantity(1, unit: "s"), tolerancePercent: 100, level: .required,
                source: RecordBuilder.source))
        return profile
    }

    @Test func anotherToleranceIsForMediansThatHaveOne() {
        let record = record(95, blockSeconds: 1.5)
        func judged(_ profile: Profile) -> Verdict {
            BoundsRule.judge(record, by: profile, tolerancePercent: 20)
        }
        let verdict = judged(profile(tolerancePercent: 10))
        #expect(verdict.requirements.map(\.requirement.tolerancePercent) == [20, 100])
        #expect(verdict.requirements.map(\.outcome) == [.warn, .warn])
        let strict = judged(profile(tolerancePercent: 0))
        #expect(strict.requirements[0].requirement.tolerancePercent == 0)
        #expect(strict.requirements[0].outcome == .fail)
    }

    @Test func aRepetitionIsToldBesideAChainThatPasses() throws {
        let calibration = try #require(
            NoiseCalibration([98, 99, 100, 101, 102].map { record($0) }))
        func verdict(_ seconds: Double) -> Verdict {
            BoundsRule.judge(
                record(110, blockSeconds: seconds), by: profile(tolerancePercent: 0),
                calibration: calibration)
        }
        let passing = verdict(0.1)
        #expect(passing.requirements[1].outcome == .pass)
        #expect(passing.requirements[1].repeatPassProbability == nil)
        #expect(passing.repeatPassProbability == passing.requirements[0].repeatPassProbability)
        #expect(try #require(passing.repeatPassProbability) > 0.9)
        // A miss of the chain is not the drift's to forgive.
        #expect(verdict(5).repeatPassProbability == nil)
    }
}
