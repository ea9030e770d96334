// Here: Markdown, and what GitHub makes of it; everything put in is escaped here.
// May use: pages and their words.
// Never: what is said of a result.

import Model

/// Writes a page as GitHub's Markdown, to be posted in a forum or an issue.
struct MarkdownWriter {
    private var blocks: [String] = []
    private let isUnfolded: Bool

    /// `isUnfolded`: whether folded blocks are written out.
    init(_ page: Page, isUnfolded: Bool) {
        self.isUnfolded = isUnfolded
        if let title = page.title { blocks.append("## " + Self.escape(title.text)) }
        write(page.conclusion)
        write(page.body)
    }

    /// The whole page: blocks with an empty line between them, and a final line feed.
    var text: String { blocks.joined(separator: "\n\n") + "\n" }

    private mutating func write(_ all: Page.Blocks) {
        for block in all.all {
            switch block.content {
            case .heading(let text): blocks.append("### " + Self.escape(text))
            case .paragraph(let paragraph):
                let text = Self.escape(paragraph.text)
                let isKey = block.importance == .key && !text.isEmpty
                blocks.append(isKey ? "**\(text)**" : Self.plainBeginning(text))
            case .labelled(let entries) where entries.count == 1:
                let text = entries.map { $0.label + " " + $0.text }.joined()
                blocks.append(Self.plainBeginning(Self.escape(text)))
            case .labelled(let entries):
                table(["what", "found"], entries.map { [$0.label, $0.text] })
            case .list(let items): list(items)
            case .table(let table):
                self.table(
                    table.columns.map(\.title), table.rows.map { $0.map(\.whole) },
                    right: Set(table.columns.indices.filter { table.columns[$0].isRight }))
            case .strip(let strip):
                let lines = strip.rows.flatMap { TextStrip.lines($0, columns: Self.stripColumns) }
                blocks.append((["```"] + lines + ["```"]).joined(separator: "\n"))
            case .fold(let summary, let inner):
                if isUnfolded { write(inner) } else { list([Page.Item(text: summary)]) }
            case .gap: break
            }
        }
    }

    /// Ours: what GitHub shows of a block of code without scrolling.
    private static let stripColumns = 100

    private mutating func list(_ items: [Page.Item]) {
        let lines = items.flatMap { item in
            [
                "- "
                    + Self.plainBeginning(
                        (item.sign.map { $0 + " " } ?? "") + Self.escape(item.text))
            ]
                + item.details.map { "  - " + Self.plainBeginning(Self.escape($0)) }
        }
        // Lists that follow each other are one.
        if let last = blocks.last, last.hasPrefix("- ") {
            blocks[blocks.count - 1] = ([last] + lines).joined(separator: "\n")
        } else {
            blocks.append(lines.joined(separator: "\n"))
        }
    }

    private mutating func table(_ header: [String], _ rows: [[String]], right: Set<Int> = []) {
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
    private static func escape(_ text: String) -> String {
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

extension Page {
    /// The page as GitHub's Markdown, with a final line feed.
    ///
    /// Text from the machine is escaped: it cannot break a table, open a link or add a tag.
    ///
    /// - Parameter isUnfolded: Whether what is shown on demand is written out.
    /// - Returns: The Markdown.
    package func markdown(isUnfolded: Bool = false) -> String {
        MarkdownWriter(self, isUnfolded: isUnfolded).text
    }
}
