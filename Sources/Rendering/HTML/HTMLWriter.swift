import Model

/// Writes the blocks of a page as HTML, without its frame.
struct HTMLWriter {
    /// Level of the headings; 2...5.
    private let level: Int
    private var lines: [String] = []

    private init(level: Int) {
        self.level = level
    }

    /// The blocks as HTML.
    ///
    /// - Parameters:
    ///   - blocks: In reading order.
    ///   - level: Level of their headings, 2...5.
    /// - Returns: HTML without a frame.
    static func html(_ blocks: Page.Blocks, level: Int) -> String {
        var writer = HTMLWriter(level: level)
        writer.write(blocks)
        return writer.lines.joined(separator: "\n")
    }

    private mutating func write(_ blocks: Page.Blocks) {
        for block in blocks.all {
            switch block.content {
            case .heading(let text): lines.append(HTMLText.element("h\(level)", text))
            case .paragraph(let paragraph):
                let isKey = block.importance == .key
                lines.append(
                    HTMLText.element(
                        "p", paragraph.text,
                        class: (isKey ? "key " : "") + paragraph.tone.htmlClass))
            case .labelled(let entries): lines.append(Self.labelled(entries))
            case .list(let items): lines.append(Self.list(items))
            case .table(let table): lines.append(Self.table(table))
            case .strip(let strip):
                let rows = strip.rows.flatMap { TextStrip.lines($0, columns: Self.stripColumns) }
                lines.append(HTMLText.preformatted(rows))
            case .fold(let summary, let inner):
                lines.append(
                    "<details>" + HTMLText.element("summary", summary)
                        + Self.html(inner, level: level) + "</details>")
            case .gap: break
            }
        }
    }

    /// Ours: what a phone shows without scrolling.
    private static let stripColumns = 60

    private static func labelled(_ entries: [Page.Labelled]) -> String {
        let rows = entries.map {
            "<div>" + HTMLText.element("dt", $0.label) + HTMLText.element("dd", $0.text) + "</div>"
        }
        return "<dl>" + rows.joined() + "</dl>"
    }

    private static func list(_ items: [Page.Item]) -> String {
        let rows = items.map { item in
            let sign = item.sign.map { $0 + " " } ?? ""
            let details = item.details.map { HTMLText.element("p", $0) }.joined()
            return "<li class=\"\(item.tone.htmlClass)\">" + HTMLText.escape(sign + item.text)
                + details + "</li>"
        }
        return "<ul>" + rows.joined() + "</ul>"
    }

    /// A table that scrolls by itself where it is wider than the screen.
    static func table(_ table: Page.Table) -> String {
        func style(_ column: Int) -> String? { table.columns[column].isRight ? "figure" : nil }
        let head = table.columns.indices.map { index in
            let attribute = style(index).map { " class=\"\($0)\"" } ?? ""
            return "<th scope=\"col\"\(attribute)>"
                + HTMLText.escape(table.columns[index].title) + "</th>"
        }
        let rows = table.rows.map { row in
            let cells = row.indices.map { index in
                let classes = [style(index), tone(row[index].tone)].compactMap { $0 }
                return HTMLText.element(
                    "td", row[index].whole,
                    class: classes.isEmpty ? nil : classes.joined(separator: " "))
            }
            return "<tr>" + cells.joined() + "</tr>"
        }
        return "<div class=\"wide\" tabindex=\"0\"><table><thead><tr>" + head.joined()
            + "</tr></thead><tbody>" + rows.joined(separator: "\n") + "</tbody></table></div>"
    }

    private static func tone(_ tone: Page.Tone) -> String? {
        tone == .plain ? nil : tone.htmlClass
    }
}

extension HTMLText {
    /// Lines in a font whose letters are equally wide.
    static func preformatted(_ lines: [String]) -> String {
        "<pre>" + lines.map { escape($0) }.joined(separator: "\n") + "</pre>"
    }
}
