import Foundation

/// What tells one run from another; the only place that draws at random or reads the wall clock.
package enum RunIdentity {
    /// 16 random hexadecimal digits.
    package static func id() -> String {
        let digits = String(seed(), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// A seed for a run that was given none.
    static func seed() -> UInt64 { UInt64.random(in: .min ... .max) }

    /// Now, in UTC, ISO 8601.
    package static func timestamp() -> String { Date().formatted(.iso8601) }
}
