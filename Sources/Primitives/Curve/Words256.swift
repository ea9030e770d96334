/// 256 bits as four 64-bit words, least first.
typealias Words256 = (UInt64, UInt64, UInt64, UInt64)

/// Reads 32 little-endian bytes.
@inline(__always)
func loadWords(_ bytes: UnsafeRawPointer) -> Words256 {
    (
        UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self)),
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self)),
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
    )
}

/// Writes 32 little-endian bytes.
@inline(__always)
func storeWords(_ words: Words256, to bytes: UnsafeMutableRawPointer) {
    bytes.storeBytes(of: words.0.littleEndian, as: UInt64.self)
    bytes.storeBytes(of: words.1.littleEndian, toByteOffset: 8, as: UInt64.self)
    bytes.storeBytes(of: words.2.littleEndian, toByteOffset: 16, as: UInt64.self)
    bytes.storeBytes(of: words.3.littleEndian, toByteOffset: 24, as: UInt64.self)
}
