/// A page of Markdown being written; everything put in is escaped here and nowhere else.
struct MarkdownPage {
    private var blocks: [String] = []

    /// The whole page: blocks with an empty line between them, and a final line feed.
    var text: String { blocks.joined(separator: "\n\n") + "\n" }

    mutating func heading(_ text: String, level: Int) {
        blocks.append(String(repeating: "#", count: level) + " " + Self.escape(text))
    }

    mutating func paragraph(_ text: String) {
        blocks.append(Self.escape(text))
    }

    mutating func list(_ entries: [String]) {
        guard !entries.isEmpty else { return }
        blocks.append(entries.map { "- " + Self.escape($0) }.joined(separator: "\n"))
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
        var result = ""
        for character in SafeText.line(text, limit: 4000) {
            switch character {
            case "\\", "`", "*", "_", "[", "]", "|", "~", "$", "#": result += "\\\(character)"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "&": result += "&amp;"
            default: result.append(character)
            }
        }
        return result
    }
}
