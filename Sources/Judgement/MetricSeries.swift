import Model
import Statistics

/// The samples of one metric as they are judged, and what is wrong with them.
struct MetricSeries {
    /// The kept samples from where they are level on, in the order of time.
    let samples: [Double]
    /// How many kept samples before them count as warm-up.
    let settlingCount: Int
    /// How many independent samples they are worth; `nil` = all.
    let effectiveCount: Int?
    /// In the order of `QualityLabel`.
    let labels: [QualityLabel]
    /// By median absolute deviation, as a fraction of the median; `nil` = not defined.
    let spread: Double?

    /// The series of a metric of a probe; `alpha` decides which resemblance is beyond chance.
    init(_ probe: ProbeRecord, metric: MetricDefinition, alpha: Double = JudgementConstants.alpha) {
        let kept = probe.blocks.filter { $0.phase == .kept && $0.samples[metric.id]?.scalar != nil }
        let values = kept.compactMap { $0.samples[metric.id]?.scalar }
        let latest = Int(Double(values.count) * JudgementConstants.settlingShare)
        let start = SteadyState.start(values, latest: latest)
        settlingCount = start ?? 0
        let samples = Array(values.dropFirst(start ?? 0))
        self.samples = samples
        spread = SampleShape.spread(samples)
        let resemblance = SampleShape.resemblance(samples, alpha: alpha)
        let drifts = resemblance?.isSignificant ?? false
        effectiveCount =
            drifts
            ? resemblance.map {
                SampleShape.effectiveCount(samples.count, coefficient: $0.coefficient)
            } : nil
        let level = kept.dropFirst(start ?? 0)
        var found: Set<QualityLabel> = []
        // All samples are looked at: a slow beginning must not hide that there are two levels.
        if Modality.isBimodal(values, higherIsBetter: metric.direction == .higherIsBetter) {
            found.insert(.bimodal)
        }
        if drifts { found.insert(.drifting) }
        if start == nil, values.count >= SteadyState.windowLength { found.insert(.notSteady) }
        if let spread, spread > JudgementConstants.noisySpread { found.insert(.noisy) }
        if Self.counts(level, where: { ($0.conditions?.throttleCount ?? 0) > 0 }) {
            found.insert(.throttled)
        }
        if Self.counts(
            level,
            where: { ($0.conditions?.stealFraction ?? 0) > JudgementConstants.starvedShare })
        {
            found.insert(.starvedBySteal)
        }
        if Self.counts(level, where: { Self.isHeldBack($0, metric: metric.id) }) {
            found.insert(.starvedByQuota)
        }
        labels = QualityLabel.allCases.filter(found.contains)
    }

    /// Whether so many blocks are of a kind that they are more than outliers.
    private static func counts(
        _ blocks: ArraySlice<BlockRecord>, where matches: (BlockRecord) -> Bool
    ) -> Bool {
        Modality.counts(blocks.count(where: matches), of: blocks.count)
    }

    /// Whether a quota took more of a block's time than may be.
    private static func isHeldBack(_ block: BlockRecord, metric: MetricID) -> Bool {
        guard let seconds = block.conditions?.quotaThrottledSeconds,
            case .rate(let rate) = block.samples[metric], let longest = rate.seconds.max()
        else { return false }
        return seconds > JudgementConstants.starvedShare * longest
    }
}

extension QualityLabel {
    /// Whether samples so labelled say less of the machine than of what was done to it.
    var excusesMiss: Bool {
        switch self {
        case .throttled, .starvedBySteal, .starvedByQuota: true
        case .bimodal, .drifting, .notSteady, .noisy: false
        }
    }

    /// What was seen, as a clause.
    var clause: String {
        switch self {
        case .bimodal: "the samples lie on two levels"
        case .throttled: "the processor slowed itself down to cool off"
        case .starvedBySteal: "the hypervisor gave the processor to other guests"
        case .starvedByQuota: "a CPU quota held the process back"
        case .drifting: "neighbouring samples resemble each other"
        case .notSteady: "the samples never became level"
        case .noisy: "the samples spread widely"
        }
    }
}
