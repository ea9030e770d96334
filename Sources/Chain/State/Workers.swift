internal import Dispatch
internal import Synchronization

/// Called between the steps of work that takes long, from any of its threads: throws `interrupted`
/// once nobody waits for the work any more.
package typealias InterruptionCheck = @Sendable () throws(DatabaseError) -> Void

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
