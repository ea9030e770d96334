import Foundation
import Measurement
import Model
import TestSupport
import Testing

struct WriteBudgetTests {
    @Test func whatFitsIsTakenAndWhatDoesNotIsNot() throws {
        let budget = WriteBudget(capBytes: 100)
        #expect(budget.take(60))
        #expect(!budget.take(41))
        #expect(budget.writtenBytes == 60)
        #expect(budget.remainingBytes == 40)
        #expect(budget.hasRefused)
        #expect(budget.take(40))
        budget.giveBack(10)
        try budget.reserve(10)
        #expect(throws: ProbeError.self) { try budget.reserve(1) }
        #expect("\(budget.spent)".hasPrefix("--max-write is spent: 100 of 100 bytes"))
    }

    @Test func withoutACapBytesAreCounted() {
        let budget = WriteBudget()
        #expect(budget.take(1 << 40))
        #expect(budget.writtenBytes == 1 << 40)
        #expect(budget.remainingBytes == nil)
        #expect(!budget.hasRefused)
    }

    @Test func manyThreadsTogetherNeverTakeMoreThanTheCap() throws {
        let budget = WriteBudget(capBytes: 10_007)
        let taken = try ProbeThread.runAll(count: 8) { index throws(ProbeError) in
            var own = 0
            // Sizes that do not divide the cap, so that the last bytes are fought for.
            for step in 0..<10_000 where budget.take(1 + (index + step) % 7) {
                own += 1 + (index + step) % 7
            }
            return own
        }
        #expect(taken.reduce(0, +) == budget.writtenBytes)
        #expect(budget.writtenBytes == 10_007)
    }

    @Test func aScratchFileRefusesWhatDoesNotFitBeforeItsFirstByte() throws {
        try withTemporaryDirectory { directory in
            let budget = WriteBudget(capBytes: 12_288)
            let file = try ScratchSpace(directory: directory, budget: budget).makeFile()
            let bytes = [UInt8](repeating: 7, count: 4097)
            try bytes.withUnsafeBytes { try file.writeAll($0) }
            #expect(budget.writtenBytes == 8192, "a device is given whole pages")
            #expect(throws: budget.spent) {
                try bytes.withUnsafeBytes { try file.writeAll($0) }
            }
            #expect(budget.writtenBytes == 8192)
            #expect(lseek(file.descriptor, 0, SEEK_END) == 4097)
        }
    }

    /// io_uring where there is one, and threads, of which each has a block in flight.
    @Test(arguments: [true, false])
    func noEngineExceedsTheBudgetWithAFullQueue(areThreads: Bool) throws {
        try withTemporaryDirectory { directory in
            let cap = 37 * 4096 + 100
            let budget = WriteBudget(capBytes: cap)
            let file = try ScratchSpace(directory: directory, budget: budget).makeFile()
            let blocks = ScratchBlocks(pageCount: 1024, seed: 1)
            let engine: any IOEngine =
                areThreads
                ? try ThreadEngine(file: file, blocks: blocks, blockBytes: 4096, depth: 8)
                : try IOEngines.choose(for: file, blocks: blocks, blockBytes: 4096, depth: 8)
                    .engine
            let job = IOJob(.write, .random(seed: 1), blockBytes: 4096, depth: 8, seconds: 60)
            let tally = try engine.run(job, on: blocks, cancellation: Cancellation())
            #expect(tally.issued == 37)
            #expect(tally.isOverBudget)
            #expect(budget.writtenBytes == 37 * 4096)
            #expect(throws: budget.spent) { try tally.check(job, in: file) }
            // Reading costs nothing.
            let read = IOJob(
                .read, .random(seed: 1), blockBytes: 4096, depth: 1, seconds: 0)
            _ = try engine.run(read, on: blocks, cancellation: Cancellation())
            #expect(budget.writtenBytes == 37 * 4096)
        }
    }

    @Test func aFileThatTheBudgetIsTooSmallForIsNotMade() throws {
        try withTemporaryDirectory { directory in
            let budget = WriteBudget(capBytes: 3 << 20)
            #expect(throws: ProbeError.self) {
                try PreparedFile(
                    .init(bytes: 4 << 20, seed: 1, mustBeProven: false),
                    in: ScratchSpace(directory: directory, budget: budget),
                    cancellation: Cancellation())
            }
            #expect(budget.writtenBytes <= 3 << 20)
        }
    }

    /// Blocks end by bytes where they would by time.
    @Test func aBlockStaysWithinItsShare() throws {
        try withTemporaryDirectory { directory in
            let space = ScratchSpace(directory: directory)
            let prepared = try PreparedFile(
                .init(bytes: 4 << 20, seed: 1, mustBeProven: false), in: space,
                cancellation: Cancellation())
            let before = space.budget.writtenBytes
            #expect(before == 4 << 20)
            let timer = BlockTimer(
                clock: MonotonicClock(), targetSeconds: 60, cancellation: Cancellation(),
                writeBytesMax: 100 * 4096)
            let engine = try IOEngines.choose(
                for: prepared.file, blocks: prepared.blocks, blockBytes: 4096, depth: 32
            ).engine
            let job = IOJob(.write, .random(seed: 1), blockBytes: 4096, depth: 32, seconds: 0)
            let tally = try timer.run(job, by: engine, on: prepared)
            #expect(tally.completed >= 68)
            #expect(space.budget.writtenBytes - before <= 100 * 4096)
            var iterations = 0
            _ = try timer.rate(workPerIteration: 1, writing: 10 * 4096) { () throws(ProbeError) in
                iterations += 1
                if !prepared.file.budget.take(10 * 4096) { throw prepared.file.budget.spent }
            }
            #expect(iterations == 10)
        }
    }
}
