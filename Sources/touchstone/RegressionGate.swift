import Judgement
import Measurement
import Model
import Probes
import Rendering

/// A run held against a baseline, with a fresh run where that decides.
struct RegressionGate {
    let baseline: BaselineSummary
    /// The baseline's runs, the newest last.
    let members: [Invocation]
    var budgets = RegressionBudgets()
    /// Measures probes anew; `nil` = nothing can be measured, so nothing can be confirmed.
    var measureAgain: ((Set<MetricID>) throws -> RunRecord)?

    /// Checks a run to the end.
    ///
    /// - Throws: exit code 5 with the differences when the two cannot be compared.
    func check(_ run: Invocation) throws -> RegressionReport {
        guard let newest = members.last else {
            throw CommandFailure(.notComparable, "the baseline \(baseline.name) has no runs")
        }
        let obstacles = EnvironmentDiff.obstacles(from: newest, to: run)
        if !obstacles.isEmpty {
            throw CommandFailure(
                .notComparable,
                "run \(run.runID) cannot be compared with the baseline \(baseline.name): another "
                    + "machine, or other methods; make a baseline for it\n"
                    + RegressionText.obstacles(obstacles))
        }
        var lines = RegressionRule.check(run, against: members, budgets: budgets)
        var confirmation: Confirmation?
        let candidates = RegressionRule.candidates(lines)
        if !candidates.isEmpty, let measureAgain {
            let controls = Self.controls(lines, besides: candidates)
            let fresh = InvocationSummary.of(try measureAgain(Set(candidates + controls)))
            let again = RegressionRule.confirm(
                lines, by: fresh, controls: controls, against: members, budgets: budgets)
            lines = again.lines
            confirmation = again.confirmation
        }
        let overall = RegressionRule.overall(of: lines)
        return RegressionReport(
            baseline: baseline, runID: run.runID, runStartedAt: run.startedAt,
            confirmation: confirmation, overall: overall.outcome, reason: overall.reason,
            metrics: lines, changes: EnvironmentDiff.environment(from: newest, to: run),
            constants: RegressionConstants.all, exitCode: overall.outcome.exitStatus.rawValue)
    }

    /// The metrics of the two steadiest probes that have no candidate.
    private static func controls(
        _ lines: [MetricRegression], besides candidates: [MetricID]
    ) -> [MetricID] {
        let busy = ProbeCatalog.probes(measuring: Set(candidates)).map(\.descriptor.id)
        var probes: [String] = []
        return RegressionRule.controlOrder(lines).filter { metric in
            guard let probe = ProbeCatalog.probes(measuring: [metric]).first?.descriptor.id,
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
    var exitStatus: ExitStatus {
        switch self {
        case .steady, .improved, .notConfirmed: .qualified
        case .suspected, .notMeasured: .inconclusive
        case .regressed: .regression
        }
    }
}
