/// Why bytes are no SCALE encoding of what was asked for.
package enum ScaleError: Error, Equatable, CustomStringConvertible {
    /// The input ends at `offset`, where `missing` more bytes were due.
    case truncated(offset: Int, missing: Int)
    /// A compact integer is longer than it need be, or above the largest value asked for.
    case compactOutOfRange(offset: Int)
    /// `count` bytes are left over at the end.
    case trailing(count: Int)

    package var description: String {
        switch self {
        case .truncated(let offset, let missing):
            "the input ends at byte \(offset), \(missing) bytes too early: is it whole?"
        case .compactOutOfRange(let offset):
            "the compact integer at byte \(offset) is not in its shortest form or too large"
        case .trailing(let count):
            "\(count) bytes are left over at the end: is it of another type?"
        }
    }
}

extension ByteBuffer {
    /// Appends a compact integer in its shortest form.
    ///
    /// - Source: SCALE codec specification, "Compact/general integers".
    @inline(__always)
    package mutating func appendCompact(_ value: UInt64) {
        switch value {
        case 0..<1 << 6: append(UInt8(truncatingIfNeeded: value &<< 2))
        case 0..<1 << 14: append(littleEndian: UInt16(truncatingIfNeeded: value &<< 2 | 1))
        case 0..<1 << 30: append(littleEndian: UInt32(truncatingIfNeeded: value &<< 2 | 2))
        default: appendBigCompact(UInt128(value))
        }
    }

    /// Appends a compact integer of up to 128 bits in its shortest form.
    package mutating func appendCompact(_ value: UInt128) {
        if value < 1 << 30 {
            appendCompact(UInt64(truncatingIfNeeded: value))
        } else {
            appendBigCompact(value)
        }
    }

    /// Four bytes at least, as few as the value needs, behind a byte that counts them.
    private mutating func appendBigCompact(_ value: UInt128) {
        let length = max(4, (128 - value.leadingZeroBitCount + 7) / 8)
        append(UInt8(truncatingIfNeeded: (length - 4) << 2 | 3))
        withUnsafeBytes(of: value.littleEndian) {
            append(UnsafeRawBufferPointer(rebasing: $0[..<length]))
        }
    }

    /// Appends a vector of bytes: its length as a compact integer, then the bytes.
    @inline(__always)
    package mutating func appendVector(_ other: UnsafeRawBufferPointer) {
        appendCompact(UInt64(other.count))
        append(other)
    }

    /// Appends a vector of bytes held in an array.
    package mutating func appendVector(_ other: [UInt8]) {
        other.withUnsafeBytes { appendVector($0) }
    }
}

/// Reads a SCALE encoding from front to back; malformed input is thrown, never trapped on.
///
/// - Source: SCALE codec specification; like parity-scale-codec it refuses compact integers that
///   are not in their shortest form.
package struct ScaleDecoder {
    /// The input; its memory must outlive the decoder and what it hands out.
    package let bytes: UnsafeRawBufferPointer

    /// The offset of the next byte to be read.
    package private(set) var offset: Int

    /// Where reading ends, at most the input's length.
    private let end: Int

    /// Reads all of `bytes`.
    package init(_ bytes: UnsafeRawBufferPointer) { self.init(bytes, in: 0..<bytes.count) }

    /// Reads a part of `bytes`, with offsets that count from the start of the whole.
    package init(_ bytes: UnsafeRawBufferPointer, in range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "beyond the input")
        self.bytes = bytes
        offset = range.lowerBound
        end = range.upperBound
    }

    /// The number of bytes not yet read.
    package var remaining: Int { end &- offset }

    /// Steps over `count` bytes and gives the offset where they begin.
    @inline(__always)
    package mutating func skip(_ count: Int) throws(ScaleError) -> Int {
        guard count >= 0, count <= remaining else {
            throw .truncated(offset: end, missing: count < 0 ? 0 : count - remaining)
        }
        defer { offset &+= count }
        return offset
    }

    /// The next `count` bytes.
    @inline(__always)
    package mutating func bytes(_ count: Int) throws(ScaleError) -> UnsafeRawBufferPointer {
        let start = try skip(count)
        return UnsafeRawBufferPointer(rebasing: bytes[start..<start &+ count])
    }

    /// An integer of fixed width, little-endian.
    @inline(__always)
    package mutating func integer<T: FixedWidthInteger & BitwiseCopyable>(
        _ type: T.Type = T.self
    ) throws(ScaleError) -> T {
        let start = try skip(T.bitWidth / 8)
        return T(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: type))
    }

    /// A compact integer that fits 64 bits.
    @inline(__always)
    package mutating func compact() throws(ScaleError) -> UInt64 {
        let start = offset
        let value = try wideCompact()
        guard let narrow = UInt64(exactly: value) else { throw .compactOutOfRange(offset: start) }
        return narrow
    }

    /// A compact integer that fits 128 bits.
    package mutating func wideCompact() throws(ScaleError) -> UInt128 {
        let start = offset
        let first: UInt8 = try integer()
        let value: UInt128
        let least: UInt128
        switch first & 3 {
        case 0: return UInt128(first &>> 2)
        case 1:
            value = UInt128(first &>> 2) | UInt128(try integer(UInt8.self)) << 6
            least = 1 << 6
        case 2:
            let low = UInt128(try integer(UInt8.self))
            value = UInt128(first &>> 2) | low << 6 | UInt128(try integer(UInt16.self)) << 14
            least = 1 << 14
        default:
            let length = Int(first &>> 2) + 4
            guard length <= 16 else { throw .compactOutOfRange(offset: start) }
            var wide: UInt128 = 0
            for (index, byte) in try bytes(length).enumerated() {
                wide |= UInt128(byte) << UInt128(8 * index)
            }
            value = wide
            least = length == 4 ? 1 << 30 : 1 << UInt128(8 * (length - 1))
        }
        guard value >= least else { throw .compactOutOfRange(offset: start) }
        return value
    }

    /// A compact integer that counts things which take at least a byte each of what is left.
    @inline(__always)
    package mutating func length() throws(ScaleError) -> Int {
        let length = try compact()
        guard length <= UInt64(remaining) else {
            throw .truncated(
                offset: end, missing: Int(truncatingIfNeeded: min(length, 1 << 62)) - remaining)
        }
        return Int(truncatingIfNeeded: length)
    }

    /// A vector of bytes.
    package mutating func vector() throws(ScaleError) -> UnsafeRawBufferPointer {
        try bytes(try length())
    }

    /// Throws unless everything was read.
    package func finish() throws(ScaleError) {
        if remaining > 0 { throw .trailing(count: remaining) }
    }
}
