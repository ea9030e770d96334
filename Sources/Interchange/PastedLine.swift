/// One line of a paste: which lines deserve a look, and their text without terminal codes.
enum PastedLine {
    /// Whether the line may hold a table or a score line, told from its bytes alone.
    ///
    /// Most of a long log is neither; only what passes here is decoded.
    static func mayMatter(_ bytes: ArraySlice<UInt8>) -> Bool {
        var before: UInt8 = 0
        for byte in bytes {
            switch byte {
            // A bar, the corner of a border, a box drawing character, an emoji.
            case 0x7C, 0x2B, 0xE2, 0xF0: return true
            // The start of an emoji's name, as chat programs give it: `:checkered_flag:`.
            case UInt8(ascii: "c") where before == UInt8(ascii: ":"): return true
            default: before = byte
            }
        }
        return false
    }

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
