/// Text in Windows-1252, and UTF-8 that was taken for it.
///
/// - Source: WHATWG Encoding Standard, index windows-1252, where the five unused bytes are the
///   control characters of the same number.
enum Windows1252 {
    /// Characters of the bytes 0x80 to 0x9F; all others are Latin-1.
    private static let upper: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013,
        0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
    ]

    private static let bytes: [UInt32: UInt8] = Dictionary(
        uniqueKeysWithValues: upper.enumerated().map { ($1, UInt8(0x80 + $0)) })

    /// The text of a line: UTF-8, or else Windows-1252.
    static func decode(_ line: ArraySlice<UInt8>) -> String {
        if let text = String(validating: line, as: UTF8.self) { return text }
        var text = String.UnicodeScalarView()
        for byte in line {
            let isUpper = 0x80...0x9F ~= byte
            let value = isUpper ? upper[Int(byte) - 0x80] : UInt32(byte)
            if let scalar = Unicode.Scalar(value) { text.append(scalar) }
        }
        // A line may hold both: what is UTF-8 among it is read so.
        return repaired(String(text))
    }

    /// The text with every character that was UTF-8 and read as Windows-1252 put right.
    ///
    /// Text that went through it twice is put right twice.
    static func repaired(_ text: String) -> String {
        var text = text
        for _ in 0..<2 {
            guard let better = repairedOnce(text) else { return text }
            text = better
        }
        return text
    }

    /// nil if there is nothing to put right.
    private static func repairedOnce(_ text: String) -> String? {
        guard text.utf8.contains(where: { $0 >= 0x80 }) else { return nil }
        let scalars = Array(text.unicodeScalars)
        var repaired = String.UnicodeScalarView()
        var found = false
        var index = 0
        while index < scalars.count {
            let length = byte(scalars[index]).map(sequenceLength) ?? 0
            if length > 1, index + length <= scalars.count {
                let sequence = scalars[index..<(index + length)].compactMap(byte)
                if sequence.count == length, let text = String(validating: sequence, as: UTF8.self)
                {
                    repaired.append(contentsOf: text.unicodeScalars)
                    index += length
                    found = true
                    continue
                }
            }
            repaired.append(scalars[index])
            index += 1
        }
        return found ? String(repaired) : nil
    }

    /// The byte that a character beyond ASCII was read from.
    private static func byte(_ scalar: Unicode.Scalar) -> UInt8? {
        switch scalar.value {
        case 0x80...0xFF: UInt8(scalar.value)
        default: bytes[scalar.value]
        }
    }

    /// How long a UTF-8 sequence with this first byte is; 0 when it is no first byte.
    private static func sequenceLength(_ byte: UInt8) -> Int {
        switch byte {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 0
        }
    }
}
