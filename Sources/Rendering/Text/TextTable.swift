/// A table without borders, whose flexible columns give way so that the rest fits.
struct TextTable {
    /// The lines of the table, its header first.
    let lines: [String]

    /// Spaces between two columns.
    private static let gap = 2

    /// `indent` is the number of spaces before each line.
    init(_ table: Page.Table, indent: Int, style: Style) {
        let room = style.columns - indent - Self.gap * (table.columns.count - 1)
        let header = table.columns.map { Page.Cell($0.title, tone: .faint) }
        var rows = ([header] + table.rows).map { $0.map { (text: $0.whole, tone: $0.tone) } }
        var widths = Self.widths(rows)
        if widths.reduce(0, +) > room {
            rows = ([header] + table.rows).map {
                $0.map { (text: $0.brief ?? $0.whole, tone: $0.tone) }
            }
            widths = Self.widths(rows)
        }
        Self.narrow(&widths, to: room, table.columns)
        lines = rows.flatMap {
            Self.line(of: $0, widths: widths, table.columns, indent: indent, style)
        }
    }

    private static func widths(_ rows: [[(text: String, tone: Page.Tone)]]) -> [Int] {
        (rows.first ?? []).indices.map { index in
            rows.reduce(0) { max($0, TextLayout.width($1[index].text)) }
        }
    }

    /// The widest flexible column gives way first, down to a width that still holds words; the
    /// figures only after that.
    private static func narrow(
        _ widths: inout [Int], to room: Int, _ columns: [Page.Table.Column]
    ) {
        while widths.reduce(0, +) > room {
            let flexible = widths.indices.filter {
                columns[$0].isFlexible && widths[$0] > columns[$0].least
            }
            let all = widths.indices.filter { widths[$0] > 4 }
            let widest = (flexible.isEmpty ? all : flexible).max { widths[$0] < widths[$1] }
            guard let widest else { break }
            widths[widest] -= 1
        }
    }

    private static func line(
        of row: [(text: String, tone: Page.Tone)], widths: [Int],
        _ columns: [Page.Table.Column], indent: Int, _ style: Style
    ) -> [String] {
        let wrapped = row.indices.map { TextLayout.wrap(row[$0].text, columns: widths[$0]) }
        let height = wrapped.reduce(1) { max($0, $1.count) }
        return (0..<height).map { level in
            var line = String(repeating: " ", count: indent)
            var pending = 0
            for (index, cell) in row.enumerated() {
                let text = level < wrapped[index].count ? wrapped[index][level] : ""
                let fill = max(0, widths[index] - TextLayout.width(text))
                let before = columns[index].isRight ? fill : 0
                // Spaces are owed until text follows, so that no line ends in one.
                pending += before
                if !text.isEmpty {
                    line += String(repeating: " ", count: pending) + style.paint(text, cell.tone)
                    pending = 0
                }
                pending += fill - before + gap
            }
            return line
        }
    }
}
