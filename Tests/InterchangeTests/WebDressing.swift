/// What programs and pages do to a text on its way: wrappers, escapes, characters of other kinds.
enum WebDressing: CaseIterable {
    case dockerJSON, escapedJSON, journalJSON, journalBytes, journalPretty, tracingJSON, jsonInJSON
    case jsonList, jsonString, prefixedJSON, kubectlPrefix, composePrefix, serviceLogs
    case breaks, upperBreaks, preformatted, paragraphs, spans, decimalEntities, hexadecimalEntities
    case doubleEntities, noBreakEntities, noBreakSpaces, thinSpaces, zeroWidth, ideographicSpaces
    case mojibake, doubleMojibake, noBreakMojibake, emojiLost, questionMarks, bareColours
    case caretColours, writtenColours, bold, inlineCode, markdownEscapes, quotedLines, quotedCommas
    case deepQuotation, carriageReturnTwice, tripleSpacing, writtenLineEnds, lineSeparators
    case nextLines, joinedBySpaces, joinedByNothing, fullWidth, noBreakHyphens

    func dress(_ text: String) -> String {
        asJSON(text) ?? asPage(text) ?? asOtherCharacters(text) ?? asOtherLines(text) ?? text
    }

    private func asJSON(_ text: String) -> String? {
        switch self {
        case .dockerJSON:
            each(text) {
                "{\"log\":\(quoted($0 + "\n")),\"stream\":\"stderr\",\"time\":\"2024-09-05T10:11:12Z\"}"
            }
        case .escapedJSON: each(text) { "{\"log\": \(quoted($0 + "\n", escaped: true)), \"n\": 1}" }
        case .journalJSON:
            each(text) { "{\"_PID\":\"1\",\"MESSAGE\":\(quoted($0)),\"PRIORITY\":\"6\"}" }
        case .journalBytes: each(text) { "{\"MESSAGE\":[\(bytes($0, ","))],\"_PID\":\"1\"}" }
        case .journalPretty:
            each(text) {
                "{\n\t\"MESSAGE\" : [\n\t\t\(bytes($0, ",\n\t\t"))\n\t],\n\t\"_PID\" : \"1\"\n}"
            }
        case .tracingJSON:
            each(text) {
                "{\"timestamp\":\"2024\",\"level\":\"INFO\",\"fields\":{\"message\":\(quoted($0))},"
                    + "\"target\":\"sc_sysinfo\"}"
            }
        case .jsonInJSON:
            each(text) { "{\"log\":\(quoted("{\"message\":\(quoted($0))}\n")),\"stream\":\"x\"}" }
        case .jsonList: "[\n" + each(text, end: ",\n") { "  " + quoted($0) } + "\n]"
        case .jsonString: quoted(text)
        case .prefixedJSON: each(text) { "node-1  | {\"message\": \(quoted($0)), \"ok\": true}" }
        default: nil
        }
    }

    private func asPage(_ text: String) -> String? {
        switch self {
        case .kubectlPrefix: each(text) { "[pod/node-0/node] 2024-09-05T10:11:12.123456Z " + $0 }
        case .composePrefix: each(text) { "\u{1B}[36mnode-1  |\u{1B}[0m " + $0 }
        case .serviceLogs: each(text) { "node.1.abcdef@host    | " + $0 }
        case .breaks: each(text, end: "<br/>") { $0 }
        case .upperBreaks: each(text, end: "<BR>\n") { $0 }
        case .preformatted: "<html><body><pre><code>\(text)</code></pre></body></html>"
        case .paragraphs: each(text, end: "") { "<p class=\"a\">\($0)</p>" }
        case .spans: each(text) { "<span style='color: red'>\($0)</span>" }
        case .decimalEntities: entities(text) { "&#\($0);" }
        case .hexadecimalEntities: entities(text) { "&#x" + String($0, radix: 16) + ";" }
        case .doubleEntities: entities(text) { "&amp;#\($0);" }
        case .noBreakEntities: text.replacing(" ", with: "&nbsp;")
        default: nil
        }
    }

    private func asOtherCharacters(_ text: String) -> String? {
        switch self {
        case .noBreakSpaces: text.replacing(" ", with: "\u{A0}")
        case .thinSpaces: text.replacing(" ", with: "\u{2009}")
        case .zeroWidth: text.replacing(" ", with: "\u{200B} \u{2060}\u{AD}")
        case .ideographicSpaces: text.replacing(" ", with: "\u{3000}")
        case .mojibake: misread(text)
        case .doubleMojibake: misread(misread(text))
        case .noBreakMojibake:
            text.replacing("Seq ", with: "SeqÂ ").replacing("y ", with: "yÂ\u{A0}")
        case .emojiLost:
            String(text.unicodeScalars.filter { $0.value < 0x2600 }.map(Character.init))
        case .questionMarks:
            String(text.unicodeScalars.map { $0.value < 0x2600 ? Character($0) : "?" })
        case .bareColours: each(text) { "[1;32m\($0)[0m" }
        case .caretColours: each(text) { "^[[1;32m\($0)^[[0m" }
        case .writtenColours: each(text) { "\\u001b[1;32m\($0)\\x1b[0m" }
        case .fullWidth:
            String(
                text.unicodeScalars.map { scalar in
                    let value = 0x21...0x7E ~= scalar.value ? scalar.value + 0xFEE0 : scalar.value
                    return Character(Unicode.Scalar(value) ?? scalar)
                })
        case .noBreakHyphens:
            text.replacing("2-256", with: "2\u{2011}256").replacing("9-V", with: "9\u{2013}V")
        default: nil
        }
    }

    private func asOtherLines(_ text: String) -> String? {
        switch self {
        case .bold: each(text) { $0.replacing(/\d+\.\d\d [KMG]iBs/) { "**\($0.output)**" } }
        case .inlineCode: each(text) { "`\($0)`" }
        case .markdownEscapes:
            each(text) {
                $0.replacing("-", with: "\\-").replacing("+", with: "\\+").replacing(
                    "|", with: "\\|"
                )
                .replacing("(", with: "\\(")
            }
        case .quotedLines: each(text) { "\"\($0)\"" }
        case .quotedCommas: each(text) { "'\($0)'," }
        case .deepQuotation: each(text) { ">> > " + $0 }
        case .carriageReturnTwice: each(text, end: "\r\r\n") { $0 }
        case .tripleSpacing: each(text, end: "\n\n\n") { $0 }
        case .writtenLineEnds: each(text, end: "\\n") { $0 }
        case .lineSeparators: each(text, end: "\u{2028}") { $0 }
        case .nextLines: each(text, end: "\u{85}") { $0 }
        case .joinedBySpaces: each(text, end: " ") { $0 }
        case .joinedByNothing: each(text, end: "") { $0 }
        default: nil
        }
    }

    private func each(
        _ text: String, end: String = "\n", _ change: (String) -> String
    ) -> String {
        text.split(separator: "\n").map { change(String($0)) }.joined(separator: end)
    }

    private func quoted(_ text: String, escaped: Bool = false) -> String {
        var quoted = "\""
        for unit in text.utf16 {
            switch unit {
            case 0x22, 0x5C: quoted += "\\" + String(decoding: [unit], as: UTF16.self)
            case 0x0A: quoted += "\\n"
            case 0x20...0x7E: quoted += String(decoding: [unit], as: UTF16.self)
            default:
                let digits = String(unit, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        if !escaped, !text.utf8.contains(0x5C), !text.contains("\"") {
            return "\"" + text.replacing("\n", with: "\\n") + "\""
        }
        return quoted + "\""
    }

    private func bytes(_ text: String, _ separator: String) -> String {
        text.utf8.map(String.init).joined(separator: separator)
    }

    private func entities(_ text: String, _ entity: (UInt32) -> String) -> String {
        text.unicodeScalars.map { scalar in
            scalar.value > 0x7E || "|+<&".unicodeScalars.contains(scalar)
                ? entity(scalar.value) : String(scalar)
        }
        .joined()
    }

    /// UTF-8 taken for Windows-1252.
    private func misread(_ text: String) -> String {
        let upper = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ"
        let characters = Array(upper.unicodeScalars)
        return String(
            text.utf8.map { byte in
                0x80...0x9F ~= byte
                    ? Character(characters[Int(byte) - 0x80]) : Character(Unicode.Scalar(byte))
            })
    }
}

/// Encodings that a text is saved in.
enum SavedAs: CaseIterable {
    case utf8Marked, utf16LowFirst, utf16HighFirst, utf16LowFirstUnmarked, utf16HighFirstUnmarked
    case utf32LowFirst, utf32HighFirst, appendedUTF16

    func bytes(_ text: String) -> [UInt8] {
        func units(_ text: String, lowFirst: Bool) -> [UInt8] {
            text.utf16.flatMap { unit in
                let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
                return lowFirst ? [low, high] : [high, low]
            }
        }
        func wide(lowFirst: Bool) -> [UInt8] {
            text.unicodeScalars.flatMap { scalar in
                let bytes = (0..<4).map { UInt8(truncatingIfNeeded: scalar.value >> ($0 * 8)) }
                return lowFirst ? bytes : bytes.reversed()
            }
        }
        return switch self {
        case .utf8Marked: [0xEF, 0xBB, 0xBF] + Array(text.utf8)
        case .utf16LowFirst: [0xFF, 0xFE] + units(text, lowFirst: true)
        case .utf16HighFirst: [0xFE, 0xFF] + units(text, lowFirst: false)
        case .utf16LowFirstUnmarked: units(text, lowFirst: true)
        case .utf16HighFirstUnmarked: units(text, lowFirst: false)
        case .utf32LowFirst: [0xFF, 0xFE, 0, 0] + wide(lowFirst: true)
        case .utf32HighFirst: [0, 0, 0xFE, 0xFF] + wide(lowFirst: false)
        case .appendedUTF16:
            Array(String(repeating: "an older log in another encoding\n", count: 60).utf8)
                + units(text, lowFirst: true)
        }
    }
}
