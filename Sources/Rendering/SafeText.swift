internal import Model

/// Text from the machine or from a foreign file, made harmless to a terminal.
///
/// A CPU model or a path may hold escape sequences that move the cursor, or characters that turn
/// the direction of writing; shown as they are they could forge a verdict.
enum SafeText {
    /// The text on one line: control and format characters shown as `\u{1b}`, cut at `limit`.
    static func line(_ text: String, limit: Int = 400) -> String {
        var result = ""
        var count = 0
        for scalar in text.unicodeScalars {
            if count == limit { return result + "…" }
            count += 1
            switch scalar {
            case "\n", "\r", "\t": result.unicodeScalars.append(" ")
            default:
                if scalar.isHarmless {
                    result.unicodeScalars.append(scalar)
                } else {
                    result += "\\u{" + String(scalar.value, radix: 16) + "}"
                }
            }
        }
        return result
    }
}
