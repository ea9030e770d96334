internal import Measurement
import Synchronization

/// A clock that moves only when told to, so that no test waits or depends on the machine.
package final class ManualClock: BenchClock {
    private let now = Atomic<UInt64>(0)

    package init() {}

    package func nanoseconds() -> UInt64 { now.load(ordering: .relaxed) }

    /// Moves the clock on by `seconds`.
    package func advance(seconds: Double) {
        now.add(UInt64(seconds * 1e9), ordering: .relaxed)
    }
}
