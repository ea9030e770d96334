package import Model

/// A run to be added: its report, and what it is found by.
package struct HistoryEntry: Sendable {
    /// The whole report as JSON.
    package var report: [UInt8]
    package var summary: RunSummary
    package var durationSeconds: Double
    package var preset: String
    package var toolVersion: String
    /// Id of the profile it was judged by; nil if not judged.
    package var profile: String?
    package var overall: Outcome?
    package var exitCode: Int32?

    /// The digest under which runs of the same machine and probes are found.
    package var fingerprint: String { Digests.fingerprint(of: summary) }

    /// An entry of a report in both forms, with its summary.
    package init(report: [UInt8], of decoded: Report, summary: RunSummary) {
        self.report = report
        self.summary = summary
        durationSeconds = decoded.record.durationSeconds
        preset = decoded.record.plan.preset
        toolVersion = decoded.record.tool.version
        profile = decoded.verdict?.profile.id
        overall = decoded.verdict?.overall
        exitCode = decoded.exitCode
    }
}

/// Which runs are meant.
package struct HistoryFilter: Sendable {
    /// The newest that many; nil means all.
    package var last: Int?
    /// Judged by this profile only.
    package var profile: String?
    /// With this fingerprint only.
    package var fingerprint: String?
    /// Only runs that were not interrupted.
    package var completeOnly = false

    package init(last: Int? = nil, profile: String? = nil, fingerprint: String? = nil) {
        self.last = last
        self.profile = profile
        self.fingerprint = fingerprint
    }
}
