internal import Glibc

/// What an engine works with, and what is done around each of its runs, whichever way it asks the
/// kernel.
final class IOContext {
    let file: ScratchFile
    let memory: IOMemory
    /// The most blocks in flight.
    let depth: Int
    /// The largest of them.
    let blockBytes: Int
    /// Where the numbers of writes go on.
    private var generation: UInt32 = 0

    /// - Parameters:
    ///   - file: what the blocks lie in.
    ///   - blocks: what its pages should hold.
    ///   - blockBytes: the largest of the jobs to come.
    ///   - depth: the greatest of the jobs to come.
    /// - Throws: `system` when there is no memory for the blocks.
    init(
        file: ScratchFile, blocks: ScratchBlocks, blockBytes: Int, depth: Int
    ) throws(ProbeError) {
        self.file = file
        self.blockBytes = blockBytes
        self.depth = depth
        memory = try IOMemory(blocks: blocks, blockBytes: blockBytes, depth: depth)
    }

    /// Does a job as far as the file's budget allows, and settles it on every way out.
    ///
    /// - Parameters:
    ///   - job: within the sizes that the frame was made for.
    ///   - blocks: what the file's pages should hold.
    ///   - cancellation: asked before and after.
    ///   - move: moves the blocks of the job it is handed, its writes numbered on from the number
    ///     it is handed; the tally holds what was moved when it throws, too.
    /// - Returns: what was moved, with what stopped blocks that were moved in part.
    /// - Throws: `cancelled`; `unavailable` when nothing more may be written; what `move` throws.
    func run(
        _ job: IOJob, on blocks: ScratchBlocks, cancellation: Cancellation,
        _ move: (IOJob, UInt32, inout IOTally) throws(ProbeError) -> Void
    ) throws(ProbeError) -> IOTally {
        precondition(job.depth <= depth && job.blockBytes <= blockBytes, "the job fits the engine")
        try cancellation.check()
        let (job, claimed) = try file.budget.claim(job)
        var tally = IOTally()
        defer {
            file.budget.settle(claimed: claimed, written: tally.writtenBytes(by: job))
            generation &+= UInt32(truncatingIfNeeded: tally.issued)
        }
        if job.operation == .write { memory.restorePatterns(of: blocks) }
        try move(job, generation, &tally)
        try cancellation.check()
        file.explain(&tally.faults, of: job.operation, with: memory)
        return tally
    }
}

/// Memory for a block of each slot.
final class IOMemory {
    let mapping: MappedMemory
    let start: UnsafeMutableRawPointer

    /// Memory that holds patterns, so that writes need but a stamp.
    init(blocks: ScratchBlocks, blockBytes: Int, depth: Int) throws(ProbeError) {
        mapping = try MappedMemory(byteCount: blockBytes * depth, pages: .huge)
        guard let start = mapping.bytes.baseAddress else {
            throw .system(operation: "map", subject: "memory for blocks", errno: ENOMEM)
        }
        self.start = start
        restorePatterns(of: blocks)
    }

    /// Makes patterns of what reads have left in it.
    func restorePatterns(of blocks: ScratchBlocks) {
        blocks.makePatterns(
            0, count: mapping.bytes.count / ScratchBlocks.pageBytes, into: start)
    }
}

extension ScratchFile {
    /// Finds out what stopped a block that was moved in part, by asking for the rest of it.
    ///
    /// A full disk takes what still fits and says so only to the next who asks.
    func explain(
        _ faults: inout [IOTally.Fault], of operation: IOJob.Operation, with memory: IOMemory
    ) {
        guard let index = faults.firstIndex(where: { $0.errno == 0 }) else { return }
        let offset = off_t(faults[index].firstOffset)
        let bytes = ScratchBlocks.pageBytes
        let moved =
            operation == .read
            ? pread(descriptor, memory.start, bytes, offset)
            : pwrite(descriptor, memory.start, bytes, offset)
        if moved >= 0 { return }
        let code = errno
        if let same = faults.firstIndex(where: { $0.errno == code }) {
            faults[same].count += faults[index].count
            faults[same].firstOffset = min(faults[same].firstOffset, faults[index].firstOffset)
            faults.remove(at: index)
        } else {
            faults[index].errno = code
        }
    }
}
