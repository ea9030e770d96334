internal import CPlatform
internal import Glibc

/// Threads for timed work: real ones, never those of a pool.
///
/// A pool's thread may hold another task's affinity and may be switched in the middle; the node,
/// too, times its work on threads of its own.
package enum ProbeThread {
    /// Runs work on one fresh thread and waits for it.
    ///
    /// - Throws: what the work throws, or `system` when no thread can be made.
    package static func run<Result>(
        _ work: () throws(ProbeError) -> Result
    ) throws(ProbeError) -> Result {
        try runAll(count: 1) { _ throws(ProbeError) in try work() }[0]
    }

    /// Runs work on several fresh threads that start together, and waits for all.
    ///
    /// - Parameters:
    ///   - count: 1 or more.
    ///   - work: called with the thread's index, 0..<`count`, from several threads at a time; it
    ///     shares nothing but what it guards itself.
    /// - Returns: the results in the order of the indices.
    /// - Throws: the first thread's error, after all have ended; `system` when no thread can be
    ///   made.
    package static func runAll<Result>(
        count: Int, _ work: (Int) throws(ProbeError) -> Result
    ) throws(ProbeError) -> [Result] {
        try withoutActuallyEscaping(work) { (work) throws(ProbeError) -> [Result] in
            let gate = StartGate(count: count)
            let boxes = (0..<count).map { index in
                ThreadBox<Result>(gate: gate) { () throws(ProbeError) in try work(index) }
            }
            try start(boxes, gate: gate)
            var results: [Result] = []
            for box in boxes {
                switch box.outcome {
                case .success(let result)?: results.append(result)
                case .failure(let error)?: throw error
                case nil: preconditionFailure("a joined thread has an outcome")
                }
            }
            return results
        }
    }

    /// Binds the calling thread to one CPU, until it ends or is bound to another.
    ///
    /// - Throws: `system` when the kernel refuses, as it does for a CPU outside the cpuset.
    package static func pin(to cpu: Int) throws(ProbeError) {
        let code = touchstone_pin_thread(Int32(clamping: cpu))
        if code != 0 {
            throw .system(operation: "bind a thread to", subject: "CPU \(cpu)", errno: code)
        }
    }

    /// How often the calling thread lost its CPU to another so far; `nil` = not known.
    package static var involuntarySwitches: Int? {
        let count = touchstone_involuntary_switches()
        return count < 0 ? nil : count
    }

    /// CPU time that the kernel has spent on behalf of the calling thread, in seconds; 0 = unknown.
    package static var systemSeconds: Double {
        var (user, kernel) = (Int64(0), Int64(0))
        return touchstone_thread_times(&user, &kernel) == 0 ? Double(kernel) / 1e9 : 0
    }

    /// Starts one thread a box and joins them all.
    private static func start<Result>(
        _ boxes: [ThreadBox<Result>], gate: StartGate
    ) throws(ProbeError) {
        var threads: [pthread_t] = []
        var refusal: Int32 = 0
        for box in boxes {
            var thread = pthread_t()
            let argument = Unmanaged.passRetained(box as AnyThreadBox)
            refusal = pthread_create(&thread, nil, threadEntry, argument.toOpaque())
            if refusal != 0 {
                argument.release()
                gate.abandon()
                break
            }
            threads.append(thread)
        }
        for thread in threads { pthread_join(thread, nil) }
        if refusal != 0 {
            throw .system(operation: "start", subject: "a thread", errno: refusal)
        }
    }
}

// SAFETY: a box is written by its own thread only and read after that thread is joined; every
// thread is joined before `runAll` returns, so the work never outlives the caller's frame.
private class AnyThreadBox {
    func run() { preconditionFailure("every box runs its own work") }
}

private final class ThreadBox<Success>: AnyThreadBox {
    private(set) var outcome: Result<Success, ProbeError>?
    private let gate: StartGate
    private let work: () throws(ProbeError) -> Success

    init(gate: StartGate, _ work: @escaping () throws(ProbeError) -> Success) {
        self.gate = gate
        self.work = work
    }

    override func run() {
        guard gate.arrive() else { return }
        do throws(ProbeError) {
            outcome = .success(try work())
        } catch {
            outcome = .failure(error)
        }
    }
}

private func threadEntry(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let argument { Unmanaged<AnyThreadBox>.fromOpaque(argument).takeRetainedValue().run() }
    return nil
}
