internal import CPlatform
internal import Glibc
package import Latency

/// A scratch file that holds seeded data in every block, synced, so that reading it asks the disk.
///
/// Files that were only reserved, or have holes, are answered by the filesystem without asking any
/// device: ten times too fast. Whether that is so here is looked up after the fill and not assumed.
package final class PreparedFile {
    /// What to make.
    package struct Request: Sendable, Equatable {
        /// Bytes, a multiple of 1 MiB.
        package let bytes: Int
        package let seed: UInt64
        /// Whether a filesystem that leaves something open is refused.
        package let mustBeProven: Bool

        package init(bytes: Int, seed: UInt64, mustBeProven: Bool) {
            precondition(bytes > 0 && bytes % (1 << 20) == 0, "whole mebibytes")
            self.bytes = bytes
            self.seed = seed
            self.mustBeProven = mustBeProven
        }
    }

    package let request: Request
    package let directory: String
    package let file: ScratchFile
    package let blocks: ScratchBlocks
    /// What could not be proven of the file, and why; nil means everything was.
    package let doubt: String?
    /// Seconds that making it took.
    package let seconds: Double

    /// Makes, fills, syncs and looks at a file.
    ///
    /// - Throws: `system` for what the kernel refuses, such as ENOSPC; `wrongAnswer` for a hole;
    ///   `unmeasurable` where the filesystem leaves something open that must be proven.
    package init(
        _ request: Request, in scratch: ScratchSpace, cancellation: Cancellation
    ) throws(ProbeError) {
        let start = touchstone_monotonic_nanoseconds()
        self.request = request
        directory = scratch.directory
        var doubts: [String] = []
        let isDirect: Bool
        (file, isDirect) = try Self.open(in: scratch)
        if !isDirect { doubts.append("the filesystem has no direct access (O_DIRECT)") }
        blocks = ScratchBlocks(
            pageCount: request.bytes / ScratchBlocks.pageBytes, seed: request.seed)
        try Self.fill(file, blocks, cancellation: cancellation)
        switch try file.extents(bytes: request.bytes) {
        case .success(let extents):
            if let fault = extents.fault(bytes: request.bytes) { throw .wrongAnswer(fault) }
            if extents.otherBytes > 0 {
                doubts.append("the filesystem packs, compresses or shares its blocks")
            }
        case .failure: doubts.append("the filesystem does not tell where blocks lie (FIEMAP)")
        }
        doubt = doubts.isEmpty ? nil : doubts.joined(separator: "; ")
        if let doubt, request.mustBeProven {
            throw .unmeasurable("cannot tell whether a disk answers in \(directory): \(doubt)")
        }
        seconds = Double(touchstone_monotonic_nanoseconds() - start) / 1e9
    }

    private static func open(
        in scratch: ScratchSpace
    ) throws(ProbeError) -> (ScratchFile, isDirect: Bool) {
        do throws(ProbeError) {
            return (try scratch.makeFile(.direct), true)
        } catch .system(_, _, EINVAL) {
            return (try scratch.makeFile(.buffered), false)
        }
    }

    /// Writes every block once, from its own seed, and syncs.
    private static func fill(
        _ file: ScratchFile, _ blocks: ScratchBlocks, cancellation: Cancellation
    ) throws(ProbeError) {
        let blockBytes = min(1 << 20, blocks.byteCount / 4)
        let engine = try IOEngines.choose(
            for: file, blocks: blocks, blockBytes: blockBytes, depth: 4
        ).engine
        let job = IOJob(
            .fill, .sequential, blockBytes: blockBytes, depth: 4, seconds: 86_400,
            blocksMax: blocks.byteCount / blockBytes)
        let tally = try engine.run(job, on: blocks, cancellation: cancellation)
        try tally.check(job, in: file)
        try file.synchronize()
    }
}

