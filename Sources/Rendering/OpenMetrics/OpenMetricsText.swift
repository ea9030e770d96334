// Here: results as OpenMetrics text.
// May use: words and figures.
// Never: how it was judged.

package import Model
import Statistics

/// A report for the textfile collector of Prometheus's node exporter, all in base units.
///
/// Samples bear no time of their own, which the collector refuses: when the run began is a metric.
///
/// - Source: Prometheus, "Metric and label naming" (base units, units last, `_info`);
///   node_exporter, "Textfile Collector" (no timestamps). `promtool check metrics` complains of
///   nothing.
package enum OpenMetricsText {
    /// The text, closed by `# EOF` as OpenMetrics wants it and the older format ignores it.
    package static func render(_ report: Report) -> String {
        var families = run(report)
        families += measured(report)
        if let verdict = report.verdict { families += judged(verdict, report.exitCode) }
        if report.doubt != nil {
            var doubt = MetricFamily(
                "verdict_doubtful", "1 = the stored verdict is not what its samples say")
            doubt.add(1)
            families.append(doubt)
        }
        return families.map(\.text).joined() + "# EOF\n"
    }

    private static func run(_ report: Report) -> [MetricFamily] {
        let record = report.record
        var info = MetricFamily("run_info", "The run these figures are of")
        info.add(
            1,
            [
                "run": record.id, "origin": record.origin.rawValue, "preset": record.plan.preset,
                "version": record.tool.version, "build": record.tool.build,
            ])
        var machine = MetricFamily("machine_info", "The machine that was measured")
        if let host = record.host {
            machine.add(
                1,
                [
                    "cpu": host.cpu.model, "architecture": host.cpu.architecture,
                    "microcode": host.cpu.microcode, "kernel": host.system.kernelRelease,
                    "distribution": host.system.distribution,
                    "hypervisor": host.virtualization.hypervisor,
                    "container": host.virtualization.container,
                ])
        }
        var disk = MetricFamily("disk_info", "The disk that was tested")
        if let storage = record.storage {
            disk.add(
                1,
                [
                    "path": storage.path, "filesystem": storage.filesystem.type,
                    "device": storage.devices.last?.name,
                    "model": storage.devices.last?.reportedModel,
                    "class": storage.deviceClass.rawValue,
                ])
        }
        var started = MetricFamily("run_start_timestamp_seconds", "Start of the run, Unix time")
        if let seconds = RunTime.unixSeconds(record.startedAt) { started.add(seconds) }
        var duration = MetricFamily("run_duration_seconds", "Wall time of the whole run")
        duration.add(record.durationSeconds)
        var complete = MetricFamily("run_complete", "1 = run to its end, 0 = interrupted")
        complete.add(record.complete ? 1 : 0)
        var findings = MetricFamily("findings", "What the preflight saw, by severity")
        for severity in [Finding.Severity.note, .advisory, .blocking] {
            let count = record.findings.count { $0.severity == severity }
            findings.add(Double(count), ["severity": severity.rawValue])
        }
        return [info, machine, disk, started, duration, complete, findings]
    }

    private static func measured(_ report: Report) -> [MetricFamily] {
        var probes = MetricFamily("probe_info", "The probes of the run and how they ended")
        var medians = QuantityFamilies("measured", "Median of the kept samples")
        var counts = MetricFamily("kept_samples", "How many samples the median is of")
        for probe in report.record.probes {
            probes.add(
                1,
                [
                    "probe": probe.id, "method_version": String(probe.methodVersion),
                    "implementation": probe.implementation?.name, "status": probe.status.rawValue,
                ])
            if probe.status != .measured { continue }
            for figure in probe.metrics.flatMap(\.figures) {
                let metric = figure.metric
                let values = probe.keptFigures(of: figure)
                guard let median = OrderStatistics.median(values) else { continue }
                medians.add(median, metric.unit, ["metric": metric.id.rawValue])
                counts.add(Double(values.count), ["metric": metric.id.rawValue])
            }
        }
        return [probes] + medians.all + [counts]
    }

    private static func judged(_ verdict: Verdict, _ exitCode: Int32?) -> [MetricFamily] {
        var info = MetricFamily("verdict_info", "Which profile judged, and by which rule")
        info.add(
            1,
            [
                "profile": verdict.profile.id, "digest": verdict.profile.digest,
                "rule": verdict.rule.rawValue, "bound_by": verdict.boundBy,
            ])
        var overall = MetricFamily("verdict", "1 for the verdict that was reached")
        overall.add(verdict.overall, as: "outcome", ("profile", verdict.profile.id))
        var code = MetricFamily("exit_code", "Exit code of the process that judged")
        if let exitCode { code.add(Double(exitCode)) }
        var outcomes = MetricFamily("requirement", "1 for the outcome of each requirement")
        var margins = MetricFamily(
            "margin_ratio", "By which part of its limit a figure is better; negative is worse")
        var limits = QuantityFamilies("limit", "Limit of a requirement")
        var lower = QuantityFamilies("measured_lower_bound", "Lower 95 % bound of the median")
        var upper = QuantityFamilies("measured_upper_bound", "Upper 95 % bound of the median")
        var facts = QuantityFamilies("fact", "What a fact of the machine was found to be")
        for line in verdict.requirements {
            let id = line.requirement.subjectID
            let level = line.requirement.level.rawValue
            outcomes.add(line.outcome, as: "outcome", ("subject", id), ("level", level))
            if let percent = line.marginPercent {
                margins.add(percent / 100, ["subject": id, "level": level])
            }
            guard let unit = LimitText.base(line.requirement) else { continue }
            if case .quantity(let limit, _) = line.requirement.limit {
                limits.add(limit, unit, ["subject": id, "level": level])
            }
            if let bound = line.lowerBound { lower.add(bound, unit, ["metric": id]) }
            if let bound = line.upperBound { upper.add(bound, unit, ["metric": id]) }
            if !line.isMetric, let value = line.measured { facts.add(value, unit, ["fact": id]) }
        }
        let first = [info, overall, code, outcomes, margins]
        return first + limits.all + lower.all + upper.all + facts.all
    }
}

/// Families of one figure, one for each unit, since the unit is part of a metric's name.
struct QuantityFamilies {
    private var families: [MetricFamily]

    init(_ name: String, _ help: String) {
        families = Unit.allCases.map {
            MetricFamily("\(name)_\($0.metricSuffix)", "\(help), in \($0.metricWords)")
        }
    }

    mutating func add(_ value: Double, _ unit: Unit, _ labels: KeyValuePairs<String, String?>) {
        if let index = Unit.allCases.firstIndex(of: unit) { families[index].add(value, labels) }
    }

    var all: [MetricFamily] { families }
}

extension Unit {
    /// The unit at the end of a metric's name.
    fileprivate var metricSuffix: String {
        switch self {
        case .bytesPerSecond: "bytes_per_second"
        case .verificationsPerSecond: "verifications_per_second"
        case .operationsPerSecond: "operations_per_second"
        case .bytes: "bytes"
        case .seconds: "seconds"
        case .hertz: "hertz"
        // `_count` is kept for histograms.
        case .count: "items"
        case .ratio: "ratio"
        }
    }

    /// The unit in the help's words.
    fileprivate var metricWords: String {
        switch self {
        case .count: "plain numbers"
        case .ratio: "parts of one"
        default: metricSuffix.replacing("_", with: " ")
        }
    }
}
