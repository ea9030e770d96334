/// Text from the machine or from a foreign file, made harmless to a terminal and to a CI log.
///
/// A CPU model or a path may hold escape sequences that move the cursor, or characters that turn
/// the direction of writing; shown as they are they could forge a verdict. A CI log takes `::` at
/// the beginning of a line, and `##[` anywhere, for a command.
///
/// - Source: actions/runner, src/Runner.Common/ActionCommand.cs (`TryParseV2` trims the line and
///   wants `::` at its beginning, `TryParse` finds `##[` anywhere).
package enum SafeText {
    /// The text on one line: control and format characters shown as `\u{1b}`, cut at `limit`
    /// scalars, with a space inside `::` and `##[`.
    package static func line(_ text: String, limit: Int = 400) -> String {
        var result = String.UnicodeScalarView()
        var count = 0
        for scalar in text.unicodeScalars {
            if count == limit {
                result.append("…")
                break
            }
            count += 1
            switch scalar {
            case "\n", "\r", "\t": result.append(" ")
            case ":" where result.last == ":": result.append(contentsOf: " :".unicodeScalars)
            case "[" where result.suffix(2).elementsEqual("##".unicodeScalars):
                result.append(contentsOf: " [".unicodeScalars)
            default:
                if scalar.isHarmless {
                    result.append(scalar)
                } else {
                    let number = String(scalar.value, radix: 16)
                    result.append(contentsOf: "\\u{\(number)}".unicodeScalars)
                }
            }
        }
        return String(result)
    }

    /// Lines of a text, each made harmless; only the line feeds between them stay.
    package static func lines(_ text: String, limit: Int = 4000) -> String {
        var lines: [String] = []
        var rest = Substring(text).unicodeScalars
        while let end = rest.firstIndex(of: "\n") {
            lines.append(line(String(rest[..<end]), limit: limit))
            rest = rest[rest.index(after: end)...]
        }
        return (lines + [line(String(rest), limit: limit)]).joined(separator: "\n")
    }

    /// The text with every scalar replaced for which `replacement` gives another text.
    ///
    /// Escaping works on scalars: a character may hold several, and a letter in front of a quote
    /// may make one character of both.
    package static func escape(
        _ text: String, _ replacement: (Unicode.Scalar) -> String?
    ) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if let other = replacement(scalar) {
                result.append(contentsOf: other.unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }
}
