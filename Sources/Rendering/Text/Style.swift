/// How text for a terminal is laid out.
package struct Style: Sendable, Equatable {
    /// Whether escape sequences for colour are written; words and symbols carry everything.
    package var color: Bool
    /// Width that no line exceeds, at least 60.
    package var columns: Int

    package init(color: Bool = false, columns: Int = 80) {
        self.color = color
        self.columns = max(60, columns)
    }

    /// The text in the colour of its tone, where colour is on.
    ///
    /// - Source: ECMA-48, 5th edition, 8.3.117 (SGR).
    func paint(_ text: String, _ tone: Page.Tone) -> String {
        color && tone != .plain ? "\u{1B}[\(tone.rendition)m\(text)\u{1B}[0m" : text
    }
}

extension Page.Tone {
    /// The parameters of its graphic rendition.
    fileprivate var rendition: String {
        switch self {
        case .plain: ""
        case .heading: "1"
        case .good: "32"
        case .doubtful: "33"
        case .bad: "1;31"
        case .undecided: "36"
        case .faint: "2"
        }
    }
}
