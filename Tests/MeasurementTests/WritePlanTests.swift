import Foundation
import Measurement
import Model
import TestSupport
import Testing

struct WritePlanTests {
    private static let gibibyte = 1 << 30

    private func probe(
        _ id: String, own: Int? = nil, writes: Bool = true, sampling: Sampling = .interleaved
    ) -> ProbeDescriptor {
        ProbeDescriptor(
            id: id, methodVersion: 1, metrics: [], why: "", source: "",
            cost: Cost(
                time: sampling == .staged ? .open : .rounds,
                disk: own.map { .own(bytes: $0) } ?? .shared(writes: writes)))
    }

    @Test(arguments: [
        (Preset.quick, 64, 2), (.standard, 8, 2), (.standard, 32, 4), (.standard, 256, 8),
        (.thorough, 8, 4), (.thorough, 64, 16), (.thorough, 1024, 32),
    ])
    func theFileGrowsWithPresetAndMemory(preset: Preset, memory: Int, file: Int) {
        let bytes = WritePlan.fileBytes(preset: preset, memoryBytes: memory * Self.gibibyte)
        #expect(bytes == file * Self.gibibyte)
    }

    @Test func theFileShrinksToTheRoomThereIsAndToAQuarterOfTheLimit() {
        func file(room: Int? = nil, limit: Int? = nil) -> Int {
            WritePlan(
                [probe("r", writes: false)], preset: .quick, rounds: 14, memoryBytes: nil,
                roomBytes: room, limitBytes: limit
            ).fileBytes
        }
        #expect(file() == 2 * Self.gibibyte)
        #expect(file(room: 1_000_000_000) == 953 << 20)
        #expect(file(limit: 4 * Self.gibibyte) == Self.gibibyte)
        #expect(file(room: 0) == WritePlan.fileBytesMin)
    }

    @Test func aLimitLeavesOutWhatNeedsMostAndShortensTheOthers() throws {
        let probes = [
            probe("read", writes: false), probe("write"), probe("buffered", own: 256 << 20),
            probe("stage", sampling: .staged),
        ]
        let plan = WritePlan(
            probes, preset: .quick, rounds: 14, memoryBytes: nil, limitBytes: 4 * Self.gibibyte)
        #expect(plan.leftOut.keys.sorted() == ["buffered"])
        #expect(plan.leftOut["buffered"]?.contains("--max-write") == true)
        let block = try #require(plan.blockBytes)
        #expect(block >= 32 << 20)
        // The rounds leave the stage after them what it needs at least.
        #expect(plan.fileBytes + 14 * block + (512 << 20) <= 4 * Self.gibibyte)
    }

    /// Appends of a few bytes are counted by what a disk takes of them in the time.
    @Test func whatIsBoundByTimeIsCountedByTime() {
        let appends = ProbeDescriptor(
            id: "appends", methodVersion: 1, metrics: [], why: "", source: "",
            cost: Cost(disk: .appends(bytes: 44 << 20, perSecond: 46_000_000)))
        func plan(_ mebibytes: Int) -> WritePlan {
            WritePlan(
                [appends], preset: .quick, rounds: 50, memoryBytes: nil,
                limitBytes: mebibytes << 20)
        }
        #expect(plan(330).leftOut.isEmpty)
        #expect(
            plan(300).leftOut["appends"]
                == "it may write 329 MiB, for which --max-write leaves no room")
    }

    @Test func neverMoreLiesOnTheDiskThanMayBeWritten() {
        let reserved = ProbeDescriptor(
            id: "state", methodVersion: 1, metrics: [], why: "", source: "",
            cost: Cost(time: .seconds(20), disk: .stage(bytes: 2 << 30, written: 1 << 28)))
        let limit = 1 << 30
        let plan = WritePlan(
            [reserved], preset: .quick, rounds: 14, memoryBytes: nil, limitBytes: limit)
        let outline = RunEstimate(
            [reserved], preset: .quick, looks: 1, alpha: 0.05, timeBudgetSeconds: 0, writes: plan,
            writeLimitBytes: limit)
        #expect(plan.leftOut.isEmpty)
        #expect(outline.scratchBytes == limit)
    }

    /// The outline tells the most that a probe writes, the plan the least that it needs: a limit of
    /// the first leaves room for the second, whatever the probe writes.
    @Test(arguments: [
        Cost.Disk.none, .own(bytes: 64 << 20), .shared(writes: false), .shared(writes: true),
        .appends(bytes: 44 << 20, perSecond: 46_000_000), .stage(bytes: 2 << 30, written: 1 << 30),
    ])
    func outlineAndPlanAgreeOnEveryCost(disk: Cost.Disk) {
        for time in [Cost.Time.rounds, .blocks(32), .seconds(9), .open] {
            let probe = ProbeDescriptor(
                id: "p", methodVersion: 1, metrics: [], why: "", source: "",
                cost: Cost(time: time, disk: disk))
            let outline = RunEstimate(
                [probe], preset: .quick, looks: 1, alpha: 0.05, timeBudgetSeconds: 0)
            let plan = WritePlan(
                [probe], preset: .quick, rounds: outline.warmupRounds + outline.keptRoundsMax,
                memoryBytes: nil, limitBytes: outline.writtenBytesMax)
            #expect(plan.leftOut.isEmpty, "\(disk), \(time)")
            #expect((outline.writtenBytesMax > 0) == probe.needsDisk)
        }
    }

    @Test func aLimitBelowTheSmallestFileLeavesEveryDiskProbeOut() {
        let probes = [probe("read", writes: false), probe("write")]
        let plan = WritePlan(
            probes, preset: .quick, rounds: 14, memoryBytes: nil, limitBytes: 1 << 20)
        #expect(plan.leftOut.keys.sorted() == ["read", "write"])
    }

    @Test func theOutlineNeverPromisesMoreThanTheLimit() {
        let probes = [probe("write"), probe("buffered", own: 1 << 20)]
        let limit = 3 * Self.gibibyte
        let plan = WritePlan(
            probes, preset: .quick, rounds: 14, memoryBytes: nil, limitBytes: limit)
        let outline = RunEstimate(
            probes, preset: .quick, looks: 3, alpha: 0.0221, timeBudgetSeconds: 100, writes: plan,
            writeLimitBytes: limit)
        #expect(outline.writtenBytes <= limit && outline.writtenBytesMax <= limit)
        #expect(outline.scratchBytes == plan.fileBytes + (1 << 20))
    }
}

