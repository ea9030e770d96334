internal import Model
internal import Yams

/// A YAML mapping that is read key by key and refuses every key it does not know.
struct StrictMapping {
    let document: YamlDocument
    /// What the mapping is, for errors: `the profile`, `this requirement`.
    let subject: String
    /// Line of its first key, counted from 1.
    let line: Int
    private let values: [String: Node]
    private let keyLines: [String: Int]

    /// Takes a node as a mapping with these keys and no others.
    ///
    /// `keys == nil` takes any key.
    /// - Throws: `ProfileError.invalid` when the node is no mapping or has another key.
    init(
        _ node: Node, in document: YamlDocument, subject: String, keys: [String]?
    ) throws(ProfileError) {
        guard let mapping = node.mapping else {
            throw document.error(
                at: node, "\(subject) is not a mapping",
                fix: "write it as `key: value` lines"
                    + (keys.map { " with the keys \(listed($0, joining: "and"))" } ?? ""))
        }
        var values: [String: Node] = [:]
        var keyLines: [String: Int] = [:]
        if let keys, let unknown = Self.unknownKeys(node, in: document, subject, keys).first {
            throw unknown
        }
        for (key, value) in mapping {
            let name = Self.name(key)
            values[name] = value
            keyLines[name] = key.mark?.line
        }
        self.document = document
        self.subject = subject
        self.line = node.mark?.line ?? 1
        self.values = values
        self.keyLines = keyLines
    }

    private static func name(_ key: Node) -> String { key.scalar?.string ?? "(not a word)" }

    /// An error for each key that is none of these.
    static func unknownKeys(
        _ node: Node, in document: YamlDocument, _ subject: String, _ keys: [String]
    ) -> [ProfileError] {
        (node.mapping ?? [:]).compactMap { key, _ in
            let name = name(key)
            guard !keys.contains(name) else { return nil }
            let fix =
                didYouMean(name, among: keys, count: 1)
                ?? "the keys are \(listed(keys, joining: "and"))"
            return document.error(at: key, "unknown key '\(name)' in \(subject)", fix: fix)
        }
    }

    /// All keys, sorted.
    var keys: [String] { values.keys.sorted() }

    /// Line of a key, or of the mapping when it is absent.
    func line(of key: String) -> Int { keyLines[key] ?? line }

    /// A node, or nil if the key is absent.
    subscript(key: String) -> Node? { values[key] }

    /// A node that must be there.
    func required(_ key: String, fix: String) throws(ProfileError) -> Node {
        guard let node = values[key] else {
            throw document.error(line: line, "\(subject) has no '\(key)'", fix: fix)
        }
        return node
    }

    /// A text that must be there and say something.
    func text(_ key: String, fix: String) throws(ProfileError) -> String {
        try string(try required(key, fix: fix), key: key)
    }

    /// A text, or nil if the key is absent.
    func optionalText(_ key: String) throws(ProfileError) -> String? {
        guard let node = values[key] else { return nil }
        return try string(node, key: key)
    }

    /// `true` or `false`, or nil if the key is absent.
    func optionalFlag(_ key: String) throws(ProfileError) -> Bool? {
        guard let node = values[key] else { return nil }
        switch node.scalar?.string {
        case "true": return true
        case "false": return false
        default:
            throw document.error(
                at: node, "'\(key)' is neither true nor false", fix: "write true or false")
        }
    }

    /// One of an enumeration's words, or nil if the key is absent.
    func optionalWord<Word>(_ key: String) throws(ProfileError) -> Word?
    where Word: RawRepresentable<String> & CaseIterable {
        guard let given = try optionalText(key) else { return nil }
        guard let word = Word(rawValue: given) else {
            throw error(
                at: key, "'\(key)' cannot be '\(given)'",
                fix: "write \(listed(Word.allCases.map(\.rawValue), joining: "or"))")
        }
        return word
    }

    /// One of an enumeration's words, which must be there.
    func word<Word>(_ key: String) throws(ProfileError) -> Word
    where Word: RawRepresentable<String> & CaseIterable {
        guard let word: Word = try optionalWord(key) else {
            throw document.error(
                line: line, "\(subject) has no '\(key)'",
                fix: "write \(listed(Word.allCases.map(\.rawValue), joining: "or"))")
        }
        return word
    }

    /// A format error at a key.
    func error(at key: String, _ problem: String, fix: String) -> ProfileError {
        document.error(line: line(of: key), problem, fix: fix)
    }

    private func string(_ node: Node, key: String) throws(ProfileError) -> String {
        guard let scalar = node.scalar else {
            throw document.error(
                at: node, "'\(key)' in \(subject) is not a text", fix: "write one value")
        }
        let isNull = scalar.style == .plain && ["", "~", "null"].contains(scalar.string)
        guard !isNull, scalar.string.contains(where: { !$0.isWhitespace }) else {
            throw document.error(
                at: node, "'\(key)' in \(subject) has no value",
                fix: "write a value or remove the key")
        }
        return scalar.string
    }
}
