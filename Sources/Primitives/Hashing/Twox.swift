/// twox, the non-cryptographic hash that storage keys of a Substrate chain begin with: XXH64 under
/// seeds 0, 1, ...
///
/// - Source: Collet, "xxHash fast digest algorithm" (xxhash_spec.md, 0.2.0); Substrate's
///   sp-crypto-hashing for the seeds.
package enum Twox {
    /// XXH64 of `message` under `seed`.
    ///
    /// - Complexity: O(*n*) in the bytes of `message`; allocates nothing.
    package static func hash64(_ message: UnsafeRawBufferPointer, seed: UInt64 = 0) -> UInt64 {
        var offset = 0
        var hash: UInt64
        if message.count >= 32 {
            var (a, b) = (seed &+ prime1 &+ prime2, seed &+ prime2)
            var (c, d) = (seed, seed &- prime1)
            while offset &+ 32 <= message.count {
                a = round(a, word(message, offset))
                b = round(b, word(message, offset &+ 8))
                c = round(c, word(message, offset &+ 16))
                d = round(d, word(message, offset &+ 24))
                offset &+= 32
            }
            hash = rotate(a, 1) &+ rotate(b, 7) &+ rotate(c, 12) &+ rotate(d, 18)
            hash = merge(merge(merge(merge(hash, a), b), c), d)
        } else {
            hash = seed &+ prime5
        }
        hash &+= UInt64(message.count)
        while offset &+ 8 <= message.count {
            hash = rotate(hash ^ round(0, word(message, offset)), 27) &* prime1 &+ prime4
            offset &+= 8
        }
        if offset &+ 4 <= message.count {
            let half = UInt32(
                littleEndian: message.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
            hash = rotate(hash ^ UInt64(half) &* prime1, 23) &* prime2 &+ prime3
            offset &+= 4
        }
        while offset < message.count {
            hash = rotate(hash ^ UInt64(message[offset]) &* prime5, 11) &* prime1
            offset &+= 1
        }
        hash = (hash ^ hash &>> 33) &* prime2
        hash = (hash ^ hash &>> 29) &* prime3
        return hash ^ hash &>> 32
    }

    /// twox_64 of `message`: 8 bytes, little-endian.
    package static func twox64(_ message: [UInt8]) -> [UInt8] {
        bytes(of: message.withUnsafeBytes { hash64($0) })
    }

    /// twox_128 of `message`: 16 bytes, the hashes under seeds 0 and 1.
    package static func twox128(_ message: [UInt8]) -> [UInt8] {
        message.withUnsafeBytes { bytes(of: hash64($0)) + bytes(of: hash64($0, seed: 1)) }
    }

    /// twox_256 of `message`: 32 bytes, the hashes under seeds 0 to 3.
    package static func twox256(_ message: [UInt8]) -> [UInt8] {
        message.withUnsafeBytes { message in
            (0..<4).flatMap { bytes(of: hash64(message, seed: $0)) }
        }
    }

    private static let prime1: UInt64 = 0x9e37_79b1_85eb_ca87
    private static let prime2: UInt64 = 0xc2b2_ae3d_27d4_eb4f
    private static let prime3: UInt64 = 0x1656_67b1_9e37_79f9
    private static let prime4: UInt64 = 0x85eb_ca77_c2b2_ae63
    private static let prime5: UInt64 = 0x27d4_eb2f_1656_67c5

    @inline(__always)
    private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
        rotate(lane &+ word &* prime2, 31) &* prime1
    }

    @inline(__always)
    private static func merge(_ hash: UInt64, _ lane: UInt64) -> UInt64 {
        (hash ^ round(0, lane)) &* prime1 &+ prime4
    }

    @inline(__always)
    private static func rotate(_ word: UInt64, _ count: UInt64) -> UInt64 {
        word &<< count | word &>> (64 &- count)
    }

    @inline(__always)
    private static func word(_ message: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        UInt64(littleEndian: message.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    private static func bytes(of hash: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: hash >> (8 * $0)) }
    }
}
