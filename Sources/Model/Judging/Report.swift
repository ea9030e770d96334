/// The file that a run leaves behind: the whole record, and the verdict where one was reached.
///
/// `measure` and `import` write a report without a verdict; `judge` reads any report.
package struct Report: Codable, Sendable, Equatable {
    /// Version of the file format; a reader refuses a higher one.
    package static let schemaVersion = 1

    package var schemaVersion: Int
    package var record: RunRecord
    /// The verdict that the exit code follows.
    package var verdict: Verdict?
    /// What the node's own rule says of the same record; nil if there is no verdict.
    package var nodeRule: Verdict?
    /// Exit code of the process that wrote the report; nil without a verdict.
    package var exitCode: Int32?
    /// That the verdict is not what the samples say, for whoever shows the report; never stored.
    package var doubt: VerdictDoubt?

    private enum CodingKeys: String, CodingKey {
        case schemaVersion, record, verdict, nodeRule, exitCode
    }

    package init(
        record: RunRecord, verdict: Verdict? = nil, nodeRule: Verdict? = nil,
        exitCode: Int32? = nil
    ) {
        self.schemaVersion = Self.schemaVersion
        self.record = record
        self.verdict = verdict
        self.nodeRule = nodeRule
        self.exitCode = exitCode
    }
}
