import CPlatform
import Foundation
import TestSupport
import Testing

@testable import Measurement

/// What both engines must do alike; the one in use here is asked as well as the fallback.
struct IOEngineTests {
    enum Kind: String, CaseIterable {
        case uring
        /// As on kernels before 6.1, which refuse its flags.
        case plainUring
        case threads

        func make(_ file: ScratchFile, _ blocks: ScratchBlocks, depth: Int) throws -> any IOEngine {
            switch self {
            case .uring:
                try UringEngine(file: file, blocks: blocks, blockBytes: 4096, depth: depth)
            case .plainUring:
                try UringEngine(
                    file: file, blocks: blocks, blockBytes: 4096, depth: depth, flags: 1 << 31)
            case .threads:
                try ThreadEngine(file: file, blocks: blocks, blockBytes: 4096, depth: depth)
            }
        }

        /// Those that this kernel, or a container's filter, lets run.
        static let here: [Kind] = allCases.filter { kind in
            guard let file = try? ScratchSpace(directory: NSTemporaryDirectory()).makeFile() else {
                return kind == .threads
            }
            return (try? kind.make(file, ScratchBlocks(pageCount: 1, seed: 0), depth: 1)) != nil
        }
    }

    private static let request = PreparedFile.Request(
        bytes: 1 << 20, seed: 7, mustBeProven: false)

    private func withFile(_ body: (PreparedFile) throws -> Void) throws {
        try withTemporaryDirectory { directory in
            try body(
                PreparedFile(
                    Self.request, in: ScratchSpace(directory: directory),
                    cancellation: Cancellation()))
        }
    }

    private func job(
        _ operation: IOJob.Operation, depth: Int = 4, blocksMax: Int? = 200
    ) -> IOJob {
        IOJob(
            operation, .random(seed: 3), blockBytes: 4096, depth: depth, seconds: 60,
            blocksMax: blocksMax)
    }

    @Test(arguments: Kind.here, [1, 8])
    func readsWhatWasFilledIn(kind: Kind, depth: Int) throws {
        try withFile { prepared in
            let engine = try kind.make(prepared.file, prepared.blocks, depth: depth)
            let tally = try engine.run(
                job(.read, depth: depth), on: prepared.blocks, cancellation: Cancellation())
            #expect(tally.faults.isEmpty)
            #expect(tally.completed >= 200)
            #expect(tally.latencyNanosecondsSum > 0)
            #expect(!tally.samples.isEmpty)
            for sample in tally.samples {
                #expect(prepared.blocks.difference(sample.page, sample.bytes) == nil)
            }
        }
    }

    @Test(arguments: Kind.here.filter { $0 != .threads })
    func whatIsInFlightAtTheEndOfAJobIsKnown(kind: Kind) throws {
        try withFile { prepared in
            let engine = try kind.make(prepared.file, prepared.blocks, depth: 32)
            let job = IOJob(
                .read, .random(seed: 5), blockBytes: 4096, depth: 32, seconds: 0.0005)
            let tally = try engine.run(job, on: prepared.blocks, cancellation: Cancellation())
            #expect(tally.drainedSpans.count == tally.drained)
            #expect(tally.drained >= 31)
            // How long the first submissions take in a debug build is no matter here.
            #expect(tally.effectiveDepth > 8)
            #expect(tally.effectiveDepth < 32.01)
        }
    }

    @Test func aSlotThatStayedEmptyIsMissingFromTheDepth() {
        var tally = IOTally()
        tally.nanoseconds = 1000
        tally.completed = 4
        tally.latencyNanosecondsSum = 4 * 400
        #expect(tally.effectiveDepth == 1.6)
        // As on a slow disk: two more were in flight for the last 600 and 100 ns, and one began
        // after the end.
        tally.drainedSpans = [400..<1700, 900..<1200, 1100..<1300]
        #expect(abs(tally.effectiveDepth - 2.3) < 1e-9)
    }

