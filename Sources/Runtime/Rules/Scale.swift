import Primitives

/// Short SCALE encodings as arrays, for parts of headers, extrinsics and inherents.
enum Scale {
    static func compact(_ value: some BinaryInteger) -> [UInt8] {
        var buffer = ByteBuffer(capacity: 20)
        buffer.appendCompact(UInt128(value))
        return buffer.array
    }

    static func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    /// A vector of bytes: its length, then the bytes.
    static func vector(_ bytes: [UInt8]) -> [UInt8] { compact(bytes.count) + bytes }

    /// A list of vectors of bytes.
    static func list(_ items: [[UInt8]]) -> [UInt8] {
        compact(items.count) + items.flatMap(vector)
    }
}
