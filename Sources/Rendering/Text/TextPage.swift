/// A page of text being written, line by line, none wider than its style allows.
struct TextPage {
    let style: Style
    private var lines: [String] = []

    init(style: Style) {
        self.style = style
    }

    /// The whole page, with a final line feed.
    var text: String { lines.joined(separator: "\n") + "\n" }

    /// An empty line, unless one stands there already.
    mutating func blank() {
        if let last = lines.last, !last.isEmpty { lines.append("") }
    }

    /// A title with an empty line before it.
    mutating func heading(_ text: String) {
        blank()
        lines.append(style.paint(text, .heading))
    }

    mutating func paragraph(_ text: String, _ tone: Style.Tone = .plain) {
        let wrapped = TextLayout.wrap(text, columns: style.columns)
        lines.append(contentsOf: wrapped.map { style.paint($0, tone) })
    }

    /// A label in a column of its own, and its text beside it.
    mutating func labelled(_ label: String, _ text: String) {
        let lead = TextLayout.pad(label, to: 8) + "  "
        lines.append(
            contentsOf: TextLayout.paragraph(text, lead: lead, columns: style.columns))
    }

    /// One entry of a list.
    mutating func item(_ text: String, _ tone: Style.Tone = .plain, sign: String = "-") {
        let wrapped = TextLayout.paragraph(text, lead: "  \(sign) ", columns: style.columns)
        lines.append(contentsOf: wrapped.map { style.paint($0, tone) })
    }

    /// A line that belongs to the entry above it.
    mutating func detail(_ text: String) {
        lines.append(
            contentsOf: TextLayout.paragraph(text, lead: "    ", columns: style.columns))
    }

    mutating func table(_ table: TextTable) {
        lines.append(contentsOf: table.lines(style))
    }

    /// Lines that are laid out already.
    mutating func raw(_ text: [String]) {
        lines.append(contentsOf: text)
    }
}
