internal import Model
internal import Yams

/// The documents of a profile, each named once under `sources:` and referred to by its key.
struct SourceTable {
    private let document: YamlDocument
    private let sources: [String: Source]

    /// Reads `sources:`.
    ///
    /// - Throws: `ProfileError.invalid` when an entry lacks its document, revision or date, or the
    ///   date is not `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    init(_ node: Node, in document: YamlDocument) throws(ProfileError) {
        let table = try StrictMapping(node, in: document, subject: "'sources'", keys: nil)
        var sources: [String: Source] = [:]
        for key in table.keys {
            guard let entry = table[key] else { continue }
            let mapping = try StrictMapping(
                entry, in: document, subject: "source '\(key)'",
                keys: ["document", "revision", "date"])
            let date = try mapping.text("date", fix: "write when it was written or read")
            guard Self.isDate(date) else {
                throw mapping.error(
                    at: "date", "'\(date)' is not a date",
                    fix: "write YYYY, YYYY-MM or YYYY-MM-DD")
            }
            sources[key] = Source(
                document: try mapping.text("document", fix: "write its title or address"),
                revision: try mapping.text("revision", fix: "write the commit or version"),
                date: date)
        }
        self.document = document
        self.sources = sources
    }

    /// The source that a mapping names.
    ///
    /// - Throws: `ProfileError.invalid` when it names none, or one that `sources:` does not have.
    func source(of mapping: StrictMapping) throws(ProfileError) -> Source {
        let key = try mapping.text(
            "source", fix: "name the document it was read in, by its key under 'sources'")
        guard let source = sources[key] else {
            throw mapping.error(
                at: "source", "'sources' has no '\(key)'",
                fix: didYouMean(key, among: Array(sources.keys), count: 1)
                    ?? "add it there with document, revision and date")
        }
        return source
    }

    static func isDate(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let forms: [(digits: Int, range: ClosedRange<Int>)] = [
            (4, 2000...9999), (2, 1...12), (2, 1...31),
        ]
        return parts.count <= forms.count
            && zip(parts, forms).allSatisfy { part, form in
                part.count == form.digits && part.allSatisfy(\.isNumber)
                    && Int(part).map { form.range.contains($0) } ?? false
            }
    }
}
