extension Page {
    /// Blocks being written one after another.
    struct Blocks: Sendable, Equatable {
        private(set) var all: [Block] = []

        /// Begins a new group.
        mutating func gap() { append(.gap) }

        /// The title of a part, which begins a new group.
        mutating func heading(_ text: String) { append(.heading(text)) }

        mutating func paragraph(
            _ text: String, _ tone: Tone = .plain, importance: Importance = .main
        ) {
            append(.paragraph(Paragraph(text: text, tone: tone)), importance)
        }

        /// A term and what is said of it; terms in a row are one block.
        mutating func labelled(_ label: String, _ text: String) {
            let entry = Labelled(label: label, text: text)
            if case .labelled(let before)? = all.last?.content {
                all[all.count - 1].content = .labelled(before + [entry])
            } else {
                append(.labelled([entry]))
            }
        }

        /// An entry of a list; entries in a row are one list.
        mutating func item(_ text: String, _ tone: Tone = .plain, sign: String? = nil) {
            let item = Item(text: text, tone: tone, sign: sign)
            if case .list(let before)? = all.last?.content {
                all[all.count - 1].content = .list(before + [item])
            } else {
                append(.list([item]))
            }
        }

        /// A sentence that belongs to the entry or to the heading above it.
        mutating func detail(_ text: String) {
            if case .list(var items)? = all.last?.content, !items.isEmpty {
                items[items.count - 1].details.append(text)
                all[all.count - 1].content = .list(items)
            } else {
                append(.paragraph(Paragraph(text: text, isDetail: true)))
            }
        }

        mutating func table(_ table: Table) { append(.table(table)) }

        mutating func strip(_ strip: Strip) { append(.strip(strip)) }

        /// Blocks that are shown on demand, and the sentence that stands for them otherwise.
        mutating func fold(_ summary: String, _ write: (inout Blocks) -> Void) {
            var inner = Blocks()
            write(&inner)
            if !inner.all.isEmpty { append(.fold(summary: summary, inner)) }
        }

        private mutating func append(_ content: Content, _ importance: Importance = .main) {
            all.append(Block(content: content, importance: importance))
        }
    }
}
