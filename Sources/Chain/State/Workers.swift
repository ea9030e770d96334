internal import Synchronization
internal import Threads

/// Called between the steps of work that takes long, from any of its threads: throws `interrupted`
/// once nobody waits for the work any more.
package typealias InterruptionCheck = @Sendable () throws(ChainError) -> Void

/// Several threads for work that is prepared or checked and never timed by itself.
enum Workers {
    /// Calls `body` with 0..<`items` on `threads` threads, and waits for all.
    ///
    /// The calling thread is one of them. Where the kernel starts fewer, the work takes longer.
    ///
    /// - Throws: One of the errors that `body` threw; what was not begun then is left out.
    static func run<Failure>(
        threads: Int, items: Int, _ body: @Sendable (Int) throws(Failure) -> Void
    ) throws(Failure) {
        let next = Atomic(0)
        let failure = Mutex<Failure?>(nil)
        func work() {
            while failure.withLock({ $0 == nil }) {
                let item = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard item < items else { return }
                do throws(Failure) {
                    try body(item)
                } catch { failure.withLock { $0 = error } }
            }
        }
        _ = Threads.run(count: max(0, min(threads, items) - 1), meanwhile: work) { _ in work() }
        if let failure = failure.withLock({ $0 }) { throw failure }
    }

    /// The values of `body` for 0..<`count`, computed on `threads` threads.
    ///
    /// - Throws: One of the errors that `body` threw.
    static func map<Value: Sendable, Failure>(
        threads: Int, count: Int, _ body: @Sendable (Int) throws(Failure) -> Value
    ) throws(Failure) -> [Value] {
        let values = Mutex([Value?](repeating: nil, count: count))
        try run(threads: threads, items: count) { (item) throws(Failure) in
            let value = try body(item)
            values.withLock { $0[item] = value }
        }
        return values.withLock { $0.compactMap(\.self) }
    }
}
