internal import CPlatform
internal import CURing
internal import Glibc

/// io_uring with registered buffers and a registered file, submitting from one thread.
///
/// The queue is filled to the job's depth; then each round takes at most `reapMax` completions,
/// begins as many blocks again and submits them with the same call that waits. To take whatever is
/// there instead would let the queue run in batches of its whole depth.
package final class UringEngine: IOEngine {
    package let name: String
    private let file: ScratchFile
    private let memory: IOMemory
    private let ring: UnsafeMutablePointer<io_uring>
    private let isRegistered: Bool
    private let blockBytes: Int
    private let depth: Int
    private var generation: UInt32 = 0

    /// - Throws: `system` when the kernel refuses a ring; EPERM, ENOSYS and ENOMEM mean that there
    ///   is none to be had here.
    package init(
        file: ScratchFile, blocks: ScratchBlocks, blockBytes: Int, depth: Int
    ) throws(ProbeError) {
        self.file = file
        self.blockBytes = blockBytes
        self.depth = depth
        ring = .allocate(capacity: 1)
        ring.initialize(to: io_uring())
        let code = io_uring_queue_init(UInt32(depth), ring, 0)
        if code != 0 {
            ring.deallocate()
            throw .system(operation: "set up", subject: "io_uring", errno: -code)
        }
        do throws(ProbeError) {
            memory = try IOMemory(blocks: blocks, blockBytes: blockBytes, depth: depth)
        } catch {
            io_uring_queue_exit(ring)
            ring.deallocate()
            throw error
        }
        var vector = iovec(iov_base: memory.start, iov_len: blockBytes * depth)
        var descriptor = file.descriptor
        // Refused where locked memory is scarce (kernels before 5.12); slower, so it is named.
        isRegistered =
            io_uring_register_buffers(ring, &vector, 1) == 0
            && io_uring_register_files(ring, &descriptor, 1) == 0
        name = isRegistered ? "io_uring" : "io_uring without registered buffers"
    }

    deinit {
        // A ring is taken down later, by a worker of the kernel: what it holds is let go now.
        if isRegistered {
            io_uring_unregister_files(ring)
            io_uring_unregister_buffers(ring)
        }
        io_uring_queue_exit(ring)
        ring.deinitialize(count: 1)
        ring.deallocate()
    }

    /// - Throws: `cancelled`; `system` when the ring itself refuses to go on.
    package func run(
        _ job: IOJob, on blocks: ScratchBlocks, cancellation: Cancellation
    ) throws(ProbeError) -> IOTally {
        precondition(job.depth <= depth && job.blockBytes <= blockBytes, "the job fits the engine")
        try cancellation.check()
        if job.operation == .write { memory.restorePatterns(of: blocks) }
        var lane = IOLane(
            job, blocks: blocks, slots: 0..<job.depth, memory: memory.start,
            budget: file.budget, generation: generation, start: touchstone_monotonic_nanoseconds())
        var inFlight = 0
        for slot in 0..<job.depth where prepare(slot, of: &lane) { inFlight += 1 }
        var calls = 0
        var refusal: Int32 = 0
        while inFlight > 0 {
            let code = io_uring_submit_and_wait(ring, 1)
            calls += 1
            if code < 0, code != -EINTR, code != -EAGAIN, code != -EBUSY {
                refusal = -code
                break
            }
            if cancellation.isCancelled { lane.stop() }
            var reaped = 0
            while reaped < job.reapMax, let (slot, result) = next() {
                reaped += 1
                inFlight -= 1
                lane.end(slot, result: result)
                if prepare(slot, of: &lane) { inFlight += 1 }
            }
        }
        generation &+= UInt32(truncatingIfNeeded: lane.tally.issued)
        var tally = lane.finish()
        tally.calls = calls
        if refusal != 0 {
            throw .system(operation: "submit to", subject: "io_uring", errno: refusal)
        }
        try cancellation.check()
        file.explain(&tally.faults, of: job.operation, with: memory)
        return tally
    }

    /// Puts a slot's next block in the submission queue.
    @inline(__always)
    private func prepare(_ slot: Int, of lane: inout IOLane) -> Bool {
        guard let offset = lane.begin(slot), let entry = io_uring_get_sqe(ring) else {
            return false
        }
        let bytes = lane.job.blockBytes
        let address = memory.start + slot * bytes
        let descriptor = isRegistered ? 0 : file.descriptor
        switch (lane.job.operation, isRegistered) {
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
        if isRegistered { entry.pointee.flags |= 1 << 0 }
        entry.pointee.user_data = UInt64(slot)
        return true
    }

    /// The slot and result of the next completion that is there already; `nil` = none is.
    @inline(__always)
    private func next() -> (slot: Int, result: Int32)? {
        var completion: UnsafeMutablePointer<io_uring_cqe>?
        guard io_uring_peek_cqe(ring, &completion) == 0, let completion else { return nil }
        let answer = (Int(completion.pointee.user_data), completion.pointee.res)
        io_uring_cqe_seen(ring, completion)
        return answer
    }
}
