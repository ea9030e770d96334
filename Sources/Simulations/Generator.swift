import Foundation

/// A generator of random numbers that is the same at every run.
///
/// - Source: Steele, Lea & Flood, Fast Splittable Pseudorandom Number Generators (2014); Box &
///   Muller (1958).
package struct Generator: Sendable {
    private var state: UInt64
    private var spare: Double?

    package init(seed: UInt64) { state = seed }

    /// 64 random bits.
    package mutating func bits() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// Strictly between 0 and 1.
    package mutating func uniform() -> Double {
        (Double(bits() >> 11) + 0.5) / Double(1 << 53)
    }

    /// Of the standard normal distribution.
    package mutating func normal() -> Double {
        if let spare {
            self.spare = nil
            return spare
        }
        let radius = (-2 * log(uniform())).squareRoot()
        let angle = 2 * Double.pi * uniform()
        spare = radius * sin(angle)
        return radius * cos(angle)
    }
}
