import Model
import Statistics

/// The samples of one metric as they are judged, and what is wrong with them.
struct MetricSeries {
    /// The metric.
    let metric: MetricID
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
        self.metric = metric.id
        let kept = probe.keptBlocks(of: metric.id).filter { !$0.figures(of: metric.id).isEmpty }
        let values = kept.flatMap { $0.figures(of: metric.id) }
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
        // The values of a series are of one block, which none of them leaves out.
        let level = kept.count == values.count ? kept.dropFirst(start ?? 0) : kept[...]
        var found: Set<QualityLabel> = []
        // All samples are looked at: a slow beginning must not hide that there are two levels.
        if Modality.isBimodal(values, higherIsBetter: metric.direction == .higherIsBetter) {
            found.insert(.bimodal)
        }
        if drifts { found.insert(.drifting) }
        if start == nil, values.count >= SteadyState.windowLength { found.insert(.notSteady) }
        if let spread, spread > JudgementConstants.noisySpread { found.insert(.noisy) }
        found.formUnion(Self.disturbances(level, metric: metric.id))
        labels = QualityLabel.allCases.filter(found.contains)
    }

    /// What was done to the machine in more blocks than outliers are.
    static func disturbances(
        _ blocks: ArraySlice<BlockRecord>, metric: MetricID
    ) -> Set<QualityLabel> {
        var found: Set<QualityLabel> = []
        if counts(blocks, where: { ($0.conditions?.throttleCount ?? 0) > 0 }) {
            found.insert(.throttled)
        }
        if counts(
            blocks,
            where: { ($0.conditions?.stealFraction ?? 0) > JudgementConstants.starvedShare })
        {
            found.insert(.starvedBySteal)
        }
        if counts(blocks, where: { isHeldBack($0, metric: metric) }) {
            found.insert(.starvedByQuota)
        }
        return found
    }

    /// One-sided bounds of the median, each at 1 - `alpha`; `nil` of too few samples.
    ///
    /// Where neighbours resemble each other, a bound holds by the effective number of samples, or
    /// by their whole number at a distance of their whole range, whichever is nearer to the median:
    /// a machine that drifts by a fraction of a per cent has few independent samples and is known
    /// well all the same. Ours; the simulations in docs/METHODOLOGY.md show what it does.
    func bounds(alpha: Double) -> (lower: Double, upper: Double)? {
        guard let whole = OrderStatistics.medianBounds(samples, alpha: alpha) else { return nil }
        guard let effectiveCount else { return whole }
        let scaled = OrderStatistics.medianBounds(
            samples, effectiveCount: effectiveCount, alpha: alpha)
        // No figure that is measured here is negative.
        return (
            max(scaled?.lower ?? 0, whole.lower - range, 0),
            min(scaled?.upper ?? .infinity, whole.upper + range)
        )
    }

    /// The p-value against "the median reaches the line", by the same two ways.
    func pValueBelow(_ line: PassLine) -> Double {
        let oriented = line.oriented(samples)
        let whole = OrderStatistics.pValueMedianBelow(line.guarded, samples: oriented)
        guard let effectiveCount else { return whole }
        return min(
            OrderStatistics.pValueMedianBelow(
                line.guarded, samples: oriented, effectiveCount: effectiveCount),
            OrderStatistics.pValueMedianBelow(line.guarded - range, samples: oriented))
    }

    /// From the smallest to the greatest.
    private var range: Double { (samples.max() ?? 0) - (samples.min() ?? 0) }

    /// Whether so many blocks are of a kind that they are more than outliers.
    private static func counts(
        _ blocks: ArraySlice<BlockRecord>, where matches: (BlockRecord) -> Bool
    ) -> Bool {
        Modality.counts(blocks.count(where: matches), of: blocks.count)
    }

    /// Whether a quota took more of a block's time than may be.
    private static func isHeldBack(_ block: BlockRecord, metric: MetricID) -> Bool {
        guard let seconds = block.conditions?.quotaThrottledSeconds else { return false }
        var longest = block.conditions?.elapsedSeconds
        // What is timed is a part of the block, and a rate tells which.
        if case .rate(let rate) = block.samples[metric], let timed = rate.seconds.max() {
            longest = timed
        }
        return longest.map { seconds > JudgementConstants.starvedShare * $0 } ?? false
    }
}

extension ProbeRecord {
    /// The kept blocks whose sample of a metric is one and counts, in the order of time.
    func keptBlocks(of metric: MetricID) -> [BlockRecord] {
        blocks.filter {
            $0.phase == .kept && $0.samples[metric] != nil && $0.invalid?[metric] == nil
        }
    }
}

extension BlockRecord {
    /// What a median is taken of: a figure, or the values of a series, which stand for as many.
    fileprivate func figures(of metric: MetricID) -> [Double] {
        guard let sample = samples[metric] else { return [] }
        if case .series(let series) = sample { return series.values }
        return sample.scalar.map { [$0] } ?? []
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
