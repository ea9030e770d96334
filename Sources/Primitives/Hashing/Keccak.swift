/// Keccak with the padding of Ethereum, from before it became SHA-3.
///
/// - Source: Keccak reference 3.0 (2011): the sponge and the padding 10*1.
package enum Keccak {
    /// The digest's lengths that chains use.
    package enum Size: Int, Sendable {
        case bits256 = 32
        case bits512 = 64
    }

    /// Hashes `message` into `digest`, which has exactly as many bytes as `size` says.
    ///
    /// - Complexity: O(*n*) in the bytes of `message`; allocates nothing.
    package static func hash(
        _ message: UnsafeRawBufferPointer, size: Size, into digest: UnsafeMutableRawBufferPointer
    ) {
        precondition(digest.count == size.rawValue, "a digest of \(digest.count) bytes")
        let rate = 200 - 2 * size.rawValue
        var state = KeccakF1600.State(repeating: 0)
        var offset = 0
        while offset + rate <= message.count {
            absorb(UnsafeRawBufferPointer(rebasing: message[offset..<offset + rate]), &state)
            KeccakF1600.permute(&state)
            offset += rate
        }
        var last = KeccakF1600.State(repeating: 0)
        withUnsafeMutableBytes(of: &last) { last in
            for index in offset..<message.count { last[index - offset] = message[index] }
            last[message.count - offset] ^= 0x01
            last[rate - 1] ^= 0x80
        }
        for lane in 0..<25 { state[lane] ^= UInt64(littleEndian: last[lane]) }
        KeccakF1600.permute(&state)
        for index in 0..<size.rawValue {
            digest[index] = UInt8(
                truncatingIfNeeded: state[index &>> 3] &>> UInt64(8 * (index & 7)))
        }
    }

    /// The 32-byte digest of `message`.
    package static func hash256(_ message: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Size.bits256.rawValue) { digest, count in
            message.withUnsafeBytes {
                hash($0, size: .bits256, into: UnsafeMutableRawBufferPointer(digest))
            }
            count = Size.bits256.rawValue
        }
    }

    @inline(__always)
    private static func absorb(
        _ block: UnsafeRawBufferPointer, _ state: inout KeccakF1600.State
    ) {
        for lane in 0..<block.count / 8 {
            state[lane] ^= UInt64(
                littleEndian: block.loadUnaligned(fromByteOffset: 8 * lane, as: UInt64.self))
        }
    }
}
