/// What the preflight saw of a machine and a disk, without a measurement.
package struct PreflightReport: Codable, Sendable, Equatable {
    /// Version of this format; it grows when a reader of an older one would go wrong.
    package static let formatVersion = 1

    package var schemaVersion = PreflightReport.formatVersion
    package var host: HostFacts
    /// nil if no disk was named.
    package var storage: StorageFacts?
    /// Blocking ones first, then advisories, then notes.
    package var findings: [Finding]

    package init(host: HostFacts, storage: StorageFacts? = nil, findings: [Finding] = []) {
        self.host = host
        self.storage = storage
        self.findings = findings
    }

    /// Whether something was found that makes a verdict impossible, or measuring harmful.
    package var isBlocked: Bool { findings.contains { $0.severity == .blocking } }
}
