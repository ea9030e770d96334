// Here: text on a grid of columns.
// May use: pages.
// Never: what is said.

/// Writes a page for a terminal or a plain file, line by line, none wider than its style allows.
struct TextWriter {
    let style: Style
    private var lines: [String] = []

    /// Ours: labels of most pages; longer ones push their text to the right.
    private static let labelColumns = 8

    init(_ page: Page, _ style: Style) {
        self.style = style
        if let title = page.title { paragraph(title) }
        write(page.body)
        if !page.conclusion.all.isEmpty {
            gap()
            write(page.conclusion)
        }
    }

    /// The whole page, with a final line feed.
    var text: String { lines.joined(separator: "\n") + "\n" }

    private mutating func write(_ blocks: Page.Blocks) {
        for block in blocks.all {
            switch block.content {
            case .heading(let text):
                gap()
                paragraph(Page.Paragraph(text: text, tone: .heading))
            case .paragraph(let text): paragraph(text)
            case .labelled(let entries):
                for entry in entries {
                    let lead = TextLayout.pad(entry.label, to: Self.labelColumns) + "  "
                    append(entry.text, lead: lead)
                }
            case .list(let items): for item in items { self.item(item) }
            case .table(let table):
                // A table that is the whole page needs nothing to stand out from.
                let indent = lines.isEmpty ? 0 : 2
                lines += TextTable(table, indent: indent, style: style).lines
            case .strip(let strip):
                for row in strip.rows { lines += TextStrip.lines(row, columns: style.columns) }
            case .fold(let summary, _): item(Page.Item(text: summary))
            case .gap: gap()
            }
        }
    }

    /// An empty line, unless one stands there already.
    private mutating func gap() {
        if let last = lines.last, !last.isEmpty { lines.append("") }
    }

    private mutating func paragraph(_ paragraph: Page.Paragraph) {
        append(paragraph.text, lead: paragraph.isDetail ? "    " : "", paragraph.tone)
    }

    private mutating func item(_ item: Page.Item) {
        append(item.text, lead: "  \(item.sign ?? "-") ", item.tone)
        for detail in item.details { append(detail, lead: "    ") }
    }

    private mutating func append(_ text: String, lead: String, _ tone: Page.Tone = .plain) {
        let wrapped = TextLayout.paragraph(text, lead: lead, columns: style.columns)
        lines += wrapped.map { style.paint($0, tone) }
    }
}

extension Page {
    /// The page for a terminal: each line at most `style.columns` wide, with a final line feed.
    package func text(_ style: Style = Style()) -> String { TextWriter(self, style).text }
}
