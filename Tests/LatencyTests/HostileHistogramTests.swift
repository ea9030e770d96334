import Testing

@testable import Latency

/// Stored text is not trusted: what is no histogram is refused, at little cost.
struct HostileHistogramTests {
    private static func distribution() -> LatencyDistribution {
        var histogram = LatencyHistogram()
        for value in 1...200 { histogram.record(nanoseconds: UInt64(value * value * 37)) }
        return histogram.distribution
    }

    /// A V2 payload with the figures given, and the counts' bytes.
    private static func payload(
        cookie: UInt32 = 0x1c84_9313, length: UInt32? = nil, offset: UInt32 = 0, digits: UInt32 = 3,
        lowest: UInt64 = 1, highest: UInt64 = LatencyHistogram.nanosecondsMax, ratio: Double = 1,
        counts: [UInt8]
    ) -> [UInt8] {
        func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
            withUnsafeBytes(of: value.bigEndian) { Array($0) }
        }
        var payload = bytes(cookie) + bytes(length ?? UInt32(counts.count)) + bytes(offset)
        payload += bytes(digits) + bytes(lowest) + bytes(highest) + bytes(ratio.bitPattern)
        return payload + counts
    }

    @Test func theSmallestHistogramIsRead() throws {
        #expect(try LatencyDistribution(payload: Self.payload(counts: [2])).count == 1)
        #expect(try LatencyDistribution(payload: Self.payload(counts: [])).count == 0)
    }

    @Test func headersThatDescribeNoHistogramAreRefused() {
        let cases = [
            Self.payload(cookie: 0x1c84_9301, counts: []), Self.payload(offset: 1, counts: []),
            Self.payload(digits: 6, counts: []), Self.payload(digits: .max, counts: []),
            Self.payload(lowest: 0, counts: []), Self.payload(lowest: .max, counts: []),
            Self.payload(lowest: 1 << 62, highest: 1 << 63 - 1, counts: []),
            Self.payload(lowest: 10, highest: 19, counts: []),
            Self.payload(highest: 1 << 63, counts: []), Self.payload(ratio: 2, counts: []),
            Self.payload(ratio: .nan, counts: []),
            Self.payload(digits: 5, lowest: 1 << 50, highest: 1 << 62, counts: []),
        ]
        for bytes in cases {
            #expect(throws: LatencyFormatError.header) { try LatencyDistribution(payload: bytes) }
        }
    }

    @Test func countsThatCannotBeAreRefused() {
        let most: [UInt8] = [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]
        let least: [UInt8] = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]
        let fiveMillionZeros: [UInt8] = [0xff, 0xad, 0xe2, 0x04]
        let two53: [UInt8] = [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20]
        let cases = [most, least, fiveMillionZeros + [2], two53 + [2]]
        for counts in cases {
            #expect(throws: LatencyFormatError.count) {
                try LatencyDistribution(payload: Self.payload(counts: counts))
            }
        }
    }

    @Test func aTextCutShortAnywhereIsRefused() {
        let text = Self.distribution().encoded
        for length in 0..<text.utf8.count {
            #expect(throws: LatencyFormatError.self) {
                try LatencyDistribution(encoded: String(text.prefix(length)))
            }
        }
        let bytes = Base64.decode(text) ?? []
        for length in 0..<bytes.count {
            #expect(throws: LatencyFormatError.self) {
                try LatencyDistribution(compressed: Array(bytes.prefix(length)))
            }
        }
        #expect(throws: LatencyFormatError.length) {
            try LatencyDistribution(compressed: bytes + [0])
        }
        let payload = Self.payload(counts: [0x80])
        #expect(throws: LatencyFormatError.length) { try LatencyDistribution(payload: payload) }
        #expect(throws: LatencyFormatError.length) {
            try LatencyDistribution(payload: Self.payload(length: 2, counts: [2]))
        }
    }

    @Test func aCompressionBombIsRefusedAtItsLimit() {
        let bomb = Deflate.compress(
            [UInt8](repeating: 0, count: LatencyDistribution.payloadBytesMax + 1))
        #expect(bomb.count < 2_000)
        var bytes: [UInt8] = [0x1c, 0x84, 0x93, 0x14]
        withUnsafeBytes(of: UInt32(bomb.count).bigEndian) { bytes.append(contentsOf: $0) }
        #expect(throws: LatencyFormatError.compression) {
            try LatencyDistribution(compressed: bytes + bomb)
        }
        #expect(throws: LatencyFormatError.text) {
            try LatencyDistribution(encoded: String(repeating: "A", count: 1 << 21))
        }
    }

    /// Seeded damage to a good text: read or refused, never a trap; what is read is consistent.
    @Test func damagedBytesNeverTrap() {
        var state: UInt64 = 7
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let good = Self.distribution()
        let compressed = Base64.decode(good.encoded) ?? []
        let payload =
            Deflate.decompress(
                Array(compressed[8...]), most: LatencyDistribution.payloadBytesMax) ?? []
        for _ in 0..<3_000 {
            var bytes = payload
            for _ in 0...next(4) { bytes[next(bytes.count)] = UInt8(next(256)) }
            guard let read = try? LatencyDistribution(payload: bytes) else { continue }
            #expect((try? LatencyDistribution(encoded: read.encoded)) == read)
        }
    }
}
