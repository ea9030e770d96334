import Glibc
package import Model
import Statistics

/// Whether the newest runs together have left what the baseline's first runs were.
///
/// A check of one run sees no loss of 1 % a week, and a baseline that grows or is made anew takes
/// each loss for its own. So the first figures of a baseline are kept for good, and the mean of the
/// newest runs is held against them.
///
/// All but one of them must be beyond the budget themselves, so that one bad night is no creep.
///
/// - Source: ours, from simulation (docs/explanation/regressions.md); the test is Student's for
///   two means, with the spread of the first runs, moderated as in a check.
package enum CreepRule {
    /// What one metric did since the first runs.
    package struct Line: Sendable, Equatable {
        package let metric: MetricDefinition
        /// Geometric mean of the first figures, in the metric's unit.
        package let first: Double
        /// Change of the newest runs' mean in per cent, signed as the figure moved.
        package let changePercent: Double
        /// Whether they are worse beyond spread and budget.
        package let isCrept: Bool
    }

    /// The metrics that have first figures enough and are in all of the newest runs.
    ///
    /// - Parameters:
    ///   - first: the first figures of a baseline.
    ///   - runs: later runs of the same machine and methods, the newest last; those that are among
    ///     the first are left out. Fewer than four tell nothing.
    ///   - budgets: as for a check.
    /// - Returns: in the order of the newest run; empty = there are too few.
    package static func lines(
        first: FirstFigures, runs: [RunSummary], budgets: RegressionBudgets = .init()
    ) -> [Line] {
        let known = Set(first.runIDs)
        let newest = runs.filter { !known.contains($0.runID) }
            .suffix(RegressionConstants.newestRuns)
        guard newest.count == RegressionConstants.newestRuns, let last = newest.last else {
            return []
        }
        let items = last.figures.compactMap { figure -> Item? in
            Item(figure.metric, first: first.figures[figure.metric.id] ?? [], newest: Array(newest))
        }
        let prior = PredictionInterval.prior(items.map(\.interval))
        let pValues = items.map { item in
            item.interval.moderated(by: prior)
                .pValueWorse(item.newest, ofMean: RegressionConstants.newestRuns) ?? 1
        }
        let rejected = Holm.rejected(pValues: pValues, alpha: RegressionConstants.creepAlpha)
        return zip(items, rejected).map { item, isRejected in
            let direction = item.metric.direction
            let gain = item.newest - item.interval.mean
            let isBeyond = -gain > direction.loss(percent: budgets.percent(item.metric.id))
            // One night of four must not pull the mean beyond the budget.
            let late = item.logs.count {
                item.interval.mean - $0
                    > direction.loss(percent: budgets.percent(item.metric.id))
            }
            return Line(
                metric: item.metric, first: exp(direction.oriented(item.interval.mean)),
                changePercent: direction.percent(orientedDifference: gain),
                isCrept: isRejected && isBeyond && late + 1 >= RegressionConstants.newestRuns)
        }
    }

    /// A metric with its oriented logarithms.
    private struct Item {
        let metric: MetricDefinition
        let interval: PredictionInterval
        /// The newest, and their mean.
        let logs: [Double]
        let newest: Double

        init?(_ metric: MetricDefinition, first: [Double], newest: [RunSummary]) {
            let figures = newest.compactMap { $0.figure(of: metric.id)?.median }
            guard first.count >= RegressionConstants.fewestRuns, figures.count == newest.count,
                (first + figures).allSatisfy({ $0 > 0 })
            else { return nil }
            self.metric = metric
            interval = PredictionInterval(
                logs: first.map { metric.direction.oriented(log($0)) })
            logs = figures.map { metric.direction.oriented(log($0)) }
            self.newest = logs.reduce(0, +) / Double(logs.count)
        }
    }

    /// Marks the lines of a check whose newest runs have crept away.
    ///
    /// A line that is suspected or worse stays so.
    package static func mark(
        _ lines: [MetricRegression], by creep: [Line]
    ) -> [MetricRegression] {
        let known = Dictionary(creep.map { ($0.metric.id, $0) }) { first, _ in first }
        return lines.map { line in
            guard let found = known[line.metric.id] else { return line }
            var line = line
            line.creepPercent = found.changePercent
            guard found.isCrept, line.outcome.mayBecomeCrept else { return line }
            line.outcome = .crept
            let per = Int(abs(found.changePercent).rounded())
            line.reason =
                "the mean of the newest \(RegressionConstants.newestRuns) runs is \(per) % worse "
                + "than the first of the baseline, beyond spread and budget"
            return line
        }
    }
}

extension RegressionOutcome {
    fileprivate var mayBecomeCrept: Bool {
        switch self {
        case .steady, .improved, .notConfirmed, .cannotTell: true
        case .suspected, .regressed, .notMeasured, .crept: false
        }
    }
}
