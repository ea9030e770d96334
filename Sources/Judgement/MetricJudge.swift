import Model
import Statistics

/// Holds one metric's samples against its limit.
enum MetricJudge {
    /// For each requirement, whether its median is surely below the guarded pass line.
    ///
    /// Holm's correction runs over the required metric requirements, since any one of them fails
    /// the machine; recommended ones are tested alone.
    static func surelyBelow(_ requirements: [Requirement], record: RunRecord) -> [Bool] {
        var pValues: [Double?] = []
        for requirement in requirements {
            guard case .metric(let metric, _) = requirement.subject,
                let line = PassLine(requirement)
            else {
                pValues.append(nil)
                continue
            }
            let samples = line.oriented(record.keptScalars(of: metric))
            pValues.append(
                OrderStatistics.pValueMedianBelow(line.guarded, samples: samples))
        }
        let required = requirements.indices.filter {
            requirements[$0].level == .required && pValues[$0] != nil
        }
        let rejected = Holm.rejected(
            pValues: required.compactMap { pValues[$0] }, alpha: JudgementConstants.alpha)
        var below = pValues.map { ($0 ?? 1) <= JudgementConstants.alpha }
        for (index, isRejected) in zip(required, rejected) { below[index] = isRejected }
        return below
    }

    /// The verdict on one metric requirement.
    static func verdict(
        of metric: MetricID, requirement: Requirement, record: RunRecord, surelyBelow: Bool
    ) -> RequirementVerdict {
        guard let (probe, definition) = record.probe(measuring: metric) else {
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
        let samples = probe.keptScalars(of: metric)
        guard let median = OrderStatistics.median(samples) else {
            verdict.outcome = .skipped
            verdict.reason = "no block was kept"
            return verdict
        }
        verdict.measured = median
        verdict.sampleCount = samples.count
        verdict.marginPercent = line.marginPercent(median)
        let bounds = OrderStatistics.medianBounds(samples, alpha: JudgementConstants.alpha)
        verdict.lowerBound = bounds?.lower
        verdict.upperBound = bounds?.upper
        let ratio = median / line.limit
        if ratio >= JudgementConstants.implausibleRatio
            || ratio <= 1 / JudgementConstants.implausibleRatio
        {
            verdict.reason = "implausible: 100 times off its limit or more; check the machine"
            return verdict
        }
        guard let bounds else {
            verdict.outcome = .inconclusive
            verdict.reason = Self.noSpread(record, count: samples.count)
            return verdict
        }
        let oriented = line.oriented([bounds.lower, bounds.upper]).sorted()
        (verdict.outcome, verdict.reason) = line.decide(
            lower: oriented[0], surelyBelow: surelyBelow)
        Self.soften(&verdict, line: line, probe: probe, median: median)
        return verdict
    }

    /// Takes back what the figures alone would say where they cannot carry it.
    private static func soften(
        _ verdict: inout RequirementVerdict, line: PassLine, probe: ProbeRecord, median: Double
    ) {
        if let cap = probe.verdictCap, verdict.outcome != .inconclusive {
            verdict.reason = "\(cap); by its figures alone: \(verdict.outcome.rawValue)"
            verdict.outcome = .inconclusive
        } else if verdict.outcome == .fail, let floor = probe.implementation?.nodeRatioFloor,
            median >= floor * line.line
        {
            verdict.outcome = .inconclusive
            verdict.reason =
                "the \(probe.implementation?.name ?? "") kernel reaches only \(floor) of the "
                + "node's own on such a CPU, so this miss may be the kernel's"
        }
    }

    private static func noSpread(_ record: RunRecord, count: Int) -> String {
        switch (record.origin, count) {
        case (.imported, _): "one figure has no spread: run `touchstone qualify`, or --rule node"
        case (.measured, 1): "1 sample has no bounds; 5 are the fewest"
        case (.measured, _): "\(count) samples have no bounds; 5 are the fewest"
        }
    }
}
