/// Takes the lines out of HTML: entities, line breaks, and tables by `<tr>` and `<td>`.
///
/// A text without tags and entities passes as it is. No page is understood: a tag is whatever reads
/// like one.
struct HTMLLines {
    /// The row that has begun and not ended, which may be spread over lines.
    private var row: String?
    /// Whether a tag has begun and not ended.
    private var isInsideTag = false

    var isInsideRow: Bool { row != nil || isInsideTag }

    /// Tags that begin or end a line.
    private static let blocks: Set<String> = [
        "br", "p", "div", "li", "ul", "ol", "pre", "hr", "blockquote", "h1", "h2", "h3", "h4", "h5",
        "h6", "section", "article", "details", "summary", "caption", "dt", "dd", "dl",
    ]
    /// Tags that end a row which is not closed.
    private static let rowEnds: Set<String> = [
        "tr", "table", "thead", "tbody", "tfoot", "body", "html",
    ]

    /// The lines in one line; none when it was a part of a row, or tags alone.
    mutating func lines(of text: String) -> [String] {
        guard isInsideRow || text.utf8.contains(where: { $0 == 0x3C || $0 == 0x26 }) else {
            return [text]
        }
        var lines: [String] = []
        var line = ""
        var hasTag = isInsideTag
        var rest = text[...]
        if isInsideTag {
            guard let end = rest.firstIndex(of: ">") else { return [] }
            isInsideTag = false
            rest = rest[rest.index(after: end)...]
        }
        while let start = rest.firstIndex(of: "<") {
            take(rest[..<start], &line)
            rest = rest[start...]
            guard let tag = HTMLTag(rest) else {
                take(rest.prefix(1), &line)
                rest = rest.dropFirst()
                continue
            }
            hasTag = true
            apply(tag, &line, &lines)
            guard let end = tag.end else {
                isInsideTag = true
                rest = ""
                break
            }
            rest = rest[end...]
        }
        take(rest, &line)
        if row != nil {
            take(" ", &line)
        } else if !(hasTag && line.allSatisfy(\.isWhitespace)) {
            lines.append(line)
        }
        return lines
    }

    /// The row that was never closed.
    mutating func finish() -> [String] {
        defer { row = nil }
        return row.map { [$0 + " |"] } ?? []
    }

    private mutating func take(_ text: Substring, _ line: inout String) {
        if text.isEmpty { return }
        let plain = HTMLEntity.decoded(text)
        if row == nil {
            line += plain
        } else if (row?.utf8.count ?? 0) + plain.utf8.count <= LineSplitter.lineBytesMax {
            // White space is one space in HTML, line ends too.
            row? += plain.replacing("\n", with: " ")
        }
    }

    private mutating func apply(_ tag: HTMLTag, _ line: inout String, _ lines: inout [String]) {
        let name = tag.name
        func endLine() {
            if !line.allSatisfy(\.isWhitespace) { lines.append(line) }
            line = ""
        }
        if Self.rowEnds.contains(name) {
            endLine()
            if let row { lines.append(row + " |") }
            row = name == "tr" && !tag.isClosing ? "" : nil
            if name == "table" { lines.append("") }
        } else if name == "td" || name == "th" {
            if tag.isClosing { return }
            if row == nil { endLine() }
            row = (row ?? "") + " | "
        } else if Self.blocks.contains(name) {
            if row != nil { row? += " " } else { endLine() }
        }
    }
}

/// A tag at the start of a text.
struct HTMLTag {
    /// In lower case, without the slash; empty for a comment.
    let name: String
    let isClosing: Bool
    /// Behind its last character; nil if it does not end in this text.
    let end: Substring.Index?

    /// nil if the text does not begin with a tag.
    ///
    /// One that does not end is a tag when its name is one of those that tables and pages are made
    /// of.
    init?(_ text: Substring) {
        var rest = text.dropFirst()
        if rest.hasPrefix("!--") {
            guard let close = rest.firstRange(of: "-->") else { return nil }
            (name, isClosing, end) = ("", false, close.upperBound)
            return
        }
        isClosing = rest.first == "/"
        if isClosing { rest = rest.dropFirst() }
        let letters = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        guard letters.first?.isLetter == true else { return nil }
        name = letters.lowercased()
        if let close = rest.firstIndex(of: ">") {
            end = rest.index(after: close)
        } else if Self.open.contains(name),
            rest[letters.endIndex...].first.map(\.isWhitespace) ?? true
        {
            end = nil
        } else {
            return nil
        }
    }

    private static let open: Set<String> = [
        "td", "th", "tr", "table", "thead", "tbody", "span", "div", "p", "pre", "code", "a", "br",
    ]
}

/// Characters by number or name.
enum HTMLEntity {
    /// The names that a table or a log may have.
    ///
    /// - Source: HTML Standard, 13.5 named character references.
    private static let names: [String: String] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "ensp": " ",
        "emsp": " ", "thinsp": " ", "numsp": " ", "puncsp": " ", "hairsp": " ", "Tab": "\t",
        "NewLine": "\n", "vert": "|", "verbar": "|", "VerticalLine": "|", "plus": "+",
        "equals": "=", "hyphen": "-", "dash": "-", "ndash": "-", "mdash": "-", "minus": "-",
        "shy": "", "zwj": "", "zwnj": "", "lpar": "(", "rpar": ")", "lbrack": "[", "lsqb": "[",
        "rbrack": "]", "rsqb": "]", "colon": ":", "period": ".", "comma": ",", "sol": "/",
        "bsol": "\\", "percnt": "%", "num": "#", "lowbar": "_", "ast": "*", "grave": "`",
        "check": "✓", "checkmark": "✓", "cross": "✗", "boxv": "│", "boxh": "─", "boxV": "║",
        "boxH": "═", "boxdr": "┌", "boxdl": "┐", "boxur": "└", "boxul": "┘", "boxvr": "├",
        "boxvl": "┤", "boxhd": "┬", "boxhu": "┴", "boxvh": "┼",
    ]

    /// The text with its entities replaced, and those that were escaped themselves.
    static func decoded(_ text: Substring) -> String {
        let once = decodedOnce(text)
        return text.contains("&amp;") ? decodedOnce(once[...]) : once
    }

    private static func decodedOnce(_ text: Substring) -> String {
        var plain = ""
        var rest = text
        while let start = rest.firstIndex(of: "&") {
            plain += rest[..<start]
            rest = rest[start...]
            if let (character, end) = entity(rest) {
                plain += character
                rest = rest[end...]
            } else {
                plain += "&"
                rest = rest.dropFirst()
            }
        }
        return plain + rest
    }

    /// The characters of an entity at the start, and its end.
    private static func entity(_ text: Substring) -> (String, Substring.Index)? {
        let body = text.dropFirst()
        let name = body.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "#") }
        let isClosed = body[name.endIndex...].first == ";"
        let end = isClosed ? body.index(after: name.endIndex) : name.endIndex
        if name.hasPrefix("#") {
            let digits = name.dropFirst()
            let isHexadecimal = digits.first == "x" || digits.first == "X"
            let value =
                isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
            guard let value, let scalar = Unicode.Scalar(value) else { return nil }
            return (String(Character(scalar)), end)
        }
        guard isClosed, let character = names[String(name)] else { return nil }
        return (character, end)
    }
}
