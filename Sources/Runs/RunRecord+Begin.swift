import Measurement
package import Model

extension RunRecord {
    /// Begins the record of a run that is about to measure: the one way in which one begins.
    init(plan: RunPlan, preflight: Preflight) {
        self.init(
            id: RunIdentity.id(), origin: .measured, startedAt: RunIdentity.timestamp(),
            durationSeconds: 0, complete: true, tool: BuildFacts.facts, plan: plan,
            host: preflight.host, storage: preflight.storage, findings: preflight.findings)
    }

    /// Says so in the record when a signal ended the run.
    mutating func markInterrupted(by cancellation: Cancellation) {
        guard let signal = cancellation.signalNumber else { return }
        complete = false
        interruptedBy = Interruption.name(of: signal)
    }
}

extension Report {
    /// The report of a record without a verdict, with the exit code if a signal ended the run.
    package init(unjudged record: RunRecord) {
        self.init(
            record: record,
            exitCode: record.complete ? nil : Interruption.status(of: record).rawValue)
    }
}
