internal import Synchronization

/// Threads that are each bound to a CPU and do passes of work together.
///
/// They assemble at a barrier that sleeps and are released by one that spins, before every pass; a
/// pass lasts from the first start to the last end.
package struct PinnedTeam: Sendable {
    /// The CPU of each thread; never empty.
    package let cpus: [Int]

    /// What the passes of one block took.
    package struct Passes: Sendable, Equatable {
        /// Passes that were timed, at least 1.
        package var count: Int
        /// Their seconds, each from the first start to the last end; above 0.
        package var seconds: Double
        /// Seconds between the first and the last start, summed over the passes.
        package var skewSeconds: Double

        package init(count: Int, seconds: Double, skewSeconds: Double) {
            self.count = count
            self.seconds = seconds
            self.skewSeconds = skewSeconds
        }

        /// Share of the time in which not all threads had started, 0...1.
        package var skew: Double { skewSeconds / seconds }
    }

    package init(cpus: [Int]) {
        precondition(!cpus.isEmpty, "a team has a thread")
        self.cpus = cpus
    }

    /// Does work once on each thread, such as the first touch of its memory.
    ///
    /// - Returns: what the threads found, in the order of the CPUs.
    /// - Throws: `system` when a thread may not run on its CPU; what the work throws.
    @discardableResult
    package func once<Result>(
        _ work: (Int) throws(ProbeError) -> Result
    ) throws(ProbeError) -> [Result] {
        try ProbeThread.runAll(count: cpus.count) { index throws(ProbeError) in
            try ProbeThread.pin(to: cpus[index])
            return try work(index)
        }
    }

    /// Does passes until `seconds` are reached, the first of them untimed.
    ///
    /// `work` does one pass of the thread with an index, and begins at once on all of them.
    package func passes(
        clock: any BenchClock, seconds: Double, cancellation: Cancellation,
        _ work: (Int) -> Void
    ) throws(ProbeError) -> Passes {
        let board = TeamState(threads: cpus.count)
        // Who cannot be pinned must not leave the others spinning: all are asked first.
        let failed = Mutex<ProbeError?>(nil)
        _ = try ProbeThread.runAll(count: cpus.count) { index throws(ProbeError) in
            do throws(ProbeError) {
                try ProbeThread.pin(to: cpus[index])
            } catch {
                failed.withLock { $0 = error }
            }
            board.gate.wait()
            if failed.withLock({ $0 }) != nil { return }
            work(index)
            repeat {
                board.gate.wait()
                board.starts[index].value.store(clock.nanoseconds(), ordering: .relaxed)
                work(index)
                board.ends[index].value.store(clock.nanoseconds(), ordering: .relaxed)
                board.gate.wait()
                if index == 0 {
                    board.conclude(targetSeconds: seconds, isCancelled: cancellation.isCancelled)
                }
                board.gate.wait()
            } while board.goesOn
        }
        if let error = failed.withLock({ $0 }) { throw error }
        try cancellation.check()
        return board.passes
    }
}

/// What the threads of a team write down for each other.
private final class TeamState: @unchecked Sendable {
    // SAFETY: `passes` and `goesOn` are written by thread 0 between two waits at the gate, and read
    // by the others after the second of them.
    let gate: SpinBarrier
    let starts: [Stamp]
    let ends: [Stamp]
    private(set) var passes = PinnedTeam.Passes(count: 0, seconds: 0, skewSeconds: 0)
    private(set) var goesOn = true

    /// A time; an object of its own, so that threads do not write to each other's cache lines.
    final class Stamp: Sendable {
        let value = Atomic<UInt64>(0)
    }

    init(threads: Int) {
        gate = SpinBarrier(count: threads)
        starts = (0..<threads).map { _ in Stamp() }
        ends = (0..<threads).map { _ in Stamp() }
    }

    func conclude(targetSeconds: Double, isCancelled: Bool) {
        let begun = starts.map { $0.value.load(ordering: .relaxed) }
        let ended = ends.map { $0.value.load(ordering: .relaxed) }
        let first = begun.min() ?? 0
        passes.count += 1
        // A clock that cannot tell start from end would give an infinite rate.
        passes.seconds += Double(max((ended.max() ?? 0) &- first, 1)) / 1e9
        passes.skewSeconds += Double((begun.max() ?? 0) &- first) / 1e9
        goesOn = passes.seconds < targetSeconds && !isCancelled
    }
}
