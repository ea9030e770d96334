import Primitives
import Testing

struct ScaleTests {
    /// - Source: the examples of the SCALE codec specification (docs.polkadot.com,
    ///   spec.polkadot.network).
    static let compacts: [(UInt128, String)] = [
        (0, "00"), (1, "04"), (42, "a8"), (63, "fc"), (64, "0101"), (69, "1501"),
        (16_383, "fdff"), (16_384, "02000100"), (65_535, "feff0300"),
        (1_073_741_823, "feffffff"), (1_073_741_824, "0300000040"),
        (4_294_967_295, "03ffffffff"), (4_294_967_296, "070000000001"),
        (100_000_000_000_000, "0b00407a10f35a"),
        (UInt128(UInt64.max), "13ffffffffffffffff"),
        (UInt128.max, "33ffffffffffffffffffffffffffffffff"),
    ]

    @Test(arguments: compacts)
    func compactIntegersAreThePublishedBytes(value: UInt128, bytes: String) throws {
        var buffer = ByteBuffer()
        buffer.appendCompact(value)
        #expect(buffer.array == hex(bytes))
        if let narrow = UInt64(exactly: value) {
            buffer.removeAll()
            buffer.appendCompact(narrow)
            #expect(buffer.array == hex(bytes))
        }
        try hex(bytes).withUnsafeBytes {
            var decoder = ScaleDecoder($0)
            #expect(try decoder.wideCompact() == value)
            try decoder.finish()
        }
    }

    @Test func fixedWidthAndVectorsAreThePublishedBytes() throws {
        var buffer = ByteBuffer(capacity: 1)
        buffer.append(littleEndian: Int8(69))
        buffer.append(littleEndian: UInt16(42))
        buffer.append(littleEndian: UInt32(16_777_215))
        buffer.appendVector([4, 8, 15, 16, 23, 42])
        buffer.append(littleEndian: UInt128(1) << 100)
        #expect(
            buffer.array
                == hex("45 2a00 ffffff00 18 04080f10172a 00000000000000000000000010000000"))
        var decoder = ScaleDecoder(buffer.bytes)
        #expect(try decoder.integer(Int8.self) == 69)
        #expect(try decoder.integer(UInt16.self) == 42)
        #expect(try decoder.integer(UInt32.self) == 16_777_215)
        #expect(Array(try decoder.vector()) == [4, 8, 15, 16, 23, 42])
        #expect(try decoder.integer(UInt128.self) == 1 << 100)
        try decoder.finish()
    }

    @Test(
        arguments: [
            ("", ScaleError.truncated(offset: 0, missing: 1)),
            ("01", .truncated(offset: 1, missing: 1)),
            ("020001", .truncated(offset: 3, missing: 1)),
            ("03000000", .truncated(offset: 4, missing: 1)),
            ("0100", .compactOutOfRange(offset: 0)),
            ("02000000", .compactOutOfRange(offset: 0)),
            ("03ffffff3f", .compactOutOfRange(offset: 0)),
            ("07ffffffff00", .compactOutOfRange(offset: 0)),
            ("17ffffffffffffffffff", .compactOutOfRange(offset: 0)),
            ("ff", .compactOutOfRange(offset: 0)),
        ])
    func malformedCompactIsRefused(bytes: String, error: ScaleError) {
        let bytes = hex(bytes)
        #expect(throws: error) {
            try bytes.withUnsafeBytes {
                var decoder = ScaleDecoder($0)
                _ = try decoder.compact()
            }
        }
    }

    @Test func lengthsBeyondTheInputAndLeftoversAreRefused() {
        hex("feffffff0102").withUnsafeBytes { bytes in
            var decoder = ScaleDecoder(bytes)
            #expect(throws: ScaleError.truncated(offset: 6, missing: 1_073_741_821)) {
                _ = try decoder.vector()
            }
        }
        hex("080102ff").withUnsafeBytes { bytes in
            var decoder = ScaleDecoder(bytes)
            #expect(throws: ScaleError.trailing(count: 1)) {
                #expect(Array(try decoder.vector()) == [1, 2])
                try decoder.finish()
            }
        }
    }

    @Test func randomBytesNeverTrap() {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<2000 {
            generator.bytes(Int.random(in: 0...24, using: &generator)).withUnsafeBytes { bytes in
                var decoder = ScaleDecoder(bytes)
                while (try? decoder.vector()) != nil, (try? decoder.wideCompact()) != nil {}
                #expect(decoder.offset <= bytes.count)
            }
        }
    }
}
