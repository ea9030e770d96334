internal import Yams

/// The part of YAML that profiles are written in: no anchors, no aliases, no tags, and no keys but
/// plain text.
///
/// An alias stands for a whole node, and aliases of aliases multiply: 368 bytes took 13 seconds.
/// Nothing of this is of use in a profile, so it is refused, and before anything is expanded.
struct PlainYaml {
    private static let fix = "a profile has no anchors, aliases or tags: write the value itself"

    private let document: YamlDocument
    private let lines: [Substring.UnicodeScalarView]

    init(_ document: YamlDocument, text: String) {
        self.document = document
        lines = Self.lines(of: text)
    }

    /// Refuses a text that may have an anchor and an alias: one without the other expands nothing.
    ///
    /// The text is not parsed, so that `&name` and `*name` count in a comment or in quotes, too.
    ///
    /// - Complexity: O(length of the text).
    static func refuseAliases(_ text: String, file: String) throws(ProfileError) {
        var line = 1
        var anchorLine: Int?
        var aliasLine: Int?
        var before: UInt8 = 0x0A
        var isSign = false
        var sign: UInt8 = 0
        for byte in text.utf8 {
            if isSign, isName(byte) || byte == UInt8(ascii: "-") {
                if sign == UInt8(ascii: "&") {
                    anchorLine = anchorLine ?? line
                } else {
                    aliasLine = aliasLine ?? line
                }
            }
            isSign = (byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*")) && !isName(before)
            sign = byte
            before = byte
            if byte == 0x0A { line += 1 }
        }
        guard let anchorLine, let aliasLine else { return }
        throw .invalid(
            file: file, line: min(anchorLine, aliasLine),
            problem: "an anchor (&name) and an alias (*name, line \(aliasLine))", fix: fix)
    }

    /// Letters and digits of ASCII and `_`; before any other byte a node may begin.
    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// Refuses anchors, tags and keys that are no text anywhere below a node.
    ///
    /// Its depth is bounded by what `YamlDocument` lets through.
    func check(_ node: Node) throws(ProfileError) {
        try checkProperties(node)
        if let sequence = node.sequence {
            for entry in sequence { try check(entry) }
        }
        for (key, value) in node.mapping ?? [:] {
            guard let name = key.scalar?.string, !name.isEmpty else {
                throw document.error(
                    at: key, "a key that is no plain text", fix: "write keys as words")
            }
            try checkProperties(key)
            try check(value)
        }
    }

    /// An anchor or a tag stands where its node begins.
    private func checkProperties(_ node: Node) throws(ProfileError) {
        guard let mark = node.mark, lines.indices.contains(mark.line - 1) else { return }
        switch lines[mark.line - 1].dropFirst(mark.column - 1).first {
        case "&": throw document.error(at: node, "an anchor (&)", fix: Self.fix)
        case "!": throw document.error(at: node, "a tag (!)", fix: Self.fix)
        default: return
        }
    }

    /// Lines as the parser counts them.
    ///
    /// - Source: YAML 1.1, 4.2 (line breaks: CR LF, CR, LF, U+0085, U+2028, U+2029).
    private static func lines(of text: String) -> [Substring.UnicodeScalarView] {
        var lines: [Substring.UnicodeScalarView] = []
        let scalars = Substring(text).unicodeScalars
        var start = scalars.startIndex
        var index = start
        while index < scalars.endIndex {
            let scalar = scalars[index]
            let next = scalars.index(after: index)
            if scalar == "\r", next < scalars.endIndex, scalars[next] == "\n" {
                index = next
                continue
            }
            if ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"].contains(scalar) {
                lines.append(scalars[start..<index])
                start = next
            }
            index = next
        }
        return lines + [scalars[start...]]
    }
}
