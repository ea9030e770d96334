internal import Synchronization

/// Whether the run was asked to end, and by which signal; set from any thread.
package final class Cancellation: Sendable {
    private let signal = Atomic<Int32>(0)
    private let handlers = Mutex<[@Sendable () -> Void]>([])

    package init() {}

    /// Asks the run to end; the first signal counts.
    package func cancel(signal number: Int32) {
        _ = signal.compareExchange(expected: 0, desired: number, ordering: .relaxed)
        for handler in handlers.withLock({ $0 }) { handler() }
    }

    /// Has something done with each signal that asks, on the thread that says so.
    ///
    /// A signal that came before is not reported.
    func whenCancelled(_ handler: @escaping @Sendable () -> Void) {
        handlers.withLock { $0.append(handler) }
    }

    /// The signal that asked, or `nil`.
    package var signalNumber: Int32? {
        let number = signal.load(ordering: .relaxed)
        return number == 0 ? nil : number
    }

    /// One relaxed load: cheap enough for every iteration of a timed loop.
    package var isCancelled: Bool { signal.load(ordering: .relaxed) != 0 }

    /// - Throws: `ProbeError.cancelled` when the run was asked to end.
    package func check() throws(ProbeError) {
        if isCancelled { throw .cancelled }
    }
}
