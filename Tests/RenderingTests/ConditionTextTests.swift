import Model
import Rendering
import Testing

/// What disturbed the blocks stands among the remarks about the measurements.
struct ConditionTextTests {
    private func text(_ conditions: [BlockConditions?]) -> String {
        var record = SampleReports.record()
        record.findings = []
        record.probes = [record.probes[0]]
        record.probes[0].advisories = []
        record.probes[0].metrics.append(
            MetricDefinition(
                id: "disk.m", unit: .bytesPerSecond, direction: .higherIsBetter, title: "Disk"))
        record.probes[0].blocks = conditions.enumerated().map { round, conditions in
            BlockRecord(
                round: round, phase: round == 0 ? .warmup : .kept, startedSeconds: Double(round),
                samples: [:], conditions: conditions)
        }
        // One line, so that a sentence is found wherever it is wrapped.
        return ReportPage.page(Report(record: record)).text().split(separator: "\n")
            .map { $0.drop { $0 == " " } }.joined(separator: " ")
    }

    private static let calm = BlockConditions(
        stealFraction: 0.01, foreignCPUFraction: 0.05, throttleCount: 0, quotaThrottledSeconds: 0,
        foreignDiskFraction: 0.1)

    @Test func aCalmRunAndAnUnwatchedOneSayNothing() {
        #expect(!text([Self.calm, Self.calm]).contains("About the measurements"))
        #expect(!text([nil, nil]).contains("About the measurements"))
    }

    @Test func warmupBlocksDoNotCount() {
        #expect(!text([BlockConditions(stealFraction: 0.5), Self.calm]).contains("hypervisor"))
    }

    @Test(arguments: [
        (
            BlockConditions(stealFraction: 0.08),
            "the hypervisor took 8 % of the CPU time during 1 of 2 blocks"
        ),
        (
            BlockConditions(foreignCPUFraction: 0.3),
            "other processes took 30 % of the CPU time during 1 of 2 blocks"
        ),
        (
            BlockConditions(throttleCount: 4),
            "the CPU slowed itself down for heat during 1 of 2 blocks"
        ),
        (
            BlockConditions(quotaThrottledSeconds: 1.5),
            "a CPU quota held the run back for 1.50 s of thread time, during 1 of 2 blocks"
        ),
        (
            BlockConditions(foreignDiskFraction: 0.6),
            "moved 60 % of the disk's bytes during 1 of 2 blocks"
        ),
    ])
    func aDisturbanceIsTold(conditions: BlockConditions, sentence: String) {
        #expect(
            text([nil, Self.calm, conditions]).contains(sentence),
            "\(text([nil, Self.calm, conditions]))")
    }

    @Test func severalDisturbedBlocksGiveARange() {
        let blocks = [0.06, 0.2, 0.01].map { BlockConditions(stealFraction: $0) }
        #expect(
            text([nil] + blocks).contains(
                "the hypervisor took 6 to 20 % of the CPU time during 2 of 3 blocks"))
    }
}
