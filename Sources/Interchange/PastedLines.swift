/// Takes the dress off the lines of a paste: encodings, terminal codes, JSON, HTML, Markdown.
///
/// One line of the file may give none, one or many: a log may be wrapped in JSON, and line ends may
/// have become `<br>` or been lost. What remains has single spaces and tabs as its only white
/// space, plain hyphens, and no character that is not shown.
struct PastedLines {
    private var json = JSONLines()
    private var html = HTMLLines()

    /// Whether the next line is needed even when nothing in it looks like a table or a score.
    var wantsEveryLine: Bool { json.isInsideBytes || html.isInsideRow }

    /// The texts of one line of the file.
    ///
    /// The bytes come without their line end; where they are no UTF-8, they are Windows-1252.
    mutating func texts(of bytes: ArraySlice<UInt8>) -> [String] {
        let line = TerminalCodes.removed(from: Windows1252.decode(bytes))
        if JournalExport.isSurrounding(line) { return [] }
        let text = JournalExport.message(line)
        guard let unwrapped = json.texts(of: text) else { return plain(text) }
        return unwrapped.flatMap { text in
            // Each ends in a line end of its own.
            let text = text.last?.isNewline == true ? text.dropLast() : text[...]
            return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
                .flatMap { plain(TerminalCodes.removed(from: String($0))) }
        }
    }

    /// What is left when the file has ended.
    mutating func finish() -> [String] { html.finish().flatMap(Self.shown) }

    private mutating func plain(_ text: String) -> [String] {
        html.lines(of: PlainText.withWrittenLineEnds(text)).flatMap(Self.shown)
    }

    private static func shown(_ text: String) -> [String] {
        PlainText.lines(of: Windows1252.repaired(TerminalCodes.removed(from: text)))
            .flatMap(CrowdedLine.lines)
    }
}

/// The last steps for a text: white space, hyphens and emphasis made plain.
enum PlainText {
    /// A text in which an escaped line end, the two characters `\n`, is one.
    static func withWrittenLineEnds(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "\\")) else { return text }
        return text.replacing("\\r\\n", with: "\n").replacing("\\n", with: "\n")
            .replacing("\\t", with: "\t")
    }

    /// The lines of a text, with every kind of white space as one space.
    ///
    /// Left out are controls, characters that are not shown, Markdown's emphasis and its backslash
    /// before punctuation.
    static func lines(of text: String) -> [String] {
        var lines: [String] = []
        var line = String.UnicodeScalarView()
        var afterBackslash = false
        for scalar in text.unicodeScalars {
            if afterBackslash, !isPunctuation(scalar) { line.append("\\") }
            afterBackslash = scalar == "\\"
            if afterBackslash || emphasis.contains(scalar) { continue }
            if endsLine(scalar) {
                lines.append(String(line))
                line = .init()
                continue
            }
            guard let shown = shown(scalar) else { continue }
            if shown == " ", line.last == " " { continue }
            line.append(shown)
        }
        lines.append(String(line))
        // What is left of a no-break space that was read as Windows-1252 and then made a space.
        return lines.map { $0.contains("Â ") ? $0.replacing("Â ", with: " ") : $0 }
    }

    /// Markdown's emphasis, code and deletion; the underscore is left, being a part of names.
    private static let emphasis: Set<Unicode.Scalar> = ["*", "`", "~"]

    /// The scalar in plain form; nil if it shows nothing.
    private static func shown(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0x09: return "\t"
        case 0x20...0x7E: return scalar
        // Full-width forms of ASCII.
        case 0xFF01...0xFF5E: return Unicode.Scalar(scalar.value - 0xFEE0)
        // Blank letters: Braille's, Hangul's fillers.
        case 0x2800, 0x3164, 0x115F, 0x1160, 0xFFA0: return " "
        // The minus sign.
        case 0x2212: return "-"
        default: break
        }
        let properties = scalar.properties
        if properties.isWhitespace { return " " }
        switch properties.generalCategory {
        case .control, .format, .nonspacingMark, .enclosingMark: return nil
        case .dashPunctuation: return "-"
        default: return properties.isDefaultIgnorableCodePoint ? nil : scalar
        }
    }

    /// - Source: The Unicode Standard, 5.8 (newline function), and vertical tab and form feed.
    private static func endsLine(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
        default: false
        }
    }
}

/// The journal's export format: a field a line, `NAME=value`, and a blank line behind each entry.
enum JournalExport {
    /// Whether a line is a field other than the message.
    ///
    /// - Source: systemd, "Journal Export Formats" and systemd.journal-fields(7): the names of
    ///   trusted fields and of addresses begin with an underscore.
    static func isSurrounding(_ line: String) -> Bool {
        guard line.utf8.first == UInt8(ascii: "_") || names.contains(where: line.hasPrefix) else {
            return false
        }
        let name = line.utf8.prefix { $0 != UInt8(ascii: "=") }
        return name.count < line.utf8.count
            && name.allSatisfy {
                (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
            }
    }

    /// The message alone: its `=` before a table's corner would be a stroke of the border.
    static func message(_ line: String) -> String {
        line.hasPrefix("MESSAGE=") ? String(line.dropFirst("MESSAGE=".count)) : line
    }

    private static let names = ["PRIORITY", "SYSLOG_", "CODE_", "TID", "INVOCATION_ID", "UNIT"]
}
