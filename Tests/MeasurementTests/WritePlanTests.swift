import Measurement
import Model
import Testing

struct WritePlanTests {
    static let gibibyte = 1 << 30
    static let mebibyte = 1 << 20

    private func probe(
        _ id: String, _ disk: DiskUse, sampling: Sampling = .interleaved
    ) -> ProbeDescriptor {
        ProbeDescriptor(
            id: id, methodVersion: 1, metrics: [], why: "", source: "", sampling: sampling,
            disk: disk)
    }

    private var probes: [ProbeDescriptor] {
        [
            probe("cpu", .none),
            probe(
                "own",
                .ownFiles { setting in
                    DiskNeed(
                        occupiedBytes: 64 << 20, preparedBytes: 64 << 20,
                        blockBytes: 128 << 20...(128 << 20) + setting.bytesMax())
                }),
            probe("read", .readsSharedFile),
            probe(
                "write",
                .sharedFile { DiskNeed(blockBytes: 1 << 20...(1 << 20) + $0.bytesMax()) }),
            probe(
                "stage",
                .sharedFile { DiskNeed(blockBytes: 1 << 30...8 * $0.sharedFileBytes) },
                sampling: .staged),
        ]
    }

    private func plan(cap: Int?, fileBytes: Int = 4 * gibibyte) -> WritePlan {
        WritePlan(
            probes, rounds: 10,
            setting: DiskSetting(
                preset: .standard, blockSeconds: 0.5, sharedFileBytes: fileBytes, diskRate: 2e9),
            capBytes: cap)
    }

    @Test func withoutACapEverythingIsDoneAndTheSharedFileIsCountedOnce() {
        let plan = plan(cap: nil)
        #expect(plan.steps.map(\.probe) == ["own", "read", "write", "stage"])
        #expect(plan.refused.isEmpty)
        #expect(plan.sharedFileBytes == 4 * Self.gibibyte)
        #expect(plan.occupiedBytes == 4 * Self.gibibyte + 64 * Self.mebibyte)
        let own = 64 * Self.mebibyte + 10 * (128 * Self.mebibyte + 1_000_000_000)
        let write = 10 * (Self.mebibyte + 1_000_000_000)
        #expect(plan.writtenBytesMax() == 4 * Self.gibibyte + own + write + 32 * Self.gibibyte)
        #expect(
            plan.writtenBytesMax(furtherRounds: 10) - plan.writtenBytesMax()
                == 10 * (129 * Self.mebibyte + 2_000_000_000))
        #expect(plan.blockWriteBytesMax.isEmpty)
    }

    @Test(arguments: [10, 8, 6, 5, 4, 3, 2, 1, 0])
    func theSharesOfAllBlocksAreWithinTheCap(gibibytes: Int) {
        let cap = gibibytes * Self.gibibyte + 1
        let plan = plan(cap: cap)
        let shares = plan.blockWriteBytesMax
        let sum = plan.steps.reduce(plan.sharedFileBytes) {
            $0 + $1.need.preparedBytes + $1.blocks * (shares[$1.probe] ?? .max / 100)
        }
        #expect(sum <= cap)
        #expect(plan.writtenBytesMax(furtherRounds: 1000) <= cap)
        for step in plan.steps {
            #expect((shares[step.probe] ?? 0) >= step.need.blockBytes.lowerBound)
        }
        #expect(plan.steps.count + plan.refused.count == 4)
    }

    @Test func aCapShrinksTheSharedFileBeforeItLeavesProbesOut() {
        // 64 + 10 x 128 MiB, 10 x 1 MiB and 1 GiB are the least beside the file.
        let least = (64 + 1280 + 10 + 1024) * Self.mebibyte
        #expect(plan(cap: least + 4 * Self.gibibyte).sharedFileBytes == 4 * Self.gibibyte)
        #expect(plan(cap: least + 4 * Self.gibibyte - 1).sharedFileBytes == 2 * Self.gibibyte)
        let smallest = plan(cap: least + Self.gibibyte)
        #expect(smallest.sharedFileBytes == Self.gibibyte)
        #expect(smallest.refused.isEmpty)
        #expect(smallest.blockWriteBytesMax["write"] == Self.mebibyte)
    }

    @Test func whatCannotDoItsLeastIsLeftOutWithItsReason() {
        let plan = plan(cap: 2500 * Self.mebibyte)
        #expect(plan.steps.map(\.probe) == ["own", "read", "write"])
        #expect(
            plan.refused == [
                .init(
                    probe: "stage",
                    reason: "it writes 1024 MiB at least, and --max-write leaves 122 MiB")
            ])
        let nothing = self.plan(cap: 0)
        #expect(nothing.steps.isEmpty)
        #expect(nothing.occupiedBytes == 0)
        #expect(nothing.refused.map(\.probe) == ["own", "read", "write", "stage"])
        #expect(
            nothing.refused[1].reason
                == "it writes 1024 MiB at least, the shared file among it, and --max-write leaves "
                + "0 MiB")
    }

    @Test(
        arguments: [
            (Preset.quick, 256, 2048), (.standard, nil, 4096), (.standard, 24, 4096),
            (.standard, 64, 8192), (.standard, 512, 16_384), (.thorough, 16, 8192),
            (.thorough, 63, 16_128 - 256), (.thorough, 512, 32_768),
        ] as [(Preset, Int?, Int)])
    func theSharedFileGrowsWithPresetAndMemory(preset: Preset, memory: Int?, mebibytes: Int) {
        // What the kernel calls the total is a little less than what is built in.
        let bytes = memory.map { $0 << 30 }.map {
            preset == .thorough && $0 == 63 << 30 ? $0 - 1 : $0
        }
        #expect(
            SharedFile.bytes(preset: preset, memoryBytes: bytes) == mebibytes * Self.mebibyte)
    }

    @Test func aSmallDiskMakesTheFileSmallerDownToThatOfAQuickRun() {
        let demand = DiskDemand(probes, preset: .thorough)
        let roomy = demand.plan(memoryBytes: nil)
        #expect(roomy.sharedFileBytes == 8 * Self.gibibyte)
        let small = demand.plan(memoryBytes: nil) { $0 < 5 * Self.gibibyte }
        #expect(small.sharedFileBytes == 4 * Self.gibibyte)
        let none = demand.plan(memoryBytes: nil) { _ in false }
        #expect(none.sharedFileBytes == 2 * Self.gibibyte)
    }
}
