/// That a stored verdict is not what the samples beside it say.
package struct VerdictDoubt: Sendable, Equatable {
    /// A requirement that came out otherwise.
    package struct Line: Sendable, Equatable {
        package var title: String
        package var stored: Outcome
        /// nil means the profile has no such line.
        package var samples: Outcome?

        package init(title: String, stored: Outcome, samples: Outcome?) {
            self.title = title
            self.stored = stored
            self.samples = samples
        }
    }

    package var stored: Outcome
    /// What this program says of the samples.
    package var samples: Outcome
    /// The lines that differ; empty = the verdict does not follow from its own lines.
    package var lines: [Line]
    /// The version that says it wrote the report.
    package var writtenBy: String

    package init(stored: Outcome, samples: Outcome, lines: [Line], writtenBy: String) {
        self.stored = stored
        self.samples = samples
        self.lines = lines
        self.writtenBy = writtenBy
    }
}
