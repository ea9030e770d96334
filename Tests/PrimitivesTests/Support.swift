import CSodium
import Foundation

/// Bytes of a hexadecimal literal; a malformed one gives too few bytes and fails its test.
func hex(_ text: String) -> [UInt8] {
    let digits = text.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map {
        UInt8(digits[$0] << 4 | digits[$0 + 1])
    }
}

/// A seeded generator, so that every run tests the same cases.
///
/// - Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014):
///   SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
        return z ^ z >> 31
    }

    /// A byte with one bit set.
    mutating func bit() -> UInt8 { 1 << UInt8(next() % 8) }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }
}

/// One verdict of schnorrkel.
struct Sr25519Case: Decodable, Sendable {
    var `public`: String
    var message: String
    var signature: String
    var valid: Bool
    var about: String?

    /// The cases of a file in Fixtures.
    static func load(_ name: String) throws -> [Sr25519Case] {
        let url = Bundle.module.bundleURL.appending(path: "Fixtures/\(name)")
        let text = try String(contentsOf: url, encoding: .utf8)
        return try text.split(separator: "\n").map {
            try JSONDecoder().decode(Sr25519Case.self, from: Data($0.utf8))
        }
    }
}

/// SHA-512 by libsodium, 64 bytes.
func sha512(_ message: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 64)
    _ = crypto_hash_sha512(&digest, message, UInt64(message.count))
    return digest
}

/// BLAKE2b by libsodium.
func sodiumBlake2b(_ message: [UInt8], bytes: Int) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: bytes)
    _ = crypto_generichash(&digest, bytes, message, UInt64(message.count), nil, 0)
    return digest
}
