import Model

/// How one requirement comes out, and by which figures.
struct Decision {
    var outcome: Outcome
    /// One sentence that says why.
    var reason: String
    var figures = LineFigures()

    init(_ outcome: Outcome, _ reason: String, figures: LineFigures = LineFigures()) {
        self.outcome = outcome
        self.reason = reason
        self.figures = figures
    }

    /// The same figures, decided otherwise.
    func replaced(_ outcome: Outcome, _ reason: String) -> Decision {
        Decision(outcome, reason, figures: figures)
    }

    /// Why there is nothing to judge where a probe gave no figures; nil if it was measured.
    init?(unmeasured probe: ProbeRecord) {
        let why = probe.reason ?? "no reason given"
        switch probe.status {
        case .measured: return nil
        case .skipped: self.init(.skipped, "skipped: \(why)")
        case .failed: self.init(.unmeasurable, "failed: \(why)")
        }
    }

    /// The decision where a doubt about the probe's figures allows none; else itself.
    func capped(by probe: ProbeRecord) -> Decision {
        guard let cap = probe.verdictBlockedBecause, outcome != .inconclusive else { return self }
        return replaced(.inconclusive, "\(cap); by its figures alone: \(outcome.rawValue)")
    }
}

/// What is known of a requirement's figure; each field is that of `RequirementVerdict`.
struct LineFigures {
    var measured: Double?
    var measuredText: String?
    var lowerBound: Double?
    var upperBound: Double?
    var sampleCount = 0
    var exceedance: ExceedanceCount?
    var marginPercent: Double?
    var labels: [QualityLabel] = []
    var spreadPercent: Double?
    var effectiveSampleCount: Int?
    var settlingCount: Int?
    var dropped: DroppedBlocks?
    var loads: [MeasuredLoad] = []
    var repeatPassProbability: Double?
}

extension RequirementVerdict {
    /// The verdict that a decision on a requirement is.
    init(_ requirement: Requirement, title: String, _ decision: Decision) {
        let figures = decision.figures
        self.init(
            requirement: requirement, title: title, outcome: decision.outcome,
            measured: figures.measured, measuredText: figures.measuredText,
            lowerBound: figures.lowerBound, upperBound: figures.upperBound,
            sampleCount: figures.sampleCount, exceedance: figures.exceedance,
            marginPercent: figures.marginPercent,
            labels: figures.labels.isEmpty ? nil : figures.labels,
            spreadPercent: figures.spreadPercent,
            effectiveSampleCount: figures.effectiveSampleCount,
            settlingCount: figures.settlingCount, dropped: figures.dropped,
            loads: figures.loads.isEmpty ? nil : figures.loads,
            repeatPassProbability: figures.repeatPassProbability, reason: decision.reason)
    }
}
