internal import Measurement
import Synchronization

/// A clock that moves on by the same step with each reading.
package final class SteadyClock: BenchClock {
    private let now = Atomic<UInt64>(0)
    private let stepNanoseconds: UInt64

    package init(stepNanoseconds: UInt64) { self.stepNanoseconds = stepNanoseconds }

    package func nanoseconds() -> UInt64 {
        now.add(stepNanoseconds, ordering: .relaxed).newValue
    }
}
