import Foundation
import Host
import Measurement
import Model
import TestSupport
import Testing

@testable import Probes

/// The disk probes with counters, data or an engine that went wrong.
struct DiskProbesTests {
    private static let catalog = ProbeCatalog(chain: .typical)
    static let ids = ProbeIdentity.all
        .filter { $0.id.hasPrefix("disk.") && !$0.id.hasSuffix(".buffered") }.map(\.id)

    private let timer = BlockTimer(
        clock: MonotonicClock(), targetSeconds: 0.001, cancellation: Cancellation())

    private func withSession(
        _ id: String, _ body: (DiskSession) throws -> Void
    ) throws {
        try withTemporaryDirectory { directory in
            let environment = ProbeEnvironment(
                scale: .smoke, scratch: ScratchSpace(directory: directory), allowedCPUs: 2,
                availableMemoryBytes: nil, seed: 1, cancellation: Cancellation())
            let probe = try #require(Self.catalog.probe(id: id))
            let session = try #require(try probe.prepare(in: environment) as? DiskSession)
            // As on a machine whose device counts, whatever this one has.
            session.counters = { nil }
            session.countersMayBeOff = false
            try body(session)
        }
    }

    @Test(arguments: ids)
    func aDeviceThatDidNothingFailsTheProbe(id: String) throws {
        try withSession(id) { session in
            session.counters = { DeviceCounters(flushes: 0) }
            _ = try session.measure(timer)
            #expect { try session.check() } throws: { error in
                "\(error)".hasPrefix("wrong answer: answered from a cache: ")
            }
        }
    }

    /// Nothing is written there, and yet neither appends nor syncs need fail.
    @Test(arguments: ids)
    func aFilesystemThatBecameReadOnlyIsNamedWhereItWasWrittenTo(id: String) throws {
        try withSession(id) { session in
            session.counters = { DeviceCounters(flushes: 0) }
            session.isReadOnly = { true }
            _ = try session.measure(timer)
            #expect { try session.check() } throws: { error in
                id.contains(".read.")
                    ? "\(error)".contains("answered from a cache")
                    : "\(error)".hasSuffix(
                        ": Read-only file system; choose a --path that you may write to")
            }
        }
    }

    /// Switched off, counters stand still, which must not read as a cache's work.
    @Test(arguments: ids)
    func countersThatAreSwitchedOffProveNothing(id: String) throws {
        try withSession(id) { session in
            session.counters = { DeviceCounters(flushes: 0) }
            session.countersMayBeOff = true
            _ = try session.measure(timer)
            try session.check()
        }
    }

    @Test(arguments: ids)
    func aDeviceThatDidMoreIsToldOnce(id: String) throws {
        try withSession(id) { session in
            var calls = 0
            session.counters = {
                calls += 1
                let much = calls << 40
                return DeviceCounters(
                    reads: much, readBytes: much, writes: much, writtenBytes: much, flushes: 0)
            }
            for _ in 0..<2 {
                _ = try session.measure(timer)
                try session.check()
            }
            #expect(session.advisories.filter { $0.id == "disk.foreign" }.count == 1)
        }
    }

    @Test(arguments: ids.filter { $0.hasPrefix("disk.read") })
    func aReadOfOtherDataFailsTheProbe(id: String) throws {
        try withSession(id) { session in
            let engine = try #require(session as? BlockIOSession)
            engine.engine = DoctoredEngine(engine.engine) { tally in
                tally.samples[0].bytes[77] ^= 1
            }
            _ = try session.measure(timer)
            #expect { try session.check() } throws: { error in
                "\(error)".contains("of the scratch file holds other data than was written there")
            }
        }
    }

    @Test(arguments: ids.filter { $0.contains("write") || $0 == "disk.sustained" })
    func aWriteThatWasNotDoneFailsTheProbe(id: String) throws {
        try withSession(id) { session in
            _ = try session.measure(timer)
            try session.check()
            let prepared = try #require(
                (session as? BlockIOSession)?.prepared
                    ?? (session as? SustainedWriteSession)?.prepared)
            // Behind the session's back: every page becomes zeros.
            try prepared.file.truncate()
            #expect(ftruncate(prepared.file.descriptor, off_t(4 << 20)) == 0)
            #expect { try session.check() } throws: { error in
                "\(error)".contains("holds only zeros")
            }
        }
    }

    @Test func anAppendThatIsNotThereFailsTheProbe() throws {
        try withSession("disk.sync.latency") { session in
            let sync = try #require(session as? SyncLatencySession)
            _ = try session.measure(timer)
            try session.check()
            try sync.corrupt()
            #expect { try session.check() } throws: { error in
                "\(error)".contains("differs from what was written")
            }
        }
    }

    @Test(arguments: [
        (ENOSPC, "No space left on device; free some space"),
        (EDQUOT, "Disk quota exceeded; raise the quota"),
        (EFBIG, "File too large; raise the file size limit (ulimit -f)"),
        (EROFS, "Read-only file system; choose a --path"),
        (EIO, "Input/output error; the device reports an error"),
    ])
    func whatTheKernelRefusesIsNamedWithItsMend(code: Int32, text: String) throws {
        try withSession("disk.write.random.4k.qd32") { session in
            let write = try #require(session as? BlockIOSession)
            write.engine = DoctoredEngine(write.engine) { tally in
                tally.faults = [.init(errno: code, count: 3, firstOffset: 8192)]
            }
            #expect { try session.measure(timer) } throws: { error in
                "\(error)".contains("3 of ")
                    && "\(error)".contains("the first at offset 8192") && "\(error)".contains(text)
            }
        }
    }

    @Test func aQueueThatWasNotKeptFullDoesNotCount() throws {
        try withSession("disk.read.random.4k.qd32") { session in
            let read = try #require(session as? BlockIOSession)
            read.engine = DoctoredEngine(read.engine) { tally in
                tally.latencyNanosecondsSum = tally.nanoseconds * 28
                tally.drainedSpans = []
            }
            _ = try session.measure(timer)
            try session.check()
            #expect(
                Set(session.invalid.keys) == [
                    "disk.read.random.4k.qd32.iops", "disk.read.random.4k.qd32.latency",
                ])
            #expect(
                session.invalid.values.allSatisfy {
                    $0.contains("of 32 blocks were in flight on average")
                })
        }
    }

    @Test func theEngineIsNamed() throws {
        try withSession("disk.read.random.4k.qd1") { session in
            let name = try #require(session.implementation?.name)
            #expect(["io_uring", "pread/pwrite threads"].contains(name))
        }
    }

    /// Each probe would write gigabytes again, to come to the same.
    @Test func aFileThatCouldNotBeMadeIsNotTriedAgainInTheSameRun() throws {
        try withTemporaryDirectory { directory in
            let place = directory + "/later"
            let resources = RunResources()
            func environment(seed: UInt64) -> ProbeEnvironment {
                ProbeEnvironment(
                    scale: .reference, scratch: ScratchSpace(directory: place),
                    diskFileBytes: 4 << 20, demandsProof: false, allowedCPUs: 2,
                    availableMemoryBytes: nil, seed: seed, cancellation: Cancellation(),
                    resources: resources)
            }
            #expect(throws: ProbeError.self) {
                try SharedScratchFile.file(in: environment(seed: 1))
            }
            #expect(mkdir(place, 0o700) == 0)
            #expect(throws: ProbeError.self) {
                try SharedScratchFile.file(in: environment(seed: 1))
            }
            let file = try SharedScratchFile.file(in: environment(seed: 2))
            #expect(file.blocks.byteCount == 4 << 20)
        }
    }

    @Test func aFilesystemThatLeavesSomethingOpenIsUnmeasurable() throws {
        try #require(FileManager.default.fileExists(atPath: "/dev/shm"))
        let environment = ProbeEnvironment(
            scale: .reference, scratch: ScratchSpace(directory: "/dev/shm"),
            diskFileBytes: 1 << 20, allowedCPUs: 2, availableMemoryBytes: nil, seed: 1,
            cancellation: Cancellation())
        let probe = try #require(Self.catalog.probe(id: "disk.read.random.4k.qd1"))
        #expect { try probe.prepare(in: environment) } throws: { error in
            "\(error)".hasPrefix("unmeasurable: cannot tell whether a disk answers in /dev/shm")
        }
    }
}

