// Here: the check of a run against a baseline, with its repetition.
// May use: the history, the rules of the judge, sessions.
// Never: an option, standard output.

import Foundation
import Judgement
package import Model
import Probes
import Rendering

/// A run held against a baseline, with a fresh run where that decides.
struct RegressionGate {
    let baseline: BaselineSummary
    /// The baseline's runs, the newest last.
    let members: [RunSummary]
    var budgets = RegressionBudgets()
    /// The baseline's first figures, against which creep is looked for; nil if not looked for.
    var first: FirstFigures?
    /// Whole runs of the history, the newest last; those of other machines may be among them.
    var history: [RunSummary] = []
    /// An earlier run that waits for one of another hour to confirm it, and its suspicion.
    var pending: (suspicion: Suspicion, run: RunSummary)?
    /// Measures probes anew; nil means nothing can be measured, so nothing can be confirmed.
    var measureAgain: ((Set<MetricID>) throws -> RunRecord)?

    /// Checks a run to the end.
    ///
    /// - Throws: exit code 5 with the differences when the two cannot be compared.
    func check(_ run: RunSummary) throws -> RegressionReport {
        guard let newest = members.last else {
            throw CommandFailure(.notComparable, "the baseline \(baseline.name) has no runs")
        }
        let obstacles = EnvironmentDiff.obstacles(from: newest, to: run)
        if !obstacles.isEmpty {
            throw CommandFailure(
                .notComparable,
                lines: [
                    "run \(run.runID) cannot be compared with the baseline \(baseline.name): "
                        + "another machine, or other methods; make a baseline for it"
                ] + RegressionWords.obstacles(obstacles).split(separator: "\n").map(String.init))
        }
        if baseline.runIDs.contains(run.runID) {
            throw CommandFailure(
                .notComparable,
                "run \(run.runID) is part of the baseline \(baseline.name), and would be held "
                    + "against itself; check a later run")
        }
        var lines = RegressionRule.check(run, against: members, budgets: budgets)
        var confirmation: Confirmation?
        let decided = decideLater(&lines, by: run)
        let candidates = RegressionRule.candidates(lines)
        if !candidates.isEmpty, let measureAgain {
            let controls = Self.controls(lines, besides: candidates)
            let fresh = RunSummary(try measureAgain(Set(candidates + controls)))
            let again = RegressionRule.confirm(
                lines, by: fresh, controls: controls, against: members, budgets: budgets)
            lines = again.lines
            confirmation = again.confirmation
        }
        lines = CreepRule.mark(lines, by: creep(with: run))
        let overall = RegressionRule.overall(of: lines)
        let isOlder = run.startedAt < newest.startedAt
        var report = RegressionReport(
            baseline: baseline, runID: run.runID, runStartedAt: run.startedAt,
            confirmation: confirmation, overall: overall.outcome, reason: overall.reason,
            metrics: lines,
            changes: isOlder
                ? EnvironmentDiff.environment(from: run, to: newest)
                : EnvironmentDiff.environment(from: newest, to: run),
            constants: RegressionConstants.all, exitCode: overall.outcome.exitStatus.rawValue)
        report.isOlderThanBaseline = isOlder ? true : nil
        report.suspicion = decided
        return report
    }

    /// Decides an earlier suspicion by a run of another hour.
    ///
    /// - Returns: the suspicion; nil if there is none, or this run is no run of another hour.
    private func decideLater(
        _ lines: inout [MetricRegression], by run: RunSummary
    ) -> Suspicion? {
        guard let pending, run.isOfALaterHour(than: pending.run) else {
            return nil
        }
        let earlier = RegressionRule.check(pending.run, against: members, budgets: budgets)
        let again = RegressionRule.confirm(
            earlier, by: run, controls: Self.controls(lines, besides: pending.suspicion.metrics),
            against: members, budgets: budgets, isLater: true)
        let suspected = Set(RegressionRule.candidates(earlier))
        for index in lines.indices where suspected.contains(lines[index].metric.id) {
            guard let line = again.lines.first(where: { $0.metric.id == lines[index].metric.id })
            else { continue }
            // What is worse now for the first time waits in its turn.
            if line.outcome == .notConfirmed, lines[index].outcome == .suspected { continue }
            lines[index].outcome = line.outcome
            lines[index].reason = line.reason
        }
        return pending.suspicion
    }

    /// What the newest runs, this one among them, did since the baseline's first.
    private func creep(with run: RunSummary) -> [CreepRule.Line] {
        guard let first, let newest = members.last else { return [] }
        let others = history.filter { other in
            other.runID != run.runID && other.startedAt <= run.startedAt
                && EnvironmentDiff.obstacles(from: newest, to: other).isEmpty
        }
        return CreepRule.lines(first: first, runs: others + [run], budgets: budgets)
    }

    /// The metrics of the two steadiest probes that have no candidate.
    private static func controls(
        _ lines: [MetricRegression], besides candidates: [MetricID]
    ) -> [MetricID] {
        let busy = ProbeIdentity.measuring(Set(candidates)).map(\.id)
        var probes: [String] = []
        return RegressionRule.controlOrder(lines).filter { metric in
            guard let probe = ProbeIdentity.measuring([metric]).first?.id,
                !busy.contains(probe), !probes.contains(probe),
                probes.count < RegressionConstants.controls
            else { return false }
            probes.append(probe)
            return true
        }
    }
}

extension RegressionOutcome {
    /// The exit code of a check.
    package var exitStatus: ExitStatus {
        switch self {
        case .steady, .improved, .notConfirmed: .qualified
        case .suspected, .crept, .cannotTell, .notMeasured: .inconclusive
        case .regressed: .regression
        }
    }
}

extension RunSummary {
    /// Whether this run is so much later than another that it is of another hour; `false` where
    /// either time cannot be read.
    fileprivate func isOfALaterHour(than other: RunSummary) -> Bool {
        guard let mine = try? Date(startedAt, strategy: .iso8601),
            let before = try? Date(other.startedAt, strategy: .iso8601)
        else { return false }
        return mine.timeIntervalSince(before) >= RegressionConstants.laterHours * 3600
    }
}
