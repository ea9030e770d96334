// Here: the page for a browser; everything put in is escaped here.
// May use: pages and their words.
// Never: a script, a font or a picture from elsewhere.

import Model

/// Text inside HTML and SVG.
enum HTMLText {
    /// The text made harmless, cut at `limit` scalars, and without anything that HTML could take
    /// for markup, in text or in an attribute.
    ///
    /// - Source: HTML Living Standard, 13.1.2.3 (attributes) and 13.1.4 (character references).
    static func escape(_ text: String, limit: Int = 4000) -> String {
        SafeText.escape(SafeText.line(text, limit: limit)) { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            case "'": "&#39;"
            case "`": "&#96;"
            default: nil
            }
        }
    }

    /// An element with escaped text.
    static func element(_ name: String, _ text: String, class style: String? = nil) -> String {
        let attribute = style.map { " class=\"\($0)\"" } ?? ""
        return "<\(name)\(attribute)>\(escape(text))</\(name)>"
    }
}

extension Page.Tone {
    /// The class that gives the colour; signs and words say the same.
    var htmlClass: String {
        switch self {
        case .plain: "plain"
        case .heading: "heading"
        case .good: "good"
        case .doubtful: "doubtful"
        case .bad: "bad"
        case .undecided: "undecided"
        case .faint: "faint"
        }
    }
}
