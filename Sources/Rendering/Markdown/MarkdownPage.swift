/// A page of Markdown being written; everything put in is escaped here and nowhere else.
struct MarkdownPage {
    private var blocks: [String] = []

    /// The whole page: blocks with an empty line between them, and a final line feed.
    var text: String { blocks.joined(separator: "\n\n") + "\n" }

    mutating func heading(_ text: String, level: Int) {
        blocks.append(String(repeating: "#", count: level) + " " + Self.escape(text))
    }

    mutating func paragraph(_ text: String) {
        blocks.append(Self.plainBeginning(Self.escape(text)))
    }

    mutating func list(_ entries: [String]) {
        guard !entries.isEmpty else { return }
        let lines = entries.map { "- " + Self.plainBeginning(Self.escape($0)) }
        blocks.append(lines.joined(separator: "\n"))
    }

    /// A table; the columns whose numbers are in `right` are set to the right.
    mutating func table(_ header: [String], _ rows: [[String]], right: Set<Int> = []) {
        let rule = header.indices.map { right.contains($0) ? "---:" : "---" }
        let lines = [line(header), "|" + rule.joined(separator: "|") + "|"] + rows.map(line)
        blocks.append(lines.joined(separator: "\n"))
    }

    private func line(_ cells: [String]) -> String {
        "| " + cells.map(Self.escape).joined(separator: " | ") + " |"
    }

    /// The text with every character that Markdown or HTML could take for markup made plain.
    ///
    /// - Source: GitHub Flavored Markdown 0.29, 6.1 (backslash escapes) and 4.10 (tables).
    static func escape(_ text: String) -> String {
        let line = SafeText.line(text, limit: 4000)
        return SafeText.escape(line) { scalar in
            switch scalar {
            case "\\", "`", "*", "_", "[", "]", "|", "~", "$", "#": "\\\(scalar)"
            case "<": "&lt;"
            case ">": "&gt;"
            case "&": "&amp;"
            default: nil
            }
        }
    }
    /// The text without what makes a list, a rule or a code block of a line that begins with it.
    ///
    /// - Source: GitHub Flavored Markdown 0.29, 4.1 (rules), 4.4 (indented code), 5.2 (lists).
    private static func plainBeginning(_ text: String) -> String {
        let scalars = text.unicodeScalars.drop { $0.properties.isWhitespace }
        switch scalars.first {
        case "-", "+", "=": return "\\" + String(scalars)
        case let first? where ("0"..."9").contains(first):
            let digits = scalars.prefix { ("0"..."9").contains($0) }
            let rest = scalars.dropFirst(digits.count)
            guard let sign = rest.first, sign == "." || sign == ")",
                rest.dropFirst().first.map({ $0.properties.isWhitespace }) ?? true
            else { return String(scalars) }
            return String(digits) + "\\" + String(rest)
        default: return String(scalars)
        }
    }
}
