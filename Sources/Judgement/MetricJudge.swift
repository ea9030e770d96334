import Model
import Statistics

/// Holds one metric's samples against its limit.
struct MetricJudge {
    /// The record that is judged.
    let record: RunRecord
    /// One-sided error of each bound: that of a look.
    let alpha: Double
    /// Drift between runs of this machine; `nil` = not known.
    let calibration: NoiseCalibration?
    private let requirements: [Requirement]
    private let series: [MetricID: MetricSeries]

    init(
        _ record: RunRecord, requirements: [Requirement], calibration: NoiseCalibration? = nil
    ) {
        self.record = record
        self.requirements = requirements
        self.calibration = calibration
        alpha = JudgementConstants.alpha(plannedLooks: record.plan.plannedLooks)
        var series: [MetricID: MetricSeries] = [:]
        for case .metric(let metric, _) in requirements.map(\.subject) {
            guard ChainMetric(metric) == nil,
                let (probe, definition) = record.probe(measuring: metric)
            else { continue }
            series[metric] = MetricSeries(probe, metric: definition)
        }
        self.series = series
    }

    /// For each requirement, whether its median is surely below the guarded pass line.
    ///
    /// Holm's correction runs over the required metric requirements, since any one of them fails
    /// the machine; recommended ones are tested alone.
    func surelyBelow() -> [Bool] {
        let pValues = requirements.map { requirement -> Double? in
            guard case .metric(let metric, _) = requirement.subject, ChainMetric(metric) == nil,
                let line = PassLine(requirement)
            else { return nil }
            guard let series = series[metric] else { return 1 }
            return series.pValueBelow(line)
        }
        let required = requirements.indices.filter {
            requirements[$0].level == .required && pValues[$0] != nil
        }
        let rejected = Holm.rejected(
            pValues: required.compactMap { pValues[$0] }, alpha: alpha)
        var below = pValues.map { ($0 ?? 1) <= alpha }
        for (index, isRejected) in zip(required, rejected) { below[index] = isRejected }
        return below
    }

    /// The verdict on one metric requirement.
    func verdict(
        of metric: MetricID, requirement: Requirement, surelyBelow: Bool
    ) -> RequirementVerdict {
        guard let (probe, definition) = record.probe(measuring: metric),
            let series = series[metric]
        else {
            return RequirementVerdict(
                requirement: requirement, title: metric.rawValue, outcome: .skipped,
                reason: "not measured in this run")
        }
        var verdict = RequirementVerdict(
            requirement: requirement, title: definition.title, outcome: .unmeasurable, reason: "")
        guard let line = PassLine(requirement) else {
            verdict.reason = "the limit is not a quantity"
            return verdict
        }
        switch probe.status {
        case .skipped:
            verdict.outcome = .skipped
            verdict.reason = "skipped: \(probe.reason ?? "no reason given")"
            return verdict
        case .failed:
            verdict.reason = "failed: \(probe.reason ?? "no reason given")"
            return verdict
        case .measured:
            break
        }
        guard let median = OrderStatistics.median(series.samples) else {
            verdict.outcome = .skipped
            verdict.reason = "no block was kept"
            return verdict
        }
        let bounds = series.bounds(alpha: alpha)
        verdict.measured = median
        verdict.marginPercent = line.marginPercent(median)
        verdict.lowerBound = bounds?.lower
        verdict.upperBound = bounds?.upper
        verdict.describe(series)
        if Self.isImplausible(median / line.limit) {
            verdict.reason = "implausible: 100 times off its limit or more; check the machine"
            return verdict
        }
        guard let bounds else {
            verdict.outcome = .inconclusive
            verdict.reason = noBounds(series)
            return verdict
        }
        let oriented = line.oriented([bounds.lower, bounds.upper]).sorted()
        (verdict.outcome, verdict.reason) = line.decide(
            lower: oriented[0], surelyBelow: surelyBelow)
        Self.soften(&verdict, line: line, probe: probe, median: median)
        verdict.repeatPassProbability = Repetition.passProbability(
            of: verdict, line: line, calibration: calibration, methodVersion: probe.methodVersion)
        return verdict
    }

    private static func isImplausible(_ ratio: Double) -> Bool {
        ratio >= JudgementConstants.implausibleRatio
            || ratio <= 1 / JudgementConstants.implausibleRatio
    }

    /// Takes back what the figures alone would say where they cannot carry it.
    private static func soften(
        _ verdict: inout RequirementVerdict, line: PassLine, probe: ProbeRecord, median: Double
    ) {
        let labels = verdict.labels ?? []
        if let cap = probe.verdictCap {
            if verdict.outcome == .inconclusive { return }
            verdict.reason = "\(cap); by its figures alone: \(verdict.outcome.rawValue)"
            verdict.outcome = .inconclusive
        } else if labels.contains(.bimodal) {
            verdict.outcome = .unmeasurable
            verdict.reason =
                "\(QualityLabel.bimodal.clause), so that a median says where neither is; "
                + "find what switches between them"
        } else if verdict.outcome == .fail, let excuse = labels.first(where: \.excusesMiss) {
            verdict.outcome = .unmeasurable
            verdict.reason = "below its limit, but \(excuse.clause) meanwhile"
        } else if verdict.outcome == .fail, let floor = probe.implementation?.nodeRatioFloor,
            median >= floor * line.line
        {
            verdict.outcome = .inconclusive
            verdict.reason =
                "the \(probe.implementation?.name ?? "") kernel reaches only \(floor) of the "
                + "node's own on such a CPU, so this miss may be the kernel's"
        } else if verdict.outcome == .inconclusive,
            let label = labels.first(where: { $0 != .noisy })
        {
            verdict.reason += "; \(label.clause)"
        }
    }

    private func noBounds(_ series: MetricSeries) -> String {
        let count = series.samples.count
        return switch (record.origin, count) {
        case (.imported, _): "one figure has no spread: run `touchstone qualify`, or --rule node"
        case (.measured, 1): "1 sample has no bounds; 5 are the fewest"
        case (.measured, _): "\(count) samples have no bounds; 5 are the fewest"
        }
    }
}

extension RequirementVerdict {
    /// Takes over what is known of the samples beside their median.
    fileprivate mutating func describe(_ series: MetricSeries) {
        sampleCount = series.samples.count
        labels = series.labels.isEmpty ? nil : series.labels
        spreadPercent = series.spread.map { $0 * 100 }
        effectiveSampleCount = series.effectiveCount
        settlingCount = series.settlingCount == 0 ? nil : series.settlingCount
    }
}
