// Here: how one requirement is judged.
// May use: statistics, the model.
// Never: other requirements, text for people.

internal import Glibc
import Model
import Statistics

/// Holds each metric's samples against its limit.
struct MetricJudge {
    /// The record that is judged.
    let record: RunRecord
    /// One-sided error of each bound: that of a look.
    let alpha: Double
    /// Drift between runs of this machine; nil if not known.
    let calibration: NoiseCalibration?
    /// Whether further rounds may follow.
    let look: Look
    /// Holds the chain's metrics against theirs.
    let chain: ChainJudge
    private let requirements: [Requirement]
    private let series: [MetricID: MetricSeries]
    /// Of the metrics whose samples are distributions.
    private let latencies: [MetricID: LatencySeries]

    init(
        _ record: RunRecord, requirements: [Requirement], chain: ChainParameters? = nil,
        calibration: NoiseCalibration? = nil, look: Look = .last
    ) {
        self.record = record
        self.chain = ChainJudge(record, chain: chain)
        self.requirements = requirements
        self.calibration = calibration
        self.look = look
        alpha = JudgementConstants.alpha(plannedLooks: record.plan.plannedLooks)
        let logicalCPUs = record.host?.cpu.logicalCPUs
        var series: [MetricID: MetricSeries] = [:]
        var latencies: [MetricID: LatencySeries] = [:]
        for case .metric(let metric, _) in requirements.map(\.subject) {
            guard latencies[metric] == nil,
                let (probe, definition) = record.probe(measuring: metric),
                definition.form?.isJudgedByBlocks != true
            else { continue }
            if probe.holdsDistributions(of: definition) {
                latencies[metric] = LatencySeries(
                    probe, metric: metric, logicalCPUs: logicalCPUs)
            } else {
                series[metric] = MetricSeries(
                    probe, metric: definition, logicalCPUs: logicalCPUs)
            }
        }
        self.series = series
        self.latencies = latencies
    }

    private func percentileJudge(_ requirement: Requirement, line: PassLine) -> PercentileJudge? {
        guard case .metric(let metric, let statistic) = requirement.subject else { return nil }
        return PercentileJudge(
            latencies[metric], statistic: statistic, line: line, alpha: alpha, look: look)
    }

    /// What each requirement's figure misses, in their order.
    func misses() -> [Miss] {
        let credited = areBelow(isCredited: true)
        let plain = areBelow(isCredited: false)
        return zip(credited, plain).map { $0 ? .certain : $1 ? .excused : .none }
    }

