/// What the preflight saw on the machine, and what to do about it.
package struct Finding: Codable, Sendable, Equatable {
    /// How much a finding weighs.
    package enum Severity: String, Codable, Sendable {
        /// Worth knowing.
        case note
        /// Measured all the same, but the figures are doubtful.
        case advisory
        /// The run cannot give a verdict; exit code 4.
        case blocking
    }

    /// Stable id, such as `storage.filesystem-in-memory`.
    package let id: String
    package let severity: Severity
    /// What was seen, with the figure or name.
    package let seen: String
    /// Why it matters to a collator.
    package let matters: String
    /// What to do, as a command where there is one.
    package let remedy: String
    /// Where to read more, such as `docs/FINDINGS.md`; nil means nowhere.
    package let documentation: String?

    package init(
        id: String, severity: Severity, seen: String, matters: String, remedy: String,
        documentation: String? = nil
    ) {
        self.id = id
        self.severity = severity
        self.seen = seen
        self.matters = matters
        self.remedy = remedy
        self.documentation = documentation
    }
}

/// A doubt about one probe's figures; the measurement stands, and the reader is told.
package struct Advisory: Codable, Sendable, Equatable {
    /// Stable id, such as `cpu.fewer-cores-than-threads`.
    package let id: String
    /// One sentence with the figures.
    package let text: String

    package init(id: String, text: String) {
        self.id = id
        self.text = text
    }
}