/// An engine whose tallies are changed before anybody sees them.
private final class DoctoredEngine: IOEngine {
    private let engine: any IOEngine
    private let change: (inout IOTally) -> Void

    init(_ engine: any IOEngine, _ change: @escaping (inout IOTally) -> Void) {
        self.engine = engine
        self.change = change
    }

    var name: String { engine.name }

    func run(
        _ job: IOJob, on blocks: ScratchBlocks, cancellation: Cancellation
    ) throws(ProbeError) -> IOTally {
        var tally = try engine.run(job, on: blocks, cancellation: cancellation)
        change(&tally)
        return tally
    }
}

/// What a series of rates says of a long write.
struct SustainedRateTests {
    @Test func aCacheThatRunsFullIsSeen() {
        // 4 parts of a quarter of a second: two seconds at 100 a second, then 20.
        let parts = Array(repeating: 25, count: 8) + Array(repeating: 5, count: 49)
        let rate = SustainedRate(parts: parts, part: 0.25, partsMax: 4)
        #expect(rate.seconds.first == 1)
        #expect(rate.rates.count == 14)
        #expect(rate.burst == 100)
        #expect(rate.lastWindow == 20)
        #expect(rate.steadyFrom == 2)
        #expect(rate.lastShares == Array(repeating: 0.2, count: 10))
        #expect(rate.lastSeconds == (0..<10).map { 9.5 + 0.5 * Double($0) })
    }

