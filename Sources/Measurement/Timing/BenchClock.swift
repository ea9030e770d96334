internal import CPlatform

/// The clock that blocks are timed with; injected, so that tests need not wait.
package protocol BenchClock: Sendable {
    /// Nanoseconds since an arbitrary point; never goes back.
    func nanoseconds() -> UInt64
}

/// CLOCK_MONOTONIC, the clock that the node's own benchmark reads (Rust's `Instant`).
package struct MonotonicClock: BenchClock {
    package init() {}

    package func nanoseconds() -> UInt64 { touchstone_monotonic_nanoseconds() }
}
