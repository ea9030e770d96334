// Here: a run against a baseline.
// May use: statistics, the model.
// Never: a profile's limits.

import Glibc
package import Model
import Statistics

/// Holds one run against earlier runs of the same machine.
///
/// A metric alarms when it lies outside the prediction interval of the earlier runs *and* beyond
/// the practical budget. The blocks within a run are no independent samples of the machine, so each
/// run enters as one figure.
///
/// - Source: ours, from simulation, after Kalibera & Jones, Rigorous Benchmarking in Reasonable
///   Time (ISMM 2013), for the unit of repetition; Holm 1979 for several metrics.
package enum RegressionRule {
    /// The lines of a check: one a metric of the baseline, in the order of its newest run.
    ///
    /// Nothing is confirmed yet: what alarms is `suspected`.
    ///
    /// - `baseline`: one run or more, comparable with `run`.
    package static func check(
        _ run: RunSummary, against baseline: [RunSummary],
        budgets: RegressionBudgets = .init()
    ) -> [MetricRegression] {
        var lines = RegressionLine.all(of: run, against: baseline, budgets: budgets)
        let tested = lines.indices.filter { lines[$0].pValue != nil }
        let rejected = Holm.rejected(
            pValues: tested.compactMap { lines[$0].pValue }, alpha: RegressionConstants.alpha)
        let outside = Set(zip(tested, rejected).filter(\.1).map(\.0))
        let better = Holm.rejected(
            pValues: tested.compactMap { lines[$0].pValue.map { 1 - $0 } },
            alpha: RegressionConstants.alpha)
        let above = Set(zip(tested, better).filter(\.1).map(\.0))
        var quantiles = QuantileTable()
        for index in lines.indices {
            lines[index].decide(
                isOutside: outside.contains(index), isAbove: above.contains(index),
                family: tested.count, quantiles: &quantiles)
        }
        return lines.map(\.result)
    }

    /// Holds a fresh run of the suspected metrics and of controls against the same baseline.
    ///
    /// A suspicion is confirmed when the fresh run alarms by itself at the first step's level,
    /// alpha by the number of metrics in the check. A baseline that by chance is too fast and too
    /// narrow confirms itself easily: at a level for the suspected metrics alone, 0.45 % of checks
    /// of an unchanged machine with 4 % drift were confirmed in simulation, at this level 0.24 %.
    ///
    /// - Parameters:
    ///   - lines: what `check` gave.
    ///   - fresh: a run made at once, or one of another hour.
    ///   - controls: metrics that were steady and were measured again.
    ///   - baseline: that of the check.
    ///   - budgets: those of the check.
    ///   - isLater: whether the fresh run is of another hour.
    /// - Returns: the lines, decided, and how.
    package static func confirm(
        _ lines: [MetricRegression], by fresh: RunSummary, controls: [MetricID],
        against baseline: [RunSummary], budgets: RegressionBudgets = .init(),
        isLater: Bool = false
    ) -> (lines: [MetricRegression], confirmation: Confirmation) {
        let again = RegressionLine.all(of: fresh, against: baseline, budgets: budgets)
        let family = lines.filter { $0.pValue != nil }.count
        func alarms(_ line: RegressionLine) -> Bool {
            line.isBeyondBudget
                && (line.pValue ?? 1) <= RegressionConstants.alpha / Double(max(1, family))
        }
        let freshLines = Dictionary(again.map { ($0.metric.id, $0) }) { first, _ in first }
        let disturbed = controls.filter { freshLines[$0].map(alarms) ?? false }
        let confirmed = lines.map { line -> MetricRegression in
            guard let freshLine = freshLines[line.metric.id], freshLine.figure != nil else {
                return line
            }
            var line = line
            line.freshChangePercent = freshLine.changePercent
            guard line.outcome == .suspected, line.mayBeConfirmed else { return line }
            if !disturbed.isEmpty {
                line.reason =
                    "a fresh run does not decide: its controls were worse too, so the machine was "
                    + "not as before; check again when it is quiet"
            } else if alarms(freshLine) {
                line.outcome = .regressed
                line.reason =
                    "worse beyond spread and budget, and again in "
                    + (isLater ? "a run of another hour" : "a fresh run")
            } else {
                line.outcome = .notConfirmed
                line.reason =
                    isLater
                    ? "worse in an earlier run, but not at another hour: a passing disturbance"
                    : "worse in this run, but not in a fresh one: a passing disturbance"
            }
            return line
        }
        return (
            confirmed,
            Confirmation(
                runID: fresh.runID, controls: controls, disturbedControls: disturbed)
        )
    }

    /// The outcome of a whole check: the gravest of its lines.
    package static func overall(
        of lines: [MetricRegression]
    ) -> (outcome: RegressionOutcome, reason: String) {
        func titles(_ outcome: RegressionOutcome) -> String? {
            let titles = lines.filter { $0.outcome == outcome }.map(\.metric.title)
            return titles.isEmpty ? nil : titles.joined(separator: ", ")
        }
        if let titles = titles(.regressed) { return (.regressed, "\(titles): worse, confirmed.") }
        if let titles = titles(.suspected) {
            return (.suspected, "\(titles): worse, but not confirmed.")
        }
        if let titles = titles(.crept) {
            return (.crept, "\(titles): crept below the first runs of the baseline.")
        }
        if let titles = titles(.notMeasured) {
            return (.notMeasured, "\(titles): in the baseline, but not in this run.")
        }
        let blind = lines.filter { $0.outcome == .cannotTell }
        if let sentence = tooNoisy(lines, blind) { return (.cannotTell, sentence) }
        if let titles = titles(.notConfirmed) {
            return (.notConfirmed, "\(titles): worse once, and as before in a fresh run.")
        }
        if let titles = titles(.improved) {
            return (
                .improved, "\(titles): better than the budget explains; wrong disk, or a cache?"
            )
        }
        let note =
            blind.isEmpty
            ? "" : " Of \(lines.count) metrics \(blind.count) cannot tell: the earlier runs differ."
        return (.steady, "No metric is worse than its spread and budget allow." + note)
    }

    /// Why a check is too noisy to say anything; nil if it is not.
    ///
    /// Green would be wrong where a metric is worse than its budget and could not alarm, or where
    /// half of all could not.
    private static func tooNoisy(
        _ lines: [MetricRegression], _ blind: [MetricRegression]
    ) -> String? {
        let worse = blind.filter(\.isWorseThanBudget)
        if !worse.isEmpty {
            let titles = worse.map(\.metric.title).joined(separator: ", ")
            return "\(titles): worse than the budget, and the earlier runs differ too much to tell."
        }
        guard !blind.isEmpty, 2 * blind.count >= lines.count else { return nil }
        return "\(blind.count) of \(lines.count) metrics cannot tell: the earlier runs differ too "
            + "much. Add runs of a quieter machine, or make a new baseline."
    }
}

