internal import CPlatform
internal import CURing
internal import Glibc

/// io_uring with registered buffers and a registered file, submitting from one thread.
///
/// The queue is filled to the job's depth; then each round takes at most `reapMax` completions,
/// begins as many blocks again, submits them with one call and waits with another where none has
/// ended meanwhile. To take whatever is there instead would let the queue run in batches of its
/// whole depth.
package final class UringEngine: IOEngine {
    package let name: String
    /// As it was at the beginning: the record names it once for all jobs.
    private let isRegistered: Bool
    private let frame: IOContext
    // Of the frame; kept here as well, since each block would count references to reach them there.
    private let start: UnsafeMutableRawPointer
    private let descriptor: Int32
    private let flags: UInt32

    /// How often a ring that refuses to go on is asked for what is still in flight; ours.
    private static let lastWaits = 256

    /// - Parameters:
    ///   - file: what the blocks lie in.
    ///   - blocks: what its pages should hold.
    ///   - blockBytes: the largest of the jobs to come.
    ///   - depth: the greatest of the jobs to come.
    ///   - flags: of its rings; replaced by tests.
    /// - Throws: `system` of `UringRing.subject` when the kernel refuses a ring or what is asked of
    ///   it: it is not available here.
    package init(
        file: ScratchFile, blocks: ScratchBlocks, blockBytes: Int, depth: Int,
        flags: UInt32 = UringRing.flags
    ) throws(ProbeError) {
        self.flags = flags
        frame = try IOContext(file: file, blocks: blocks, blockBytes: blockBytes, depth: depth)
        start = frame.memory.start
        descriptor = frame.file.descriptor
        let ring = try Self.makeRing(for: frame, flags: flags)
        try ring.checkSubmission()
        isRegistered = ring.isRegistered
        name = isRegistered ? "io_uring" : "io_uring without registered buffers"
    }

    /// - Throws: `cancelled`; `system` when the ring itself refuses to go on.
    package func run(
        _ job: IOJob, on blocks: ScratchBlocks, cancellation: Cancellation
    ) throws(ProbeError) -> IOTally {
        try frame.run(job, on: blocks, cancellation: cancellation) {
            (job, generation, tally) throws(ProbeError) in
            // Made anew by the thread that submits, as each run has its own.
            let ring = try Self.makeRing(for: frame, flags: flags)
            if ring.isRegistered != isRegistered {
                throw .system(
                    operation: "register memory with", subject: UringRing.subject, errno: ENOMEM)
            }
            var lane = IOSlots(
                job, blocks: blocks, slots: 0..<job.depth, memory: start,
                generation: generation, start: touchstone_monotonic_nanoseconds())
            let refusal = move(&lane, through: ring, cancellation: cancellation)
            tally = lane.finish()
            if refusal != 0 {
                throw .system(operation: "submit to", subject: UringRing.subject, errno: refusal)
            }
        }
    }

    private static func makeRing(
        for frame: IOContext, flags: UInt32
    ) throws(ProbeError) -> UringRing {
        try UringRing(
            depth: frame.depth, buffers: frame.memory.start,
            bytes: frame.blockBytes * frame.depth, file: frame.file.descriptor, flags: flags)
    }

    /// Moves the lane's blocks until it ends and nothing is in flight.
    ///
    /// - Returns: 0, or the errno with which the kernel refuses to go on.
    private func move(
        _ lane: inout IOSlots, through ring: UringRing, cancellation: Cancellation
    ) -> Int32 {
        let job = lane.job
        var inFlight = 0
        for slot in 0..<job.depth where prepare(slot, of: &lane, in: ring) { inFlight += 1 }
        var refusal: Int32 = 0
        while inFlight > 0, refusal == 0 {
            refusal = ring.submit()
            if refusal == 0 { refusal = ring.wait() }
            if cancellation.isCancelled { lane.stop() }
            var reaped = 0
            while reaped < job.reapMax, let (slot, result) = ring.next() {
                reaped += 1
                inFlight -= 1
                lane.end(slot, result: result)
                if prepare(slot, of: &lane, in: ring) { inFlight += 1 }
            }
        }
        if refusal != 0 {
            // What the kernel has taken must end before its memory is released.
            lane.stop()
            for _ in 0..<Self.lastWaits where inFlight > ring.unsubmitted {
                _ = ring.wait()
                while let (slot, result) = ring.next() {
                    inFlight -= 1
                    lane.end(slot, result: result)
                }
            }
        }
        return refusal
    }

    /// Puts a slot's next block in the submission queue.
    @inline(__always)
    private func prepare(_ slot: Int, of lane: inout IOSlots, in ring: UringRing) -> Bool {
        guard let offset = lane.begin(slot), let entry = ring.entry() else { return false }
        let bytes = lane.job.blockBytes
        let address = start + slot * bytes
        let descriptor = ring.isRegistered ? 0 : self.descriptor
        switch (lane.job.operation, ring.isRegistered) {
        case (.read, true):
            io_uring_prep_read_fixed(
                entry, descriptor, address, UInt32(bytes), UInt64(offset), 0)
        case (.read, false):
            io_uring_prep_read(entry, descriptor, address, UInt32(bytes), UInt64(offset))
        case (_, true):
            io_uring_prep_write_fixed(
                entry, descriptor, address, UInt32(bytes), UInt64(offset), 0)
        case (_, false):
            io_uring_prep_write(entry, descriptor, address, UInt32(bytes), UInt64(offset))
        }
        // IOSQE_FIXED_FILE, an enumerator shifted in a macro, which Swift does not import.
        if ring.isRegistered { entry.pointee.flags |= 1 << 0 }
        entry.pointee.user_data = UInt64(slot)
        return true
    }
}
