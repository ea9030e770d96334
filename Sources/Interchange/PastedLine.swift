/// One line of a paste: which lines deserve a look, and their text without terminal codes.
enum PastedLine {
    /// Whether the line may be part of a table, told from its bytes: a bar, the corner of a border
    /// or a box drawing character.
    ///
    /// Most of a long log is neither this nor a score; only what passes here is decoded.
    static func mayBeTable(_ bytes: ArraySlice<UInt8>) -> Bool {
        var before: UInt8 = 0
        for byte in bytes {
            // U+2500 to U+257F are E2 94 80 to E2 95 BF in UTF-8.
            if byte == 0x7C || byte == 0x2B || byte & 0xFE == 0x94 && before == 0xE2 { return true }
            before = byte
        }
        return false
    }

    /// Whether the line holds the flag of a score line, as an emoji or by its name.
    static func mayBeScore(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        while let start = rest.firstIndex(where: { $0 == emoji[0] || $0 == emojiName[0] }) {
            rest = rest[start...]
            if rest.starts(with: emoji) || rest.starts(with: emojiName) { return true }
            rest = rest.dropFirst()
        }
        return false
    }

    private static let emoji = Array("🏁".utf8)
    /// As chat programs give it.
    private static let emojiName = Array(":checkered_flag:".utf8)

    /// The text without ANSI sequences; bytes that are not UTF-8 become U+FFFD.
    ///
    /// - Source: ECMA-48, 5.4 control sequences and 5.6 control strings.
    static func text(_ bytes: ArraySlice<UInt8>) -> String {
        let escape: UInt8 = 0x1B
        guard bytes.contains(escape) else { return String(decoding: bytes, as: UTF8.self) }
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count)
        var rest = bytes
        while let byte = rest.popFirst() {
            if byte == escape { skipSequence(&rest) } else { plain.append(byte) }
        }
        return String(decoding: plain, as: UTF8.self)
    }

    /// Drops what follows an escape: a control sequence to its final byte, a control string to its
    /// terminator, or one byte.
    private static func skipSequence(_ rest: inout ArraySlice<UInt8>) {
        switch rest.popFirst() {
        case UInt8(ascii: "["):
            while let byte = rest.popFirst() {
                if (0x40...0x7E).contains(byte) { return }
            }
        case UInt8(ascii: "]"):
            while let byte = rest.popFirst() {
                if byte == 0x07 { return }
                if byte == 0x1B {
                    rest = rest.dropFirst()
                    return
                }
            }
        default: return
        }
    }
}
