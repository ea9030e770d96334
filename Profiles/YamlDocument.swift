internal import Model
internal import Yams

/// A YAML text as nodes that know their lines, and the errors that name them.
///
/// JSON is read as the YAML it is, which gives its entries line numbers too.
struct YamlDocument {
    /// What the text is called in errors.
    enum Language: String {
        case yaml = "YAML"
        case json = "JSON"
    }

    /// Name of the file as it is shown in errors.
    let file: String
    let root: Node

    /// Reads one document.
    ///
    /// - Throws: `ProfileError.invalid` on a syntax error, a duplicate key, an empty file, a second
    ///   document, brackets nested deeper than any profile needs, an anchor, an alias, a tag, or a
    ///   key that is no text.
    init(
        text: String, file: String, language: Language = .yaml
    ) throws(ProfileError) {
        self.file = file
        // Editors of Windows begin a file with a byte order mark.
        let text =
            text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        try Self.refuseDeepNesting(text, file: file)
        try PlainYaml.refuseAliases(text, file: file)
        do {
            // Every value is read as the text it is, so no rule needs to guess its kind.
            guard let root = try Yams.compose(yaml: text, .basic) else {
                throw ProfileError.invalid(
                    file: file, line: 1, problem: "the file is empty",
                    fix: "name one that has something in it")
            }
            self.root = root
        } catch let error as ProfileError {
            throw error
        } catch let error as YamlError {
            throw Self.translated(error, file: file, language: language)
        } catch {
            throw ProfileError.invalid(
                file: file, line: 1, problem: "not readable as \(language.rawValue) (\(error))",
                fix: "fix the syntax")
        }
        try PlainYaml(self, text: text).check(root)
    }

    /// A format error at a node.
    func error(at node: Node, _ problem: String, fix: String) -> ProfileError {
        error(line: node.mark?.line ?? 1, problem, fix: fix)
    }

    /// A format error at a line, counted from 1.
    func error(line: Int, _ problem: String, fix: String) -> ProfileError {
        .invalid(file: file, line: line, problem: problem, fix: fix)
    }

    /// Refuses what would exhaust the stack of the parser, which goes down one call a level.
    ///
    /// Ours: no profile nests deeper than 5; 64 leaves room and stays far below the stack's end.
    private static func refuseDeepNesting(_ text: String, file: String) throws(ProfileError) {
        var line = 1
        var depth = 0
        var lead = 0
        var atLineStart = true
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\n"):
                line += 1
                lead = 0
                atLineStart = true
                continue
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
            default: break
            }
            // Block levels need an indent, or a dash, each.
            if atLineStart, " -?:".utf8.contains(byte) { lead += 1 } else { atLineStart = false }
            guard depth <= 64, lead <= 128 else {
                throw .invalid(
                    file: file, line: line, problem: "nested too deeply",
                    fix: "write it flat: a profile needs no more than 5 levels")
            }
        }
    }

    private static func translated(
        _ error: YamlError, file: String, language: Language
    ) -> ProfileError {
        let unreadable = "not readable as \(language.rawValue)"
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return .invalid(
                file: file, line: mark.line, problem: "\(unreadable) (\(problem))",
                fix: "fix the syntax, often an indent, a quote or a colon")
        case .reader(let problem, _, _, _):
            return .invalid(
                file: file, line: 1, problem: "\(unreadable) (\(problem))",
                fix: "save the file as UTF-8 text without control characters")
        case .duplicatedKeysInMapping(let duplicates, let context):
            return .invalid(
                file: file, line: max(1, context.mark.line),
                problem: "key \(listed(duplicates.sorted(), joining: "and")) is given twice in "
                    + "one mapping, first here",
                fix: "keep one of them")
        default:
            return .invalid(
                file: file, line: 1, problem: "\(unreadable) (\(error))",
                fix: "fix the syntax")
        }
    }
}