/// What may be written is taken before it is written.
struct WriteBudgetTests {
    private func withFile(
        _ budget: WriteBudget, _ body: (ScratchFile) throws -> Void
    ) throws {
        let directory = NSTemporaryDirectory()
        try body(ScratchSpace(directory: directory, budget: budget).makeFile())
    }

    @Test func nothingIsWrittenBeyondTheLimit() throws {
        let budget = WriteBudget(limitBytes: 10_000)
        try withFile(budget) { file in
            let bytes = [UInt8](repeating: 7, count: 4096)
            try bytes.withUnsafeBytes { try file.writeAll($0) }
            try bytes.withUnsafeBytes { try file.writeAll($0) }
            #expect(budget.writtenBytes == 8192)
            #expect(throws: ProbeError.self) {
                try bytes.withUnsafeBytes { try file.writeAll($0) }
            }
            #expect(budget.writtenBytes == 8192 && budget.remainingBytes == 10_000 - 8192)
        }
    }

    @Test func withoutALimitWhatIsWrittenIsCounted() throws {
        let budget = WriteBudget()
        try withFile(budget) { file in
            let bytes = [UInt8](repeating: 7, count: 100)
            try bytes.withUnsafeBytes { try file.writeAll($0) }
        }
        #expect(budget.writtenBytes == 100 && budget.remainingBytes == .max)
    }

    @Test func aJobIsCutToWhatABlockMayWrite() throws {
        let budget = WriteBudget(limitBytes: 6 << 20, blockBytes: 1 << 20)
        let space = ScratchSpace(directory: NSTemporaryDirectory(), budget: budget)
        let file = try PreparedFile(
            .init(bytes: 4 << 20, seed: 1, mustBeProven: false), in: space,
            cancellation: Cancellation())
        #expect(budget.writtenBytes == 4 << 20)
        let engine = try IOEngines.choose(
            for: file.file, blocks: file.blocks, blockBytes: 4096, depth: 4
        ).engine
        let job = IOJob(.write, .random(seed: 1), blockBytes: 4096, depth: 4, seconds: 60)
        for _ in 0..<2 {
            let tally = try engine.run(job, on: file.blocks, cancellation: Cancellation())
            #expect(tally.issued == 256)
        }
        #expect(budget.remainingBytes == 0)
        #expect(throws: ProbeError.self) {
            try engine.run(job, on: file.blocks, cancellation: Cancellation())
        }
        let read = IOJob(
            .read, .random(seed: 1), blockBytes: 4096, depth: 4, seconds: 60, blocksMax: 10)
        #expect(
            try engine.run(read, on: file.blocks, cancellation: Cancellation()).issued == 10)
    }
}
