internal import CPlatform
internal import Threads

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

    /// CPU time that the calling thread has used, in nanoseconds.
    package static var cpuNanoseconds: UInt64 { touchstone_thread_cpu_nanoseconds() }

    /// How often the calling thread lost its CPU to another so far; nil if not known.
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
        let refusal = Threads.run(count: boxes.count, refused: gate.abandon) { boxes[$0].run() }
        if refusal != 0 {
            throw .system(operation: "start", subject: "a thread", errno: refusal)
        }
    }
}

// SAFETY: a box is written by its own thread only and read after that thread is joined.
private final class ThreadBox<Success> {
    private(set) var outcome: Result<Success, ProbeError>?
    private let gate: StartGate
    private let work: () throws(ProbeError) -> Success

    init(gate: StartGate, _ work: @escaping () throws(ProbeError) -> Success) {
        self.gate = gate
        self.work = work
    }

    func run() {
        guard gate.arrive() else { return }
        do throws(ProbeError) {
            outcome = .success(try work())
        } catch {
            outcome = .failure(error)
        }
    }
}
