internal import Glibc
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
    /// Holds the chain's metrics against theirs.
    let chain: ChainJudge
    private let requirements: [Requirement]
    private let series: [MetricID: MetricSeries]
    /// Of the metrics whose samples are distributions.
    private let latencies: [MetricID: LatencySeries]

    init(
        _ record: RunRecord, requirements: [Requirement], chain: ChainParameters? = nil,
        calibration: NoiseCalibration? = nil
    ) {
        self.record = record
        self.chain = ChainJudge(record, chain: chain)
        self.requirements = requirements
        self.calibration = calibration
        alpha = JudgementConstants.alpha(plannedLooks: record.plan.plannedLooks)
        var series: [MetricID: MetricSeries] = [:]
        var latencies: [MetricID: LatencySeries] = [:]
        for case .metric(let metric, _) in requirements.map(\.subject) {
            guard ChainMetric(metric) == nil, latencies[metric] == nil,
                let (probe, definition) = record.probe(measuring: metric)
            else { continue }
            if probe.holdsDistributions(of: definition) {
                latencies[metric] = LatencySeries(probe, metric: metric)
            } else {
                series[metric] = MetricSeries(probe, metric: definition)
            }
        }
        self.series = series
        self.latencies = latencies
    }

    private func percentileJudge(_ requirement: Requirement, line: PassLine) -> PercentileJudge? {
        guard case .metric(let metric, let statistic) = requirement.subject else { return nil }
        return PercentileJudge(latencies[metric], statistic: statistic, line: line, alpha: alpha)
    }

    /// For each requirement, whether its figure is surely on the wrong side of the guarded pass
    /// line.
    ///
    /// Holm's correction runs over the required metric requirements, since any one of them fails
    /// the machine; recommended ones are tested alone.
    func surelyBelow() -> [Bool] {
        let pValues = requirements.map { requirement -> Double? in
            guard case .metric(let metric, let statistic) = requirement.subject,
                let line = PassLine(requirement)
            else { return nil }
            if let metric = ChainMetric(metric) {
                return chain.pValueBeyond(metric, statistic, line: line)
            }
            if let judge = percentileJudge(requirement, line: line) { return judge.pValueBelow }
            guard statistic == .median, let series = series[metric] else { return 1 }
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
        guard let (probe, definition) = record.probe(measuring: metric) else {
            return RequirementVerdict(
                requirement: requirement, title: requirement.subjectID, outcome: .skipped,
                reason: "not measured in this run")
        }
        var verdict = RequirementVerdict(
            requirement: requirement, title: requirement.title(of: definition),
            outcome: .unmeasurable, reason: "")
        guard let line = PassLine(requirement) else {
            verdict.reason = "the limit is not a quantity"
            return verdict
        }
        if !verdict.isMeasured(by: probe) { return verdict }
        if let judge = percentileJudge(requirement, line: line) {
            judge.judge(&verdict, unit: definition.unit, surelyBelow: surelyBelow)
            finish(&verdict, line: line, probe: probe)
        } else if let series = series[metric] {
            judge(&verdict, series, line: line, probe: probe, surelyBelow: surelyBelow)
        }
        return verdict
    }

    /// Fills in what the median of a series says.
    private func judge(
        _ verdict: inout RequirementVerdict, _ series: MetricSeries, line: PassLine,
        probe: ProbeRecord, surelyBelow: Bool
    ) {
        guard case .metric(_, .median) = verdict.requirement.subject else {
            verdict.reason = "this metric has no single times to take a percentile of"
            return
        }
        guard let median = OrderStatistics.median(series.samples) else {
            verdict.outcome = .skipped
            let why = probe.blocks.compactMap { $0.invalid?[series.metric] }.last
            verdict.reason = why.map { "no block counts: \($0)" } ?? "no block was kept"
            return
        }
        let bounds = series.bounds(alpha: alpha)
        verdict.measured = median
        verdict.marginPercent = line.marginPercent(median)
        verdict.lowerBound = bounds?.lower
        verdict.upperBound = bounds?.upper
        verdict.describe(series)
        guard let bounds else {
            verdict.outcome = .inconclusive
            verdict.reason = noBounds(series)
            Self.refuseImplausible(&verdict, line: line)
            return
        }
        let oriented = line.oriented([bounds.lower, bounds.upper]).sorted()
        (verdict.outcome, verdict.reason) = line.decide(
            lower: oriented[0], surelyBelow: surelyBelow)
        finish(&verdict, line: line, probe: probe)
    }

    /// Takes back what cannot be, or cannot be said, and adds the probability of a repetition.
    private func finish(
        _ verdict: inout RequirementVerdict, line: PassLine, probe: ProbeRecord
    ) {
        guard let figure = verdict.measured,
            !Self.refuseImplausible(&verdict, line: line)
        else { return }
        Self.soften(&verdict, line: line, probe: probe, figure: figure)
        verdict.repeatPassProbability = Repetition.passProbability(
            of: verdict, line: line, calibration: calibration, probe: probe)
    }

    /// Whether a figure is so far from its limit that something else was measured.
    @discardableResult
    private static func refuseImplausible(
        _ verdict: inout RequirementVerdict, line: PassLine
    ) -> Bool {
        guard let figure = verdict.measured else { return false }
        let ratio = figure / line.limit
        let limit = JudgementConstants.implausibleRatio
        // A disk may well be a hundred times slower than asked for at its worst, or a percentile
        // that much shorter than a generous limit.
        let isTime = verdict.exceedance != nil
        // Nothing at all is what some figures should be, such as time lost.
        let isNothing = figure == 0 && !line.higherIsBetter
        guard !isTime, !isNothing, ratio >= limit || ratio <= 1 / limit else { return false }
        verdict.outcome = .unmeasurable
        verdict.reason = "implausible: 100 times off its limit or more; check the machine"
        return true
    }

    /// Takes back what the figures alone would say where they cannot carry it.
    private static func soften(
        _ verdict: inout RequirementVerdict, line: PassLine, probe: ProbeRecord, figure: Double
    ) {
        if verdict.isCapped(by: probe) { return }
        let labels = verdict.labels ?? []
        if labels.contains(.bimodal) {
            verdict.outcome = .unmeasurable
            verdict.reason =
                "\(QualityLabel.bimodal.clause), so that a median says where neither is; "
                + "find what switches between them"
        } else if verdict.outcome == .fail, let excuse = labels.first(where: \.excusesMiss) {
            verdict.outcome = .unmeasurable
            verdict.reason = "below its limit, but \(excuse.clause) meanwhile"
        } else if verdict.outcome == .fail, let floor = probe.implementation?.nodeRatioFloor,
            figure >= floor * line.line
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
        // Fewer could all lie on one side of the median by chance.
        let fewest = Int((-log2(alpha)).rounded(.up))
        return switch (record.origin, count) {
        case (.imported, _): "one figure has no spread: run `touchstone qualify`, or --rule node"
        case (.measured, 1): "1 sample has no bounds; \(fewest) are the fewest"
        case (.measured, _): "\(count) samples have no bounds; \(fewest) are the fewest"
        }
    }
}

extension ProbeRecord {
    /// Whether a metric's samples are distributions, by its definition or by what is there.
    func holdsDistributions(of metric: MetricDefinition) -> Bool {
        metric.form == .distribution || !keptDistributions(of: metric.id).isEmpty
    }
}

extension Requirement {
    /// The title of a figure: the metric's, with the percentile if it is one.
    fileprivate func title(of definition: MetricDefinition) -> String {
        guard case .metric(_, let statistic) = subject, statistic != .median else {
            return definition.title
        }
        return "\(definition.title) \(statistic.rawValue)"
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
