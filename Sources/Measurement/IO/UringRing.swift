internal import CURing
internal import Glibc

/// One ring of the kernel's, for the thread that makes it: no other may submit to it or give it
/// back.
final class UringRing {
    /// What errors of rings are said of.
    static let subject = "io_uring"

    /// Whether memory and file are registered, so that the kernel looks neither up for a block.
    let isRegistered: Bool
    private let ring: UnsafeMutablePointer<io_uring>

    /// Completions are run when the thread asks for them and not by interrupting it.
    ///
    /// - Source: fio 3.33 asks for the same; io_uring_setup(2): since Linux 6.1, else EINVAL.
    static let flags = UInt32(
        IORING_SETUP_COOP_TASKRUN | IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN)

    /// Makes a ring and registers memory and file with it.
    ///
    /// - Parameters:
    ///   - depth: the most blocks in flight.
    ///   - buffers: where all blocks lie.
    ///   - bytes: the size of that.
    ///   - file: the descriptor of what they are read from or written to.
    ///   - flags: what is asked of the kernel; where it refuses them, none.
    /// - Throws: `system` of `subject` when the kernel refuses a ring.
    init(
        depth: Int, buffers: UnsafeMutableRawPointer, bytes: Int, file: Int32,
        flags: UInt32 = UringRing.flags
    ) throws(ProbeError) {
        ring = .allocate(capacity: 1)
        ring.initialize(to: io_uring())
        var code = io_uring_queue_init(UInt32(depth), ring, flags)
        if code == -EINVAL { code = io_uring_queue_init(UInt32(depth), ring, 0) }
        if code != 0 {
            ring.deallocate()
            throw .system(operation: "set up", subject: Self.subject, errno: -code)
        }
        // Saves a look-up of the ring with each call, since Linux 5.18.
        _ = io_uring_register_ring_fd(ring)
        var vector = iovec(iov_base: buffers, iov_len: bytes)
        var descriptor = file
        // Refused where locked memory is scarce (kernels before 5.12); slower, so it is named.
        isRegistered =
            io_uring_register_buffers(ring, &vector, 1) == 0
            && io_uring_register_files(ring, &descriptor, 1) == 0
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

    /// Has the kernel do nothing once: a filter may let a ring be made and refuse what is asked of
    /// it.
    ///
    /// - Throws: `system` when it refuses.
    func checkSubmission() throws(ProbeError) {
        guard let entry = entry() else { return }
        io_uring_prep_nop(entry)
        var refusal = submit()
        while refusal == 0, next() == nil { refusal = wait() }
        if refusal != 0 {
            throw .system(operation: "submit to", subject: Self.subject, errno: refusal)
        }
    }

    /// A free place in the submission queue; nil if there is none.
    @inline(__always)
    func entry() -> UnsafeMutablePointer<io_uring_sqe>? { io_uring_get_sqe(ring) }

    /// Blocks in the submission queue that the kernel has not taken yet.
    var unsubmitted: Int { Int(io_uring_sq_ready(ring)) }

    /// Hands over what the submission queue holds.
    ///
    /// - Returns: 0, or the errno with which the kernel refuses to go on.
    @inline(__always)
    func submit() -> Int32 { Self.refusal(io_uring_submit_and_get_events(ring)) }

    /// Waits until a completion is there; one that is there already costs no call.
    ///
    /// What the kernel did not take yet is handed over once more, or nothing might be waited for.
    ///
    /// - Returns: 0, or the errno with which the kernel refuses to go on.
    @inline(__always)
    func wait() -> Int32 {
        if io_uring_cq_ready(ring) > 0 { return 0 }
        return Self.refusal(io_uring_submit_and_wait(ring, 1))
    }

    /// A signal or a want of memory for the moment is no refusal: it is asked again.
    @inline(__always)
    private static func refusal(_ code: Int32) -> Int32 {
        code >= 0 || code == -EINTR || code == -EAGAIN || code == -EBUSY ? 0 : -code
    }

    /// The slot and result of the next completion that is there already; nil if none is.
    @inline(__always)
    func next() -> (slot: Int, result: Int32)? {
        var completion: UnsafeMutablePointer<io_uring_cqe>?
        guard io_uring_peek_cqe(ring, &completion) == 0, let completion else { return nil }
        let answer = (Int(completion.pointee.user_data), completion.pointee.res)
        io_uring_cqe_seen(ring, completion)
        return answer
    }
}