    /// Level twice, and only the second time for good.
    @Test func aDiskThatFallsLateIsLevelFromThere() {
        let parts = Array(repeating: 25, count: 40) + Array(repeating: 5, count: 41)
        let rate = SustainedRate(parts: parts, part: 0.25, partsMax: 4)
        #expect(rate.steadyFrom == 10)
        let late = SustainedRate(parts: Array(parts.prefix(53)), part: 0.25, partsMax: 4)
        #expect(late.steadyFrom == nil)
    }

    @Test func aDiskThatSlowsDownToTheEndIsNotSteady() {
        let parts = (0..<41).map { 1000 - 20 * $0 }
        #expect(SustainedRate(parts: parts, part: 0.25, partsMax: 4).steadyFrom == nil)
    }

    @Test func aFastDiskIsSeenInShorterIntervals() {
        let rate = SustainedRate(
            parts: Array(repeating: 10, count: 21), part: 0.125, partsMax: 8)
        // 20 whole parts make 10 intervals of two parts.
        #expect(rate.rates == Array(repeating: 80, count: 10))
        #expect(rate.steadyFrom == 0)
    }

    @Test func oneShortPartIsStillARate() {
        let rate = SustainedRate(parts: [4096], part: 0.001, partsMax: 16)
        #expect(rate.burst > 0)
        #expect(rate.lastWindow == rate.burst)
        #expect(rate.steadyFrom == nil)
        #expect(rate.lastShares == [1])
    }

    /// Ten whole parts are the fewest, whose halves are samples enough at every look.
    @Test(arguments: [(11, 10), (21, 10), (33, 10), (10, 5)])
    func lastWindowHasTenHalvesWhereThereIsAWindow(parts: Int, shares: Int) {
        let rate = SustainedRate(
            parts: Array(repeating: 10, count: parts), part: 0.1, partsMax: 32)
        #expect(rate.lastShares.count >= shares)
        #expect(rate.lastShares.allSatisfy { abs($0 - 1) < 1e-9 })
    }

    @Test func aDiskThatTookNothingHasNoShares() {
        #expect(SustainedRate(parts: [0, 0, 0], part: 0.25, partsMax: 4).lastShares.isEmpty)
    }
}
