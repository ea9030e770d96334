import Judgement
import Model
import TestSupport
import Testing

struct EnvironmentDiffTests {
    private static func record(
        kernel: String = "6.1.0-18-amd64", cpu: String = "EPYC 7302",
        totalBytes: Int = 33_600_000_000,
        samples: [Double] = [1, 2, 3], fillPercent: Int = 40, withDisk: Bool = true
    ) -> RunRecord {
        var host = HostFacts()
        host.cpu.model = cpu
        host.cpu.governor = "performance"
        host.memory.totalBytes = totalBytes
        host.system.kernelRelease = kernel
        let storage = StorageFacts(
            path: "/data",
            filesystem: FilesystemFacts(
                type: "ext4", source: "/dev/nvme0n1", mountPoint: "/", options: ["rw"],
                totalBytes: 1000, availableBytes: 1000 - fillPercent * 10),
            devices: [
                BlockDeviceFacts(name: "nvme0n1", kind: "disk", reportedModel: "PM9A3")
            ], deviceClass: .localNVMe)
        return RecordBuilder.record(
            [("cpu.hash", samples)], host: host, storage: withDisk ? storage : nil)
    }

    private static func changes(_ before: RunRecord, _ after: RunRecord) -> [FactChange] {
        EnvironmentDiff.environment(
            from: RunSummary(before), to: RunSummary(after))
    }

    private static func obstacles(_ before: RunRecord, _ after: RunRecord) -> [FactChange] {
        EnvironmentDiff.obstacles(
            from: RunSummary(before), to: RunSummary(after))
    }

    @Test func anUpgradeIsAChangeAndNoObstacle() {
        let before = Self.record()
        let after = Self.record(
            kernel: "6.12.0-1-amd64", totalBytes: 33_500_000_000, fillPercent: 55)
        #expect(Self.obstacles(before, after).isEmpty)
        let changes = Self.changes(before, after)
        #expect(changes.map(\.name) == ["storage.fill", "system.kernel"])
        #expect(changes.last?.before == "6.1.0-18-amd64")
        #expect(changes.last?.after == "6.12.0-1-amd64")
    }

    @Test func mitigationsAreFactsOfTheirOwn() {
        func record(_ setting: String?, _ states: [String: String]) -> RunRecord {
            var record = Self.record()
            record.host?.system.mitigations = MitigationFacts(setting: setting, states: states)
            return record
        }
        let before = record(nil, ["meltdown": "Mitigation: PTI", "mds": "Vulnerable"])
        let after = record("off", ["meltdown": "Vulnerable", "mds": "Vulnerable"])
        #expect(Self.obstacles(before, after).isEmpty)
        #expect(
            Self.changes(before, after) == [
                FactChange(
                    name: "mitigations.meltdown", before: "Mitigation: PTI", after: "Vulnerable"),
                FactChange(name: "mitigations.setting", before: "not given", after: "off"),
            ])
        #expect(Self.changes(before, before).isEmpty)
        // A record from before this fact was read says nothing of it.
        #expect(Self.changes(Self.record(), after).isEmpty)
    }

    @Test func anotherVersionOfTheDatabaseIsAChangeAndNoObstacle() {
        func record(_ database: String?) -> RunRecord {
            var record = Self.record()
            record.probes[0].parameters["database"] = database
            return record
        }
        let changes = Self.changes(record("RocksDB 7.8.3"), record("RocksDB 8.9.1"))
        #expect(
            changes == [
                FactChange(name: "database", before: "RocksDB 7.8.3", after: "RocksDB 8.9.1")
            ])
        #expect(Self.obstacles(record("RocksDB 7.8.3"), record("RocksDB 8.9.1")).isEmpty)
        #expect(Self.changes(record(nil), record("RocksDB 8.9.1")).isEmpty)
    }

    @Test func resultsOfTwoEnginesAreNeverCompared() {
        func record(_ engine: String?) -> RunRecord {
            var record = Self.record()
            record.probes[0].implementation = engine.map { Implementation(name: $0) }
            return record
        }
        for (before, after) in [("io_uring", "threads"), ("threads", nil)] as [(String, String?)] {
            let obstacles = Self.obstacles(record(before), record(after))
            #expect(obstacles.map(\.name) == ["cpu.hash"])
            #expect(obstacles[0].before?.contains(before) == true)
            #expect(obstacles[0].after?.contains(after ?? "method 1") == true)
            let compared = RunComparer.compare(record(before), record(after)).lines[0]
            #expect(compared.obstacle?.contains(before) == true)
            #expect(compared.shiftPercent == nil)
        }
    }

    @Test func anotherMachineIsAnObstacle() {
        let obstacles = Self.obstacles(Self.record(), Self.record(cpu: "EPYC 9354"))
        #expect(obstacles.map(\.name) == ["cpu.model"])
    }

    @Test func anotherMethodIsAnObstacle() {
        var after = Self.record()
        after.probes[0].methodVersion = 2
        #expect(Self.obstacles(Self.record(), after).map(\.name) == ["cpu.hash"])
        after = Self.record()
        after.probes[0].implementation = Implementation(name: "avx2")
        #expect(Self.obstacles(Self.record(), after).map(\.name) == ["cpu.hash"])
    }

    @Test func aRunWithoutADiskIsComparedInTheRest() {
        #expect(Self.obstacles(Self.record(), Self.record(withDisk: false)).isEmpty)
        #expect(!Self.obstacles(Self.record(), Self.record(withDisk: true)).contains { _ in true })
    }

    /// Totals as kernels show them, and the memory that was bought.
    @Test(
        arguments: [
            (33_600_000_000, 32 << 30), (32_900_000_000, 32 << 30), (67_300_000_000, 64 << 30),
            (8_200_000_000, 8 << 30), (134_900_000_000, 128 << 30), (12_500_000_000, 12 << 30),
        ])
    func installedMemoryDoesNotFollowTheKernel(total: Int, installed: Int) {
        #expect(RunSummary.installedBytes(totalBytes: total) == installed)
    }

    @Test func theFigureOfARunIsTheMedianOfItsKeptBlocks() {
        let summary = RunSummary(Self.record(samples: [5, 1, 3]))
        #expect(summary.figures.map(\.median) == [3])
        #expect(summary.figures.map(\.sampleCount) == [3])
    }

    @Test func aBlockThatIsMarkedInvalidDoesNotCount() {
        var record = Self.record(samples: [1, 2, 3, 4, 100])
        record.probes[0].blocks[5].invalid = ["cpu.hash": "the threads started 2 % apart"]
        let figure = RunSummary(record).figures[0]
        #expect(figure.median == 2.5)
        #expect(figure.sampleCount == 4)
    }

    @Test func aComparisonShowsShiftsAndNoVerdict() throws {
        let first = Self.record(samples: (0..<12).map { 100 + Double($0 % 4) })
        var second = Self.record(samples: (0..<12).map { 90 + Double($0 % 4) })
        let comparison = RunComparer.compare(first, second)
        let line = try #require(comparison.lines.first)
        let shift = try #require(line.shiftPercent)
        #expect(shift < -9 && shift > -11)
        #expect(try #require(line.lowerPercent) < shift)
        #expect(try #require(line.upperPercent) > shift)
        second.probes[0].methodVersion = 2
        #expect(RunComparer.compare(first, second).lines[0].obstacle?.contains("method 2") == true)
    }
}
