/// A BLAKE2b-256 digest as a value: state roots, block hashes, extrinsics roots.
package struct Hash256: Hashable, Sendable, CustomStringConvertible {
    private let words: Words256AsValue

    /// Takes the first 32 bytes of `bytes`, which must have as many.
    @inline(__always)
    package init(_ bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count >= 32, "a digest of \(bytes.count) bytes, not 32")
        words = bytes.loadUnaligned(as: Words256AsValue.self)
    }

    /// Takes an array of 32 bytes, or gives `nil` for any other length.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self = bytes.withUnsafeBytes { Hash256($0) }
    }

    /// The digest of `message`.
    @inline(__always)
    package init(of message: UnsafeRawBufferPointer) {
        var digest = Words256AsValue()
        withUnsafeMutableBytes(of: &digest) { Blake2b256.hash(message, into: $0) }
        words = digest
    }

    /// 32 zero bytes, the parent of a genesis block.
    package static let zero = Hash256(words: Words256AsValue())

    private init(words: Words256AsValue) { self.words = words }

    /// The first word only: a digest is as good as random in every part.
    package func hash(into hasher: inout Hasher) { hasher.combine(words.a) }

    /// Calls `body` with the 32 bytes.
    @inline(__always)
    package func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        withUnsafeBytes(of: words, body)
    }

    /// The 32 bytes as an array.
    package var array: [UInt8] { withBytes { Array($0) } }

    /// 0x and 64 hexadecimal digits.
    package var description: String { "0x" + hexadecimal(array) }
}

/// Four words in memory order; a tuple is not hashable.
private struct Words256AsValue: Hashable, Sendable, BitwiseCopyable {
    var a: UInt64 = 0
    var b: UInt64 = 0
    var c: UInt64 = 0
    var d: UInt64 = 0
}
