// Here: clocks, threads and the timed loop.
// May use: the basics.
// Never: what is timed.

package import Model

/// Times one block of a probe by the node's own loop.
///
/// One untimed iteration brings code and data into the caches; then iterations run until the
/// block's time is reached, the clock being read after each.
///
/// - Source: polkadot-sdk 849e35382c, substrate/client/sysinfo/src/sysinfo.rs, `benchmark`.
package struct BlockTimer: Sendable {
    let clock: any BenchClock
    private(set) var targetNanoseconds: UInt64
    let cancellation: Cancellation
    /// How much longer each iteration is made to take, as a fraction of it; 0 but for self-tests.
    private(set) var delay = 0.0
    /// Hears how much of a long block is done; `nil` = nobody listens.
    private(set) var listener: (@Sendable (StageProgress) -> Void)?

    /// A timer of blocks of at least `targetSeconds`, in which one iteration is always done.
    package init(clock: any BenchClock, targetSeconds: Double, cancellation: Cancellation) {
        self.clock = clock
        targetNanoseconds = UInt64(targetSeconds * 1e9)
        self.cancellation = cancellation
    }

    /// A timer that makes each iteration take longer by a fraction of it, spinning within the timed
    /// loop: the same as work that became so much slower.
    package func delaying(by fraction: Double) -> BlockTimer {
        precondition(fraction >= 0 && fraction.isFinite, "a delay is a fraction from 0")
        var timer = self
        timer.delay = fraction
        return timer
    }

    /// A timer whose blocks last a part of this one's, for a probe with several metrics.
    package func divided(by parts: Int) -> BlockTimer {
        var timer = self
        timer.targetNanoseconds /= UInt64(parts)
        return timer
    }

    /// A timer that tells how much of a long block is done.
    func telling(_ listener: @escaping @Sendable (StageProgress) -> Void) -> BlockTimer {
        var timer = self
        timer.listener = listener
        return timer
    }

    /// Says how much of a stage is done; to be called between what is timed.
    package func tell(done: Int, of all: Int) { listener?(StageProgress(done: done, all: all)) }

    /// The time now, for work whose parts are timed apart, in nanoseconds since an arbitrary point.
    package func nanoseconds() -> UInt64 { clock.nanoseconds() }

    /// - Throws: `ProbeError.cancelled` when the run was asked to end.
    package func check() throws(ProbeError) { try cancellation.check() }

    /// Times iterations of one thread.
    ///
    /// - Parameters:
    ///   - workPerIteration: in the metric's unit of work.
    ///   - body: one iteration; its result must go where the optimiser cannot see.
    /// - Returns: a rate of one thread.
    /// - Throws: what `body` throws, or `cancelled`.
    package func rate(
        workPerIteration: Double, _ body: () throws(ProbeError) -> Void
    ) throws(ProbeError) -> Sample {
        try body()
        return .rate(try loop(workPerIteration: workPerIteration, body))
    }

    /// Times iterations of several threads, each with a loop and a time of its own.
    ///
    /// The threads meet at a barrier before their untimed iteration, as the node's do.
    ///
    /// - Parameters:
    ///   - threads: how many; more than there are CPUs is what the node does.
    ///   - workPerIteration: in the metric's unit of work.
    ///   - cpus: the CPU that each thread is bound to, by its index; nil means the kernel chooses.
    ///   - body: one iteration of the thread with an index, 0..<`threads`.
    /// - Returns: a rate with one entry a thread.
    /// - Throws: what the first thread's `body` throws, `cancelled`, or `system` when a thread
    ///   cannot be bound.
    package func parallelRate(
        threads: Int, workPerIteration: Double, cpus: [Int]? = nil,
        _ body: (Int) throws(ProbeError) -> Void
    ) throws(ProbeError) -> Sample {
        precondition(cpus == nil || cpus?.count == threads, "one CPU for each thread")
        let rates = try ProbeThread.runAll(count: threads) { index throws(ProbeError) in
            if let cpus { try ProbeThread.pin(to: cpus[index]) }
            try body(index)
            return try loop(workPerIteration: workPerIteration) { () throws(ProbeError) in
                try body(index)
            }
        }
        return .rate(
            RateSample(work: rates.flatMap(\.work), seconds: rates.flatMap(\.seconds)))
    }

    private func loop(
        workPerIteration: Double, _ body: () throws(ProbeError) -> Void
    ) throws(ProbeError) -> RateSample {
        var iterations = 0
        var elapsed: UInt64 = 0
        let start = clock.nanoseconds()
        repeat {
            try cancellation.check()
            try body()
            iterations += 1
            let before = elapsed
            elapsed = clock.nanoseconds() &- start
            if delay > 0 {
                let end = elapsed + UInt64(Double(elapsed - before) * delay)
                while elapsed < end { elapsed = clock.nanoseconds() &- start }
            }
        } while elapsed < targetNanoseconds
        // A clock that cannot tell start from end would give an infinite rate.
        let seconds = Double(max(elapsed, 1)) / 1e9
        return RateSample(work: workPerIteration * Double(iterations), seconds: seconds)
    }
}

/// How much of a stage is done.
package struct StageProgress: Codable, Sendable, Equatable {
    /// Blocks of the chain that are done.
    package var done: Int
    /// How many there are, those before the first timed one included.
    package var all: Int

    package init(done: Int, all: Int) {
        self.done = done
        self.all = all
    }
}