    @Test(arguments: Kind.here)
    func everyPageReadsAsItWasLastWritten(kind: Kind) throws {
        try withFile { prepared in
            let engine = try kind.make(prepared.file, prepared.blocks, depth: 4)
            let tally = try engine.run(
                job(.write), on: prepared.blocks, cancellation: Cancellation())
            #expect(tally.faults.isEmpty)
            let page = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 4096)
            defer { page.deallocate() }
            var overwritten = 0
            for number in 0..<prepared.blocks.pageCount {
                try prepared.file.read(into: page, at: number * 4096)
                let base = try #require(page.baseAddress)
                #expect(prepared.blocks.difference(number, base) == nil)
                if prepared.blocks.generation(of: number) > 0 { overwritten += 1 }
            }
            #expect(overwritten > 50)
        }
    }

    @Test(arguments: Kind.here)
    func aSequentialJobTouchesEachBlockOnce(kind: Kind) throws {
        try withFile { prepared in
            let engine = try kind.make(prepared.file, prepared.blocks, depth: 4)
            var job = IOJob(
                .write, .sequential, blockBytes: 4096, depth: 4, seconds: 60,
                blocksMax: prepared.blocks.pageCount)
            job.intervalSeconds = 0.001
            let tally = try engine.run(job, on: prepared.blocks, cancellation: Cancellation())
            #expect(tally.completed + tally.drained == prepared.blocks.pageCount)
            #expect(tally.intervalBytes.reduce(0, +) == tally.completed * 4096)
            for page in 0..<prepared.blocks.pageCount {
                #expect(prepared.blocks.generation(of: page) > 0)
            }
        }
    }

    /// However far one slot runs ahead of another, none writes the other's block.
    @Test(arguments: Kind.here)
    func aJobThatPassesTheEndLeavesEveryPageAsItWasLastWritten(kind: Kind) throws {
        try withFile { prepared in
            let engine = try kind.make(prepared.file, prepared.blocks, depth: 7)
            let job = IOJob(
                .write, .sequential, blockBytes: 4096, depth: 7, seconds: 60,
                blocksMax: 3 * prepared.blocks.pageCount)
            let tally = try engine.run(job, on: prepared.blocks, cancellation: Cancellation())
            #expect(tally.completed + tally.drained == 3 * prepared.blocks.pageCount)
            let page = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 4096)
            defer { page.deallocate() }
            for number in 0..<prepared.blocks.pageCount {
                try prepared.file.read(into: page, at: number * 4096)
                let base = try #require(page.baseAddress)
                #expect(prepared.blocks.difference(number, base) == nil)
            }
        }
    }

    @Test(arguments: Kind.here)
    func aBlockThatIsCutShortIsNoFigure(kind: Kind) throws {
        try withFile { prepared in
            let engine = try kind.make(prepared.file, prepared.blocks, depth: 2)
            #expect(ftruncate(prepared.file.descriptor, 4096 * 100) == 0)
            let job = job(.read, depth: 2)
            let tally = try engine.run(job, on: prepared.blocks, cancellation: Cancellation())
            let fault = try #require(tally.faults.first)
            #expect(fault.errno == 0)
            #expect(fault.count > 0)
            #expect(fault.firstOffset >= 4096 * 100)
            #expect { try tally.check(job, in: prepared.file) } throws: { error in
                "\(error)".contains("fewer bytes than asked for")
            }
        }
    }

    /// /dev/full refuses every byte, as a full disk does.
    @Test(arguments: Kind.here)
    func aFullDiskIsNamed(kind: Kind) throws {
        let descriptor = open("/dev/full", O_RDWR | O_CLOEXEC)
        try #require(descriptor >= 0)
        let file = ScratchFile(descriptor: descriptor, subject: "/data")
        let blocks = ScratchBlocks(pageCount: 64, seed: 1)
        let engine = try kind.make(file, blocks, depth: 4)
        let job = job(.write, blocksMax: nil)
        let tally = try engine.run(job, on: blocks, cancellation: Cancellation())
        #expect(tally.completed == 0)
        #expect(tally.faults.map(\.errno) == [ENOSPC])
        // Not tried for a minute: enough is known after some hundreds.
        #expect((256...260).contains(tally.failed))
        #expect { try tally.check(job, in: file) } throws: { error in
            let text = "\(error)"
            return text.contains("in /data: No space left on device; free some space")
                && text.contains("writes failed, the first at offset")
        }
    }

    @Test(arguments: Kind.here)
    func aFileThatMayNotBeWrittenIsNamed(kind: Kind) throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/f"
            try Data(count: 1 << 20).write(to: URL(filePath: path))
            let file = ScratchFile(descriptor: open(path, O_RDONLY | O_CLOEXEC), subject: path)
            let blocks = ScratchBlocks(pageCount: 256, seed: 1)
            let tally = try kind.make(file, blocks, depth: 4).run(
                job(.write), on: blocks, cancellation: Cancellation())
            #expect(tally.faults.map(\.errno) == [EBADF])
        }
    }

    @Test(arguments: Kind.here)
    func aCancelledRunDrainsAndEnds(kind: Kind) throws {
        try withFile { prepared in
            let engine = try kind.make(prepared.file, prepared.blocks, depth: 8)
            let cancellation = Cancellation()
            let canceller = Thread {
                usleep(50_000)
                cancellation.cancel(signal: 2)
            }
            canceller.start()
            let endless = job(.write, depth: 8, blocksMax: nil)
            #expect(throws: ProbeError.cancelled) {
                try engine.run(endless, on: prepared.blocks, cancellation: cancellation)
            }
            // Nothing is left in flight: the next job finds the file as it should be.
            let tally = try engine.run(
                job(.read, depth: 8), on: prepared.blocks, cancellation: Cancellation())
            #expect(
                tally.samples.allSatisfy { prepared.blocks.difference($0.page, $0.bytes) == nil })
        }
    }

    @Test(arguments: Kind.here)
    func eachSlotDoesOneBlockHoweverShortTheTime(kind: Kind) throws {
        try withFile { prepared in
            let engine = try kind.make(prepared.file, prepared.blocks, depth: 4)
            var job = job(.read, blocksMax: nil)
            job.seconds = 0
            let tally = try engine.run(job, on: prepared.blocks, cancellation: Cancellation())
            #expect(tally.completed >= 4)
        }
    }

    /// Where the kernel refuses threads or a ring, nothing was written; where a ring refuses to go
    /// on, what it had written stays counted.
    @Test(arguments: [0, 3])
    func whatWasNotWrittenIsGivenBackAlsoOnFailure(written: Int) throws {
        let budget = WriteBudget(limitBytes: 1 << 20)
        let file = ScratchFile(
            descriptor: open("/dev/null", O_RDWR | O_CLOEXEC), subject: "/data", budget: budget)
        let blocks = ScratchBlocks(pageCount: 64, seed: 1)
        let frame = try IOContext(file: file, blocks: blocks, blockBytes: 4096, depth: 4)
        let refusal = ProbeError.system(operation: "start", subject: "a thread", errno: EAGAIN)
        #expect(throws: refusal) {
            try frame.run(job(.write), on: blocks, cancellation: Cancellation()) {
                (job, _, tally) throws(ProbeError) in
                #expect(budget.writtenBytes == 200 * 4096)
                tally.completed = written
                throw refusal
            }
        }
        #expect(budget.writtenBytes == written * 4096)
    }

    @Test func littlesLawGivesTheBlocksInFlight() {
        var tally = IOTally()
        tally.completed = 1000
        tally.nanoseconds = 500_000_000
        tally.latencyNanosecondsSum = 1000 * 4_000_000
        // 2,000 a second times 4 ms.
        #expect(abs(tally.effectiveDepth - 8) < 1e-9)
        #expect(IOTally().effectiveDepth == 0)
    }
}

