/// xoshiro256**: the seeded generator of orders, offsets and data; same seed, same run.
///
/// - Source: Blackman & Vigna, Scrambled Linear Pseudorandom Number Generators (2021); the seed is
///   spread by SplitMix64 as they advise.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    package init(seed: UInt64) {
        var mixer = seed
        func next() -> UInt64 {
            mixer &+= 0x9E37_79B9_7F4A_7C15
            var value = mixer
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }
        state = (next(), next(), next(), next())
    }

    package mutating func next() -> UInt64 {
        let result = Self.rotate(state.1 &* 5, by: 7) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = Self.rotate(state.3, by: 45)
        return result
    }

    /// Fills memory with bytes; the tail of a length not divisible by 8 is filled too.
    package mutating func fill(_ bytes: UnsafeMutableRawBufferPointer) {
        var offset = 0
        while offset + 8 <= bytes.count {
            bytes.storeBytes(of: next(), toByteOffset: offset, as: UInt64.self)
            offset += 8
        }
        var rest = next()
        while offset < bytes.count {
            bytes[offset] = UInt8(truncatingIfNeeded: rest)
            rest >>= 8
            offset += 1
        }
    }

    private static func rotate(_ value: UInt64, by count: UInt64) -> UInt64 {
        (value << count) | (value >> (64 - count))
    }
}
