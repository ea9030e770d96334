import Model

/// Text as XML 1.0 takes it.
///
/// - Source: XML 1.0 (fifth edition), 2.2 (characters) and 2.4 (markup that must be escaped). No
///   reference can stand for a character outside 2.2, so those are shown as `\u{1b}`.
enum XMLText {
    /// The value of an attribute without its quotes: one line, at most `limit` characters.
    static func attribute(_ text: String, limit: Int = 1000) -> String {
        escape(SafeText.line(text, limit: limit))
    }

    /// Lines between two tags; line feeds are kept.
    static func content(_ lines: [String], limit: Int = 4000) -> String {
        lines.map { escape(SafeText.line($0, limit: limit)) }.joined(separator: "\n")
    }

    private static func escape(_ text: String) -> String {
        SafeText.escape(text) { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            case "'": "&apos;"
            default: nil
            }
        }
    }
}
