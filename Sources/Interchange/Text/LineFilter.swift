/// Tells from a line's bytes whether it is worth decoding; most lines of a long log are not.
enum LineFilter {
    /// Whether the line may hold a score, a row or a border, in whatever dress.
    static func mayMatter(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.withUnsafeBufferPointer { buffer in
            for index in buffer.indices where isFirst[Int(buffer[index])] {
                let rest = buffer[index...]
                for mark in marks where rest.starts(with: mark) { return true }
            }
            return false
        }
    }

    /// Byte sequences of which every line that matters has one.
    private static let marks: [[UInt8]] =
        [
            // `Score` of a table's header and `score:` of the start's lines; the rows' names.
            "core", "CORE", "BLAKE2", "Blake2", "blake2", "SR25519", "Sr25519", "sr25519", "Copy",
            "Write",
            // Borders; tags of a table; what may hide any of these; a journal's bytes.
            "--", "==", "<t", "<T", "&#", "\\u00", "MESSAGE",
        ].map { Array($0.utf8) }
        + [
            // A zero byte, as UTF-16 has them behind a first part that is none.
            [0x00],
            // U+2500 to U+257F, box drawing, and the same read as Windows-1252: `â”`.
            [0xE2, 0x94], [0xE2, 0x95], [0xC3, 0xA2, 0xE2, 0x80, 0x9D],
            // Full-width forms.
            [0xEF, 0xBC], [0xEF, 0xBD],
            // What is not shown and may stand within a word: the soft hyphen, U+200B to U+200D,
            // the word joiner, the byte order mark.
            [0xC2, 0xAD], [0xE2, 0x80, 0x8B], [0xE2, 0x80, 0x8C], [0xE2, 0x80, 0x8D],
            [0xE2, 0x81, 0xA0], [0xEF, 0xBB, 0xBF],
        ]

    /// Whether a mark begins with this byte.
    private static let isFirst: [Bool] = (0..<256).map { byte in
        marks.contains { Int($0[0]) == byte }
    }
}
