import Measurement

/// Time since the process began, for progress lines.
package enum RunClock {
    private static let start = MonotonicClock().nanoseconds()

    /// Has the time counted from now on.
    package static func begin() { _ = start }

    /// Seconds since `begin`, by a clock that never goes back.
    package static var elapsedSeconds: Double {
        let start = start
        return Double(MonotonicClock().nanoseconds() &- start) / 1e9
    }
}
