/// HdrHistogram's V2 compressed format, so that other tools read what is stored here.
///
/// Everything is big-endian: cookie, length, then a zlib stream of cookie, length of the counts,
/// normalizing index offset, digits, lowest, highest, conversion ratio, and the counts. A count is
/// a zigzag LEB128 of at most nine bytes; a negative one stands for so many zeros.
///
/// - Source: HdrHistogram, AbstractHistogram.java (encodeIntoCompressedByteBuffer,
///   decodeFromByteBuffer) and ZigZagEncoding.java.
extension LatencyDistribution {
    /// The cookie of the counts; its second nibble holds a word size and is not looked at.
    private static let cookie: UInt32 = 0x1c84_9303
    private static let compressedCookie: UInt32 = 0x1c84_9304
    /// As written by version 2 of the format.
    private static let wordNibble: UInt32 = 0x10
    private static let headerBytes = 40

    /// The most bytes that a histogram's header and counts may have.
    ///
    /// Ours: three digits over 63 bits are 54,272 places, and nine bytes are the longest count.
    static let payloadBytesMax = headerBytes + 54_272 * 9

    /// The distribution as base64 of the V2 compressed format.
    package var encoded: String {
        var counts: [UInt8] = []
        var next = 0
        for bucket in buckets {
            let zeros = bucket.index - next
            // One zero stands for itself, as the reference implementation writes it.
            if zeros > 0 { ZigZag.append(zeros == 1 ? 0 : -Int64(zeros), to: &counts) }
            ZigZag.append(Int64(bucket.count), to: &counts)
            next = bucket.index + 1
        }
        var payload: [UInt8] = []
        payload.append(bigEndian: Self.cookie | Self.wordNibble)
        payload.append(bigEndian: UInt32(counts.count))
        payload.append(bigEndian: UInt32(0))
        payload.append(bigEndian: UInt32(layout.digits))
        payload.append(bigEndian: UInt64(layout.lowest))
        payload.append(bigEndian: UInt64(layout.highest))
        payload.append(bigEndian: (1.0).bitPattern)
        payload += counts
        let compressed = Deflate.compress(payload)
        var bytes: [UInt8] = []
        bytes.append(bigEndian: Self.compressedCookie | Self.wordNibble)
        bytes.append(bigEndian: UInt32(compressed.count))
        return Base64.encode(bytes + compressed)
    }

    /// Reads base64 of the V2 compressed format.
    ///
    /// - Throws: what is wrong with it; nothing that it says is trusted, so that a hostile text
    ///   costs no more than `payloadBytesMax` bytes and as many steps.
    package init(encoded: String) throws(LatencyFormatError) {
        guard encoded.utf8.count <= Self.payloadBytesMax * 2, let bytes = Base64.decode(encoded)
        else { throw .text }
        try self.init(compressed: bytes)
    }

    /// Reads the V2 compressed format.
    package init(compressed bytes: [UInt8]) throws(LatencyFormatError) {
        var reader = BigEndianReader(bytes: bytes[...])
        let cookie: UInt32 = try reader.next()
        guard cookie & ~0xf0 == Self.compressedCookie else { throw .header }
        let length: UInt32 = try reader.next()
        guard Int(length) == reader.bytes.count else { throw .length }
        let payload = Deflate.decompress(Array(reader.bytes), most: Self.payloadBytesMax)
        guard let payload else { throw .compression }
        try self.init(payload: payload)
    }

    /// Reads the V2 format as it is before compression.
    package init(payload: [UInt8]) throws(LatencyFormatError) {
        var reader = BigEndianReader(bytes: payload[...])
        let cookie: UInt32 = try reader.next()
        let length: UInt32 = try reader.next()
        let offset: UInt32 = try reader.next()
        let digits: UInt32 = try reader.next()
        let lowest: UInt64 = try reader.next()
        let highest: UInt64 = try reader.next()
        let ratio: UInt64 = try reader.next()
        guard cookie & ~0xf0 == Self.cookie, offset == 0, ratio == (1.0).bitPattern,
            let layout = LatencyLayout(
                lowest: Int64(bitPattern: lowest), highest: Int64(bitPattern: highest),
                digits: Int(digits))
        else { throw .header }
        guard Int(length) == reader.bytes.count else { throw .length }
        self.init(layout: layout, buckets: try Self.buckets(reader.bytes, layout: layout))
    }

    private static func buckets(
        _ bytes: ArraySlice<UInt8>, layout: LatencyLayout
    ) throws(LatencyFormatError) -> [Bucket] {
        var bytes = bytes
        var buckets: [Bucket] = []
        var index = 0
        var total = 0
        let places = layout.placeCount
        while !bytes.isEmpty {
            guard let value = ZigZag.next(&bytes) else { throw .length }
            if value < 0 {
                // A run of zeros longer than the array, whatever its sign makes of the smallest.
                guard value != .min, -value <= Int64(places - index) else { throw .count }
                index += Int(-value)
                continue
            }
            guard index < places, value <= Int64(countMax - total) else { throw .count }
            if value > 0 { buckets.append(.init(index: index, count: Int(value))) }
            total += Int(value)
            index += 1
        }
        return buckets
    }
}

/// Integers of seven bits a byte, small ones of either sign being short.
///
/// - Source: HdrHistogram, ZigZagEncoding.java ("LEB128-64b9B-variant"): the ninth byte, if there
///   is one, holds eight bits.
private enum ZigZag {
    static func append(_ value: Int64, to bytes: inout [UInt8]) {
        var rest = UInt64(bitPattern: (value << 1) ^ (value >> 63))
        for _ in 0..<8 {
            if rest < 0x80 { break }
            bytes.append(UInt8(rest & 0x7f) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Takes the next integer from the front; nil if it ends early.
    static func next(_ bytes: inout ArraySlice<UInt8>) -> Int64? {
        var value: UInt64 = 0
        for place in 0..<9 {
            guard let byte = bytes.popFirst() else { return nil }
            if place == 8 {
                value |= UInt64(byte) << 56
                break
            }
            value |= UInt64(byte & 0x7f) << UInt64(7 * place)
            if byte & 0x80 == 0 { break }
        }
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }
}

/// Takes big-endian integers from the front of bytes.
private struct BigEndianReader {
    var bytes: ArraySlice<UInt8>

    mutating func next<Integer: FixedWidthInteger>() throws(LatencyFormatError) -> Integer {
        let width = Integer.bitWidth / 8
        guard bytes.count >= width else { throw .length }
        var value: Integer = 0
        for byte in bytes.prefix(width) { value = value << 8 | Integer(truncatingIfNeeded: byte) }
        bytes = bytes.dropFirst(width)
        return value
    }
}

extension [UInt8] {
    fileprivate mutating func append(bigEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }
}
