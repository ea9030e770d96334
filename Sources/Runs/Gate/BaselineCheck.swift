import History
import Host
package import Judgement
package import Model

/// A run held against a baseline of the history, with what the check measures for it.
package struct BaselineCheck {
    /// What is worse by less than this does not matter.
    package var budgets = RegressionBudgets()
    /// Whether to measure again before calling it a regression; nil means where this is the
    /// machine.
    package var confirms: Bool?
    /// Whether a suspicion waits in the history for the next check, and nothing is measured again.
    package var confirmsLater = false
    /// Directory on the disk to test; nil means that of the baseline's newest run.
    package var path: String?
    package var guards = Guards()
    /// Small sizes, for tests.
    package var isSmoke = false
    /// What a test scripts.
    var surroundings = RunSurroundings()

    private let history: RunHistory
    private let baseline: Baseline
    private let members: [RunSummary]
    private let newest: RunSummary
    private let store: HistoryStore
    private let watch: (RunEvent) -> Void
    private let warn: (String) -> Void

    /// Runs of the history that are looked through for the newest of this machine.
    ///
    /// Ours: four are wanted, and a history may hold other machines' and other probes' runs.
    private static let historyMax = 40

    /// Opens a baseline.
    ///
    /// - Parameters:
    ///   - name: Of the baseline.
    ///   - history: Where it is.
    ///   - watch: Told what happens in the runs that are measured.
    ///   - warn: Called with what went wrong and costs no result.
    /// - Throws: exit code 5 if there is no such baseline, or if it has no runs.
    package init(
        _ name: String, in history: RunHistory, watch: @escaping (RunEvent) -> Void,
        warn: @escaping (String) -> Void
    ) throws {
        self.history = history
        self.watch = watch
        self.warn = warn
        store = try HistoryStore.reading(history.path)
        baseline = try store.baseline(name)
        members = try store.summaries(of: baseline)
        guard let newest = members.last else {
            throw CommandFailure(.notComparable, "the baseline \(name) has no runs")
        }
        self.newest = newest
    }

    /// The metrics that the baseline knows.
    package var metrics: [MetricID] { newest.figures.map(\.metric.id) }

    /// Checks a stored run, or one that is measured now.
    ///
    /// - Parameter given: The stored run; nil means measure as the baseline's newest run was.
    /// - Returns: what became of each metric.
    /// - Throws: exit code 5 if the two cannot be compared, and what ends a run.
    package func check(_ given: Report?) throws -> RegressionReport {
        let checked: RunRecord
        if let given {
            if confirmsLater {
                try HistoryStore.openExisting(history.path).append(HistoryEntry(given))
            }
            checked = given.record
        } else {
            checked = try measure(Set(metrics))
        }
        var gate = RegressionGate(baseline: baseline.summary, members: members, budgets: budgets)
        gate.first = try store.firstFigures(of: baseline)
        gate.history = try store.newestSummaries(Self.historyMax)
        gate.pending = try store.suspicion(of: baseline).map { suspicion in
            (suspicion, try store.summary(of: suspicion.runID))
        }
        if !confirmsLater, mayMeasure(checked, isNew: given == nil) {
            gate.measureAgain = { metrics in
                let count = counted(metrics.count, "metric")
                watch(.message("measuring \(count) again, to confirm"))
                return try measure(metrics)
            }
        }
        return try gate.check(RunSummary(checked))
    }

    /// Keeps what the next check needs to know; a history that cannot be written is a warning.
    package func remember(_ report: RegressionReport) {
        if report.suspicion == nil, !confirmsLater { return }
        do {
            let store = try HistoryStore.openExisting(history.path)
            if report.suspicion != nil { try store.clearSuspicion(of: baseline) }
            let metrics = RegressionRule.candidates(report.metrics)
            if !confirmsLater || metrics.isEmpty { return }
            try store.keepSuspicion(
                Suspicion(
                    runID: report.runID, startedAt: report.runStartedAt, metrics: metrics),
                of: baseline)
            watch(
                .message(
                    "suspected; check again in an hour or later, and that run confirms it or not"))
        } catch {
            warn("warning: the suspicion is not kept: \(error)")
        }
    }

    /// Whether a fresh run here says anything of the run that is checked.
    private func mayMeasure(_ checked: RunRecord, isNew: Bool) -> Bool {
        if let confirms { return confirms }
        if isNew { return true }
        // A record from elsewhere is not confirmed by this machine.
        let sign = RunSummary.machine(of: surroundings.machine().host)
        let isHere = checked.host.map(RunSummary.machine(of:)) == sign
        return isHere && checked.tool.build == BuildFacts.build
    }

    /// Measures the probes of metrics as the baseline's newest run was, and adds the run to the
    /// history.
    private func measure(_ metrics: Set<MetricID>) throws -> RunRecord {
        var request = try RunRequest(
            repeating: store.storedReport(newest.runID).record, metrics: metrics)
        if request.path != nil, let path { request.path = path }
        request.guards = guards
        request.isSmoke = isSmoke
        // The run and the one that confirms share the limit.
        request.runs = 2
        let record = try RunSession(request, in: surroundings, watch: watch).run()
        history.append(Report(unjudged: record), say: warn)
        if let status = Interruption.status {
            throw CommandFailure(status, "interrupted; nothing was decided")
        }
        return record
    }
}
