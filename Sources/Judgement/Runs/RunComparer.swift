// Here: what comparisons keep of a run, and two runs side by side.
// May use: statistics, the model.
// Never: a verdict.

import Glibc
package import Model
import Statistics

/// Two runs side by side, as information.
package enum RunComparer {
    /// Two-sided error of each interval: 5 %.
    ///
    /// - Source: the customary 95 % confidence; nothing is judged by it, so nothing is corrected.
    private static let alpha = 0.05

    /// Shifts of every metric that either run has, in the order of the first.
    ///
    /// The blocks of one run share its hour and its place in memory, so an interval here tells of
    /// the two runs, not of the machine: no verdict follows.
    package static func compare(_ first: RunRecord, _ second: RunRecord) -> RunComparison {
        let before = RunSummary(first)
        let after = RunSummary(second)
        let obstacles = EnvironmentDiff.obstacles(from: before, to: after)
        var metrics = before.figures.map(\.metric)
        metrics += after.figures.map(\.metric).filter { before.figure(of: $0.id) == nil }
        let lines = metrics.map { metric -> RunComparison.Line in
            var line = RunComparison.Line(
                metric: metric, first: before.figure(of: metric.id)?.median,
                second: after.figure(of: metric.id)?.median)
            let probe = first.probe(ofFigure: metric.id)?.id
            if line.first == nil || line.second == nil {
                line.obstacle = "not measured in \(line.first == nil ? "the first" : "the second")"
            } else if let change = obstacles.first(where: { $0.name == probe }) {
                line.obstacle = "\(change.before ?? "none") against \(change.after ?? "none")"
            } else {
                shift(&line, first.keptFigures(of: metric.id), second.keptFigures(of: metric.id))
            }
            return line
        }
        let methods = Set((before.methods + after.methods).map(\.name))
        return RunComparison(
            first: before, second: after,
            machineChanges: obstacles.filter { !methods.contains($0.name) },
            environmentChanges: EnvironmentDiff.environment(from: before, to: after), lines: lines)
    }

    private static func shift(
        _ line: inout RunComparison.Line, _ first: [Double], _ second: [Double]
    ) {
        guard (first + second).allSatisfy({ $0 > 0 }) else {
            line.obstacle = "a figure of 0 has no ratio to another"
            return
        }
        guard
            let shift = HodgesLehmannShift(
                from: first.map(log), to: second.map(log), alpha: alpha)
        else { return }
        line.shiftPercent = 100 * expm1(shift.estimate)
        line.lowerPercent = shift.interval.map { 100 * expm1($0.lower) }
        line.upperPercent = shift.interval.map { 100 * expm1($0.upper) }
    }
}
