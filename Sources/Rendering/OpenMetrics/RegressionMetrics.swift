package import Model

/// A check against a baseline for the textfile collector, in the manner of ``OpenMetricsText``.
///
/// Every name begins with `touchstone_baseline_`, so that the file may lie beside that of a run.
package enum RegressionMetrics {
    /// The text, closed by `# EOF`.
    package static func render(_ report: RegressionReport) -> String {
        let name = report.baseline.name
        var info = MetricFamily("baseline_info", "The baseline and the run held against it")
        info.add(1, ["baseline": name, "digest": report.baseline.digest, "run": report.runID])
        var runs = MetricFamily("baseline_runs", "Runs of the baseline")
        runs.add(Double(report.baseline.runIDs.count), ["baseline": name])
        var started = MetricFamily(
            "baseline_check_start_timestamp_seconds", "Start of the checked run, Unix time")
        if let seconds = RunTime.unixSeconds(report.runStartedAt) {
            started.add(seconds, ["baseline": name])
        }
        var verdict = MetricFamily("baseline_verdict", "1 for the verdict that was reached")
        verdict.add(report.overall, as: "outcome", ("baseline", name))
        var code = MetricFamily("baseline_exit_code", "Exit code of the check")
        code.add(Double(report.exitCode), ["baseline": name])
        var changes = MetricFamily(
            "baseline_changes", "Facts of the environment that differ from the newest run")
        changes.add(Double(report.changes.count), ["baseline": name])
        return
            ([info, runs, started, verdict, code, changes] + metrics(report)).map(\.text).joined()
            + "# EOF\n"
    }

    private static func metrics(_ report: RegressionReport) -> [MetricFamily] {
        let name = report.baseline.name
        var outcomes = MetricFamily("baseline_metric", "1 for the outcome of each metric")
        var change = MetricFamily(
            "baseline_change_ratio", "Change from the expected figure, signed as the figure moved")
        var fresh = MetricFamily("baseline_fresh_change_ratio", "The same in the fresh run")
        var alarm = MetricFamily(
            "baseline_alarm_ratio", "The threshold: the smallest worsening that the check reports")
        var detectable = MetricFamily(
            "baseline_detectable_ratio", "The worsening that the check detects with 80 % power")
        var creep = MetricFamily(
            "baseline_creep_ratio", "Change of the newest runs' mean from the baseline's first")
        var budget = MetricFamily("baseline_budget_ratio", "The worsening that does not matter")
        var expected = QuantityFamilies("baseline_expected", "Geometric mean of the earlier runs")
        for line in report.metrics {
            let labels: KeyValuePairs<String, String?> = [
                "baseline": name, "metric": line.metric.id.rawValue,
            ]
            outcomes.add(
                line.outcome, as: "outcome", ("baseline", name),
                ("metric", line.metric.id.rawValue))
            if let value = line.changePercent { change.add(value / 100, labels) }
            if let value = line.freshChangePercent { fresh.add(value / 100, labels) }
            if let value = line.alarmPercent { alarm.add(value / 100, labels) }
            if let value = line.detectablePercent { detectable.add(value / 100, labels) }
            if let value = line.creepPercent { creep.add(value / 100, labels) }
            budget.add(line.budgetPercent / 100, labels)
            expected.add(line.expected, line.metric.unit, labels)
        }
        return [outcomes, change, fresh, alarm, detectable, creep, budget] + expected.all
    }
}