/// The contents of a scratch file, and what is noticed of them.
struct ScratchBlocksTests {
    private let blocks = ScratchBlocks(pageCount: 64, seed: 9)
    private let memory = UnsafeMutableRawPointer.allocate(byteCount: 2 * 4096, alignment: 4096)

    @Test func aPageOfAnotherPlaceIsNoticed() {
        blocks.fill(5, count: 1, into: memory)
        #expect(blocks.difference(5, memory) == nil)
        #expect(blocks.difference(6, memory) == "holds other data than was written there")
        memory.storeBytes(of: 1, toByteOffset: 4095, as: UInt8.self)
        (memory + 100).storeBytes(of: 1, as: UInt8.self)
        #expect(blocks.difference(5, memory) != nil)
    }

    @Test func zerosAreNamed() {
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: 4096)
        #expect(
            blocks.difference(1, memory) == "holds only zeros: nothing was ever written there")
    }

    /// A write failed there: whatever it holds, no other read of it is wrong.
    @Test func nothingIsKnownOfAForgottenPageUntilItIsWrittenAgain() {
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: 4096)
        blocks.forget(4, count: 1)
        #expect(blocks.difference(4, memory) == nil)
        #expect(blocks.difference(5, memory) != nil)
        blocks.makePatterns(0, count: 1, into: memory)
        blocks.stamp(4, count: 1, pattern: 0, generation: .max, into: memory)
        #expect(blocks.difference(4, memory) == nil)
        memory.storeBytes(of: 1, toByteOffset: 4000, as: UInt8.self)
        (memory + 100).storeBytes(of: 1, as: UInt8.self)
        #expect(blocks.difference(4, memory) != nil)
    }

    @Test func anOlderGenerationOfAPageIsNoticed() {
        blocks.makePatterns(3, count: 1, into: memory)
        blocks.stamp(8, count: 1, pattern: 3, generation: 1, into: memory)
        #expect(blocks.difference(8, memory) == nil)
        let other = memory + 4096
        blocks.makePatterns(3, count: 1, into: other)
        blocks.stamp(8, count: 1, pattern: 3, generation: 2, into: other)
        #expect(blocks.difference(8, other) == nil)
        #expect(blocks.difference(8, memory) != nil)
    }
}

