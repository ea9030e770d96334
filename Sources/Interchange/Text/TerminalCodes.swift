/// Removes terminal codes from a text, also those that have lost their escape character.
///
/// - Source: ECMA-48, 5.4 control sequences and 5.6 control strings.
enum TerminalCodes {
    private static let escape: Unicode.Scalar = "\u{1B}"
    /// The control sequence introducer as one character.
    private static let introducer: Unicode.Scalar = "\u{9B}"

    /// How an escape is written where it is shown instead of sent, longest first.
    private static let written = [
        "\\u{1b}", "\\u001b", "\\u001B", "\\x1b", "\\x1B", "\\033", "\\e", "^[", "\u{241B}",
        "\u{2190}",
    ]

    static func removed(from text: String) -> String {
        let bytes = text.utf8
        // U+009B is C2 9B; a lost escape leaves a bracket.
        guard bytes.contains(0x1B) || bytes.contains(0x9B) || bytes.contains(UInt8(ascii: "["))
        else { return text }
        var plain = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        while let scalar = rest.first {
            if scalar == escape {
                rest = rest.dropFirst()
                skipSequence(&rest)
            } else if scalar == introducer {
                rest = rest.dropFirst()
                skipToFinal(&rest)
            } else if let end = endOfBareColour(rest) {
                rest = rest[end...]
            } else {
                plain.append(scalar)
                rest = rest.dropFirst()
            }
        }
        return String(plain)
    }

    /// Drops what follows an escape: a control sequence to its final byte, a control string to its
    /// terminator, or one character.
    private static func skipSequence(_ rest: inout Substring.UnicodeScalarView) {
        switch rest.popFirst() {
        case "[": skipToFinal(&rest)
        case "]", "P", "X", "^", "_":
            while let scalar = rest.popFirst() {
                if scalar == "\u{07}" { return }
                if scalar == escape {
                    rest = rest.dropFirst()
                    return
                }
            }
        default: return
        }
    }

    private static func skipToFinal(_ rest: inout Substring.UnicodeScalarView) {
        while let scalar = rest.popFirst() {
            if (0x40...0x7E).contains(scalar.value) { return }
        }
    }

    /// The end of `[1;32m` at the start of a text, with or without a written escape before it;
    /// nil if none is there.
    private static func endOfBareColour(
        _ text: Substring.UnicodeScalarView
    ) -> Substring.UnicodeScalarView.Index? {
        guard let first = text.first, "[\\^\u{241B}\u{2190}".unicodeScalars.contains(first) else {
            return nil
        }
        var rest = text
        if let mark = written.first(where: { text.starts(with: $0.unicodeScalars) }) {
            rest = rest.dropFirst(mark.unicodeScalars.count)
        }
        guard rest.popFirst() == "[" else { return nil }
        rest = rest.drop { (0x30...0x39).contains($0.value) || $0 == ";" || $0 == ":" }
        guard rest.popFirst() == "m" else { return nil }
        return rest.startIndex
    }
}

extension Substring.UnicodeScalarView {
    fileprivate mutating func popFirst() -> Unicode.Scalar? {
        guard let first else { return nil }
        self = dropFirst()
        return first
    }
}