/// Where the blocks of a file lie, by FIEMAP.
package struct FileExtents: Sendable, Equatable {
    package var writtenBytes = 0
    /// Reserved and never written: read as zeros without asking a device.
    package var unwrittenBytes = 0
    /// Packed, compressed, shared or not yet placed.
    package var otherBytes = 0
    package var count = 0

    package init(
        writtenBytes: Int = 0, unwrittenBytes: Int = 0, otherBytes: Int = 0, count: Int = 0
    ) {
        self.writtenBytes = writtenBytes
        self.unwrittenBytes = unwrittenBytes
        self.otherBytes = otherBytes
        self.count = count
    }

    /// What makes reads of such a file meaningless; nil means nothing.
    package func fault(bytes: Int) -> String? {
        if unwrittenBytes > 0 {
            return "\(unwrittenBytes) bytes of the scratch file are reserved and not written: "
                + "no disk would be asked for them"
        }
        let hole = bytes - writtenBytes - otherBytes
        return hole > 0
            ? "the scratch file has holes of \(hole) bytes: no disk would be asked for them" : nil
    }
}

extension ScratchFile {
    /// Asks where the first bytes of the file lie.
    ///
    /// - Returns: `failure` with the errno where the filesystem cannot tell.
    /// - Throws: `system` for any other refusal.
    package func extents(bytes: Int) throws(ProbeError) -> Result<FileExtents, FiemapUnsupported> {
        var found = touchstone_extents()
        let code = touchstone_file_extents(descriptor, UInt64(bytes), &found)
        switch -code {
        case 0:
            return .success(
                FileExtents(
                    writtenBytes: Int(found.written), unwrittenBytes: Int(found.unwritten),
                    otherBytes: Int(found.other), count: Int(found.extents)))
        case EOPNOTSUPP, ENOTTY, EINVAL, ENOSYS: return .failure(FiemapUnsupported(errno: -code))
        default:
            throw .system(
                operation: "ask for the extents of a scratch file in", subject: subject,
                errno: -code)
        }
    }

    /// A filesystem that does not tell.
    package struct FiemapUnsupported: Error {
        package let errno: Int32
    }
}

extension IOTally {
    /// - Throws: `system` with the errno that most blocks failed with, `wrongAnswer` where blocks
    ///   were cut short without one; nothing when all did what was asked.
    package func check(_ job: IOJob, in file: ScratchFile) throws(ProbeError) {
        guard let worst = faults.max(by: { $0.count < $1.count }) else { return }
        let verb = job.operation == .read ? "reads" : "writes"
        let what =
            "\(failed) of \(issued) \(verb) failed, the first at offset \(worst.firstOffset)"
        if worst.errno == 0 { throw .wrongAnswer("\(what): fewer bytes than asked for") }
        throw .system(
            operation: "\(what) of a scratch file in", subject: file.subject, errno: worst.errno)
    }
}

extension BlockTimer {
    /// Runs a job for the time of a block, or a share of it.
    ///
    /// - Throws: what the engine throws; `system` or `wrongAnswer` when a block failed.
    package func run(
        _ job: IOJob, by engine: any IOEngine, on prepared: PreparedFile, share: Double = 1
    ) throws(ProbeError) -> IOTally {
        var job = job
        job.seconds = targetSeconds * share
        job.delay = delay
        let tally = try engine.run(job, on: prepared.blocks, cancellation: cancellation)
        try tally.check(job, in: prepared.file)
        return tally
    }

    /// Times single operations one by one for a share of a block; one at least.
    ///
    /// - Parameters:
    ///   - share: of the block's time.
    ///   - body: one operation; returns the nanoseconds that it took by the clock it is given.
    /// - Returns: the time of each.
    /// - Throws: what `body` throws, or `cancelled`.
    package func latencies(
        share: Double, _ body: (any BenchClock) throws(ProbeError) -> UInt64
    ) throws(ProbeError) -> LatencyHistogram {
        var log = LatencyHistogram()
        let start = clock.nanoseconds()
        let length = UInt64(targetSeconds * share * 1e9)
        repeat {
            try cancellation.check()
            let taken = try body(clock)
            if delay > 0 {
                let from = clock.nanoseconds()
                let extra = UInt64(Double(taken) * delay)
                while clock.nanoseconds() &- from < extra {}
                log.record(nanoseconds: taken + extra)
            } else {
                log.record(nanoseconds: taken)
            }
        } while clock.nanoseconds() &- start < length
        return log
    }

    /// Length of a block in seconds.
    package var targetSeconds: Double { Double(targetNanoseconds) / 1e9 }
}
