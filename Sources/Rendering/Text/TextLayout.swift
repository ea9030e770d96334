/// Widths, wrapping and columns of text for a terminal.
enum TextLayout {
    /// Columns a text takes: two for East Asian wide characters and pictographs.
    ///
    /// - Source: Unicode Standard Annex 11 (East Asian Width), the wide blocks in use.
    static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + width($1) }
    }

    private static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0..<0x1100: 1
        case 0x1100...0x115F, 0x2705, 0x274C, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF,
            0x20000...0x3FFFD:
            2
        default: 1
        }
    }

    /// The text in lines of at most `columns`; a word that is longer is cut into pieces.
    static func wrap(_ text: String, columns: Int) -> [String] {
        let columns = max(2, columns)
        var lines: [String] = []
        var line = ""
        for word in text.unicodeScalars.split(separator: " ") {
            for piece in pieces(of: String(word), columns: columns) {
                if line.isEmpty {
                    line = piece
                } else if width(line) + 1 + width(piece) <= columns {
                    line += " " + piece
                } else {
                    lines.append(line)
                    line = piece
                }
            }
        }
        if !line.isEmpty || lines.isEmpty { lines.append(line) }
        return lines
    }

    private static func pieces(of word: String, columns: Int) -> [String] {
        guard width(word) > columns else { return [word] }
        var pieces: [String] = []
        var piece = ""
        var used = 0
        for scalar in word.unicodeScalars {
            let needed = width(scalar)
            if used + needed > columns {
                pieces.append(piece)
                piece = ""
                used = 0
            }
            piece.unicodeScalars.append(scalar)
            used += needed
        }
        pieces.append(piece)
        return pieces
    }

    /// A paragraph whose first line begins with `lead` and whose others are indented below it.
    static func paragraph(_ text: String, lead: String = "", columns: Int) -> [String] {
        let indent = width(lead)
        let lines = wrap(text, columns: columns - indent)
        return lines.enumerated().map { index, line in
            (index == 0 ? lead : String(repeating: " ", count: indent)) + line
        }
    }

    /// The text filled with spaces to a width; never cut.
    static func pad(_ text: String, to columns: Int, right: Bool = false) -> String {
        let fill = String(repeating: " ", count: max(0, columns - width(text)))
        return right ? fill + text : text + fill
    }
}
