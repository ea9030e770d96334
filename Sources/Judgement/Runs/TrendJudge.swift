import Glibc
package import Model
import Statistics

extension Trend {
    /// The trend with its persistent shifts marked, and whether the newest runs have left the
    /// budget of the first.
    ///
    /// Figures of different methods are no one series, and are never held against each other. The
    /// shifts are those of E-divisive (``ChangePoints``).
    package func judged(budgetPercent: Double) -> Trend {
        var trend = self
        trend.shifts = series.flatMap(shifts)
        trend.creepPercent = series.last.flatMap { creep($0, budgetPercent: budgetPercent) }
        return trend
    }

    /// Runs of points of one method, each with the index of its first.
    private var series: [ArraySlice<TrendPoint>] {
        var borders = [0]
        for index in points.indices.dropFirst()
        where points[index].method != points[index - 1].method {
            borders.append(index)
        }
        borders.append(points.count)
        return zip(borders, borders.dropFirst()).map { points[$0..<$1] }
    }

    private func shifts(_ points: ArraySlice<TrendPoint>) -> [TrendShift] {
        guard points.allSatisfy({ $0.median > 0 }) else { return [] }
        let logs = points.map { log($0.median) }
        let starts = ChangePoints.indices(logs)
        let borders = [0] + starts + [logs.count]
        return starts.enumerated().map { place, start in
            let before = logs[borders[place]..<start]
            let after = logs[start..<borders[place + 2]]
            func mean(_ values: ArraySlice<Double>) -> Double {
                values.reduce(0, +) / Double(values.count)
            }
            let point = points[points.startIndex + start]
            return TrendShift(
                runID: point.runID, startedAt: point.startedAt,
                changePercent: 100 * expm1(mean(after) - mean(before)), changes: point.changes)
        }
    }

    private func creep(
        _ points: ArraySlice<TrendPoint>, budgetPercent: Double
    ) -> Double? {
        let first = points.prefix(RegressionConstants.firstRuns)
        let known = FirstFigures(
            since: first.first?.startedAt ?? "", runIDs: first.map(\.runID),
            figures: [metric.id: first.map(\.median)])
        let runs = points.map { point in
            RunSummary(
                runID: point.runID, startedAt: point.startedAt, complete: true, machine: [],
                methods: [], environment: [],
                figures: [MetricFigure(metric: metric, median: point.median, sampleCount: 1)])
        }
        let lines = CreepRule.lines(
            first: known, runs: runs, budgets: RegressionBudgets(general: budgetPercent))
        return lines.first { $0.isCrept }?.changePercent
    }
}