extension MetricRegression {
    /// Whether a fresh run may make more of a suspicion: there is an interval, and runs enough.
    package var mayBeConfirmed: Bool {
        pValue != nil && baselineRuns >= RegressionConstants.fewestRuns && cap == nil
    }

    /// Whether the figure moved to the worse by more than the budget.
    var isWorseThanBudget: Bool {
        guard let changePercent else { return false }
        return metric.direction == .higherIsBetter
            ? changePercent < -budgetPercent : changePercent > budgetPercent
    }
}

extension RegressionRule {
    /// Metrics to measure again in a fresh run: those under suspicion that it could confirm.
    package static func candidates(_ lines: [MetricRegression]) -> [MetricID] {
        lines.filter { $0.outcome == .suspected && $0.mayBeConfirmed }.map(\.metric.id)
    }

    /// Steady metrics, the one that would alarm first in front: controls are taken from there.
    package static func controlOrder(_ lines: [MetricRegression]) -> [MetricID] {
        lines.filter { $0.outcome == .steady && $0.alarmPercent != nil }
            .sorted { ($0.alarmPercent ?? 0, $0.metric.id) < ($1.alarmPercent ?? 0, $1.metric.id) }
            .map(\.metric.id)
    }

    /// What a baseline of so many runs lacks, in one sentence; nil means nothing.
    package static func advice(runs: Int) -> String? {
        let fewest = RegressionConstants.fewestRuns
        let better = RegressionConstants.betterRuns
        if runs < fewest {
            return "\(counted(runs, "run is", "runs are")) too few: below \(fewest) a check "
                + "can only suspect, never confirm. Add runs of other hours; \(better) are better."
        }
        return runs < better
            ? "\(runs) runs are enough; \(better) detect smaller changes. Add runs of other hours."
            : nil
    }
}
