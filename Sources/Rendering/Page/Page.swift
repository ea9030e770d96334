// Here: what a document consists of.
// May use: words of quantities.
// Never: a form of output: no width, no escape, no markup.

/// A document, made once and printed by a writer for each form of output.
package struct Page: Sendable, Equatable {
    /// The first line; nil if the page is a table alone.
    var title: Paragraph?
    /// What tells the rest, in reading order.
    var body = Blocks()
    /// What decides: a terminal shows it last, where it stays in sight, every other form first.
    var conclusion = Blocks()

    init(title: String? = nil, tone: Tone = .heading) {
        self.title = title.map { Paragraph(text: $0, tone: tone) }
    }

    /// What a piece of text means, as far as colour goes; words and signs carry everything.
    enum Tone: Sendable {
        case plain, heading, good, doubtful, bad, undecided, faint
    }

    /// How much a block matters to a reader who has ten seconds.
    enum Importance: Sendable {
        /// Decides, or warns of what decides.
        case key
        case main
    }

    /// A sentence or a few.
    struct Paragraph: Sendable, Equatable {
        var text: String
        var tone = Tone.plain
        /// Whether it belongs to the heading or entry above it.
        var isDetail = false
    }

    /// A term and what is said of it.
    struct Labelled: Sendable, Equatable {
        var label: String
        var text: String
    }

    /// One entry of a list.
    struct Item: Sendable, Equatable {
        var text: String
        var tone = Tone.plain
        /// A sign of its own, such as an outcome's; nil if it is like the others.
        var sign: String?
        /// Sentences that belong to it.
        var details: [String] = []
    }

    /// One piece of a document, whole in itself.
    struct Block: Sendable, Equatable {
        var content: Content
        var importance = Importance.main
    }

    /// What a block can be.
    indirect enum Content: Sendable, Equatable {
        case heading(String)
        case paragraph(Paragraph)
        case labelled([Labelled])
        case list([Item])
        case table(Table)
        case strip(Strip)
        /// Blocks that are shown on demand, and the sentence that stands for them.
        case fold(summary: String, Blocks)
        /// A new group begins; forms that set all blocks apart leave it out.
        case gap
    }
}
