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
            from: InvocationSummary.of(before), to: InvocationSummary.of(after))
    }

    private static func obstacles(_ before: RunRecord, _ after: RunRecord) -> [FactChange] {
        EnvironmentDiff.obstacles(
            from: InvocationSummary.of(before), to: InvocationSummary.of(after))
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
        #expect(InvocationSummary.installedBytes(totalBytes: total) == installed)
    }

    @Test func theFigureOfARunIsTheMedianOfItsKeptBlocks() {
        let invocation = InvocationSummary.of(Self.record(samples: [5, 1, 3]))
        #expect(invocation.figures.map(\.median) == [3])
        #expect(invocation.figures.map(\.sampleCount) == [3])
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