/// What the filesystem says of where blocks lie.
struct FileExtentsTests {
    /// Whether temporary files lie on a filesystem that tells, such as ext4 and xfs.
    private static let isTold: Bool = {
        let file = try? ScratchSpace(directory: NSTemporaryDirectory()).makeFile()
        guard let file, let answer = try? file.extents(bytes: 4096) else { return false }
        return (try? answer.get()) != nil
    }()

    @Test(.enabled(if: isTold))
    func holesAndReservedBlocksAreTold() throws {
        try withTemporaryDirectory { directory in
            let file = try ScratchSpace(directory: directory).makeFile()
            #expect(ftruncate(file.descriptor, 1 << 20) == 0)
            let sparse = try file.extents(bytes: 1 << 20).get()
            #expect(sparse.fault(bytes: 1 << 20)?.contains("holes of 1048576 bytes") == true)
            #expect(posix_fallocate(file.descriptor, 0, 1 << 20) == 0)
            let reserved = try file.extents(bytes: 1 << 20).get()
            #expect(reserved.unwrittenBytes == 1 << 20)
            #expect(
                reserved.fault(bytes: 1 << 20)?.contains("reserved and not written") == true)
        }
    }

    @Test func oneHoleAmongWrittenBlocksIsAFault() {
        let extents = FileExtents(writtenBytes: 8192, count: 2)
        #expect(extents.fault(bytes: 8192) == nil)
        #expect(extents.fault(bytes: 12_288)?.contains("holes of 4096 bytes") == true)
    }
}
