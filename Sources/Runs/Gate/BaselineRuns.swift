package import History
import Judgement
package import Model

extension HistoryStore {
    /// The newest runs that can be a baseline: whole ones that have one fingerprint and no failed
    /// probe.
    ///
    /// - Parameters:
    ///   - count: How many at most.
    ///   - fingerprint: Of the baseline that grows; nil means that of the newest whole run.
    ///   - say: Called with what was left out, and why.
    /// - Returns: whole ids, the oldest first.
    /// - Throws: exit code 66 if there is none, and what is wrong with the history.
    package func runsForBaseline(
        last count: Int, fingerprint: String?, say: (String) -> Void
    ) throws -> [String] {
        let (ids, failed) = try newestWholeRuns(count, fingerprint: fingerprint, say: say)
        if !failed.isEmpty {
            say("left out, since a probe failed: \(failed.joined(separator: ", "))")
        }
        if ids.isEmpty {
            throw CommandFailure(
                .noInput,
                failed.isEmpty
                    ? "the history has no whole run that fits"
                    : "in every whole run of the history a probe failed: fix that, or name runs "
                        + "by their ids")
        }
        if ids.count < count {
            say(
                "the history has only \(counted(ids.count, "run")) of this "
                    + "machine with the probes of the newest")
        }
        return ids.reversed()
    }

    /// The newest whole runs that have one fingerprint and no failed probe, and those that have.
    ///
    /// A failed probe is no part of the fingerprint: with such a run as the pattern, the metric
    /// would be missing in the baseline, and no check would ever speak of it.
    private func newestWholeRuns(
        _ count: Int, fingerprint: String?, say: (String) -> Void
    ) throws -> (ids: [String], failed: [String]) {
        var filter = HistoryFilter()
        filter.completeOnly = true
        filter.fingerprint = fingerprint
        var ids: [String] = []
        var failed: [String] = []
        var pattern = fingerprint
        let found = try runs(filter)
        for fault in found.faults { say("warning: \(fault); left out") }
        for run in found.values where pattern == nil || run.fingerprint == pattern {
            if ids.count == count { break }
            let probes = try storedReport(run.id).record.probes
            if probes.contains(where: { $0.status == .failed }) {
                failed.append(run.id)
            } else {
                pattern = run.fingerprint
                ids.append(run.id)
            }
        }
        return (ids, failed)
    }

    /// What the newest runs of the machine did since a baseline's first: metrics that crept.
    package func creep(
        of baseline: Baseline, _ newest: RunSummary
    ) throws -> [(metric: MetricDefinition, changePercent: Double)] {
        let runs = try newestSummaries(Self.creepRunsMax).filter {
            EnvironmentDiff.obstacles(from: newest, to: $0).isEmpty
        }
        return CreepRule.lines(first: try firstFigures(of: baseline), runs: runs)
            .filter(\.isCrept).map { ($0.metric, $0.changePercent) }
    }

    /// Runs of the history that are looked through for the newest of this machine; ours.
    private static var creepRunsMax: Int { 40 }
}