    /// For each requirement, whether its figure is surely on the wrong side of the guarded pass
    /// line.
    ///
    /// Holm's correction runs over the required metric requirements, since any one of them fails
    /// the machine; recommended ones are tested alone.
    private func areBelow(isCredited: Bool) -> [Bool] {
        let pValues = requirements.map { requirement -> Double? in
            guard case .metric(let metric, let statistic) = requirement.subject,
                let line = PassLine(requirement)
            else { return nil }
            if let blocks = chain.blocks(of: metric) {
                return chain.pValueBeyond(
                    blocks, statistic, line: line, isCredited: isCredited)
            }
            if let judge = percentileJudge(requirement, line: line) {
                return judge.pValueBelow(isCredited: isCredited)
            }
            guard statistic == .median, let series = series[metric] else { return 1 }
            return series.pValueBelow(line, isCredited: isCredited)
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
        of metric: MetricID, requirement: Requirement, miss: Miss
    ) -> RequirementVerdict {
        guard let (probe, definition) = record.probe(measuring: metric) else {
            return RequirementVerdict(
                requirement, title: requirement.subjectID,
                Decision(.skipped, "not measured in this run"))
        }
        return RequirementVerdict(
            requirement, title: requirement.title(of: definition),
            decision(on: requirement, metric: definition, probe: probe, miss: miss))
    }

    private func decision(
        on requirement: Requirement, metric: MetricDefinition, probe: ProbeRecord, miss: Miss
    ) -> Decision {
        guard let line = PassLine(requirement) else {
            return Decision(.unmeasurable, "the limit is not a quantity")
        }
        if let unmeasured = Decision(unmeasured: probe) { return unmeasured }
        let found: Decision
        let blocks: [BlockRecord]
        if let judge = percentileJudge(requirement, line: line) {
            found = judge.decision(unit: metric.unit, miss: miss)
            blocks = judge.series.keptBlocks
        } else if let series = series[metric.id] {
            found = decision(on: requirement, series, line: line, probe: probe, miss: miss)
            blocks = series.blocks
        } else {
            return Decision(.unmeasurable, "no samples")
        }
        guard found.figures.measured != nil else { return found }
        var decision = found
        decision.figures.loads = MeasuredLoad.all(
            blocks, of: metric.id, part: MachinePart(metric.id), isExcuse: miss == .excused)
        decision =
            decision.refusingImplausible(line)
            ?? decision.softened(
                line: line, probe: probe, miss: miss)
        var verdict = RequirementVerdict(requirement, title: "", decision)
        verdict.repeatPassProbability = Repetition.passProbability(
            of: verdict, line: line, calibration: calibration, probe: probe)
        decision.figures.repeatPassProbability = verdict.repeatPassProbability
        return decision
    }

    /// What the median of a series says.
    private func decision(
        on requirement: Requirement, _ series: MetricSeries, line: PassLine, probe: ProbeRecord,
        miss: Miss
    ) -> Decision {
        guard case .metric(_, .median) = requirement.subject else {
            return Decision(
                .unmeasurable, "this metric has no single times to take a percentile of")
        }
        guard let median = OrderStatistics.median(series.samples) else {
            let why = series.dropped.map { "no block counts: \($0.reason)" }
            return Decision(.skipped, why ?? "no block was kept")
        }
        let bounds = series.bounds(alpha: alpha)
        let figures = LineFigures(
            measured: median, lowerBound: bounds?.lower, upperBound: bounds?.upper,
            sampleCount: series.samples.count, marginPercent: line.marginPercent(median),
            labels: series.labels, spreadPercent: series.spread.map { $0 * 100 },
            effectiveSampleCount: series.effectiveCount,
            settlingCount: series.settlingCount == 0 ? nil : series.settlingCount,
            dropped: series.dropped)
        guard let bounds else {
            return Decision(.inconclusive, noBounds(series), figures: figures)
        }
        if let dropped = series.dropped, dropped.leavesTooFew {
            return Decision(.inconclusive, dropped.clause, figures: figures)
        }
        let oriented = line.oriented([bounds.lower, bounds.upper]).sorted()
        let (outcome, reason) = line.decide(lower: oriented[0], miss: miss, look: look)
        let decision = Decision(outcome, reason, figures: figures)
        if !series.labels.contains(.bimodal) { return decision }
        if series.isSplitByLoad {
            // Others slow it down now and then: what passes at both levels passes.
            return outcome == .pass && series.reaches(line)
                ? decision
                : decision.replaced(
                    .inconclusive, "\(QualityLabel.bimodal.clause), as if others came and went")
        }
        return decision.replaced(
            .unmeasurable,
            "\(QualityLabel.bimodal.clause), so that a median says where neither is; "
                + "find what switches between them")
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

extension Decision {
    /// The refusal of a figure so far from its limit that something else was measured; nil if it
    /// is not.
    fileprivate func refusingImplausible(_ line: PassLine) -> Decision? {
        guard let figure = figures.measured else { return nil }
        let ratio = figure / line.limit
        let limit = JudgementConstants.implausibleRatio
        // A disk may well be a hundred times slower than asked for at its worst, or a percentile
        // that much shorter than a generous limit.
        let isTime = figures.exceedance != nil
        // Nothing at all is what some figures should be, such as time lost.
        let isNothing = figure == 0 && !line.higherIsBetter
        guard !isTime, !isNothing, ratio >= limit || ratio <= 1 / limit else { return nil }
        return replaced(
            .unmeasurable, "implausible: 100 times off its limit or more; check the machine")
    }

    /// The decision less what the figures cannot carry.
    fileprivate func softened(line: PassLine, probe: ProbeRecord, miss: Miss) -> Decision {
        if probe.verdictBlockedBecause != nil { return capped(by: probe) }
        if outcome == .inconclusive, miss == .excused {
            return replaced(.inconclusive, "\(reason), but \(disturbances) meanwhile")
        }
        if outcome == .fail, let floor = probe.implementation?.nodeRatioFloor,
            let figure = figures.measured, figure >= floor * line.line
        {
            return replaced(
                .inconclusive,
                "the \(probe.implementation?.name ?? "") kernel reaches only \(floor) of the "
                    + "node's own on such a CPU, so this miss may be the kernel's")
        }
        if outcome == .inconclusive {
            if !figures.loads.isEmpty { return replaced(outcome, "\(reason); \(disturbances)") }
            if let label = figures.labels.first(where: { $0 != .noisy && $0 != .bimodal }) {
                return replaced(outcome, "\(reason); \(label.clause)")
            }
        }
        return self
    }

    /// What kept the machine from showing what it can, as clauses.
    fileprivate var disturbances: String {
        let labels = figures.labels.filter { $0.invalidatesFailure && $0 != .loadedByOthers }
        let clauses = labels.map(\.clause) + figures.loads.map(\.clause)
        return clauses.isEmpty
            ? "some of its blocks were held back" : clauses.joined(separator: ", and ")
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
