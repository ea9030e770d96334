internal import Dispatch
internal import Synchronization

/// Several threads for work that is prepared or checked and never timed by itself.
enum Workers {
    /// Calls `body` with 0..<`items` on `threads` threads, and waits for all.
    ///
    /// - Throws: One of the errors that `body` threw; what was not begun then is left out.
    static func run<Failure>(
        threads: Int, items: Int, _ body: @Sendable (Int) throws(Failure) -> Void
    ) throws(Failure) {
        let next = Atomic(0)
        let failure = Mutex<Failure?>(nil)
        DispatchQueue.concurrentPerform(iterations: max(1, min(threads, items))) { _ in
            while failure.withLock({ $0 == nil }) {
                let item = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard item < items else { return }
                do throws(Failure) {
                    try body(item)
                } catch { failure.withLock { $0 = error } }
            }
        }
        if let failure = failure.withLock({ $0 }) { throw failure }
    }

    /// The values of `body` for 0..<`count`, computed on `threads` threads.
    static func map<Value: Sendable>(
        threads: Int, count: Int, _ body: @Sendable (Int) -> Value
    ) -> [Value] {
        [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
            // SAFETY: each place is written once, by one thread, and read after all have ended.
            nonisolated(unsafe) let base = buffer.baseAddress
            run(threads: threads, items: count) { (item) throws(Never) in
                if let base { (base + item).initialize(to: body(item)) }
            }
            initialized = count
        }
    }
}
