import Model
import Statistics

/// The samples of one metric as they are judged, and what is wrong with them.
struct MetricSeries {
    /// The metric.
    let metric: MetricID
    /// The kept samples from where they are level on, in the order of time.
    let samples: [Double]
    /// What each of them counts as for a fail: divided by the share of the machine that was left to
    /// its block, and `nil` of a starved block, which speaks for the line.
    private let credited: [Double?]
    /// The samples of blocks that were not disturbed, or all if those are fewer than half.
    private let undisturbed: [Double]
    /// How many kept samples before them count as warm-up.
    let settlingCount: Int
    /// How many independent samples they are worth; nil means all.
    let effectiveCount: Int?
    /// In the order of `QualityLabel`.
    let labels: [QualityLabel]
    /// By median absolute deviation, as a fraction of the median; nil if not defined.
    let spread: Double?
    /// The kept blocks that count.
    let blocks: [BlockRecord]
    /// Kept blocks that do not; nil means all count.
    let dropped: DroppedBlocks?
    /// What the metric rests on.
    let part: MachinePart?
    /// Whether the samples lie on two levels, but most of their blocks were disturbed.
    let isSplitByLoad: Bool

    /// The series of a metric of a probe; `alpha` decides which resemblance is beyond chance.
    init(
        _ probe: ProbeRecord, metric: MetricDefinition, logicalCPUs: Int?,
        alpha: Double = JudgementConstants.alpha
    ) {
        self.metric = metric.id
        part = MachinePart(metric.id)
        blocks = probe.keptBlocks(of: metric.id).filter { !$0.figures(of: metric.id).isEmpty }
        dropped = probe.droppedBlocks(of: metric.id)
        let all = Self.points(blocks, metric: metric, part: part, logicalCPUs: logicalCPUs)
        let calm = all.indices.filter { !all[$0].isMarked }
        let isCalm = 2 * calm.count >= all.count && calm.count >= SteadyState.windowLength
        let tested = isCalm ? calm : Array(all.indices)
        let whole = tested.map { all[$0].value }
        let latest = Int(Double(whole.count) * JudgementConstants.settlingShare)
        let steady = SteadyState.start(whole, latest: latest)
        let start = steady.map { $0 == 0 ? 0 : tested[$0] }
        settlingCount = start ?? 0
        let points = Array(all.dropFirst(start ?? 0))
        samples = points.map(\.value)
        credited = points.map(\.credit)
        undisturbed = Array(whole.dropFirst(steady ?? 0))
        spread = SampleShape.spread(samples)
        let resemblance = SampleShape.resemblance(undisturbed, alpha: alpha)
        let drifts = resemblance?.isSignificant ?? false
        let count = samples.count
        effectiveCount =
            drifts
            ? resemblance.map {
                SampleShape.effectiveCount(count, coefficient: $0.coefficient)
            } : nil
        // All samples are looked at: a slow beginning must not hide that there are two levels.
        let isSplit = Modality.isBimodal(
            whole, higherIsBetter: metric.direction == .higherIsBetter)
        isSplitByLoad = isSplit && !isCalm && points.contains(where: \.isMarked)
        var found: Set<QualityLabel> = []
        if isSplit { found.insert(.bimodal) }
        if drifts { found.insert(.drifting) }
        if start == nil, all.count >= SteadyState.windowLength { found.insert(.notSteady) }
        if let spread, spread > JudgementConstants.noisySpread { found.insert(.noisy) }
        // The values of a series are of one block, which none of them leaves out.
        let level = blocks.count == all.count ? blocks.dropFirst(start ?? 0) : blocks[...]
        found.formUnion(
            Self.disturbances(level, metric: metric.id, part: part, logicalCPUs: logicalCPUs))
        labels = QualityLabel.allCases.filter(found.contains)
    }

    /// One sample with what its block says of it.
    private struct Point {
        let value: Double
        let credit: Double?
        let isMarked: Bool
    }

    private static func points(
        _ blocks: [BlockRecord], metric: MetricDefinition, part: MachinePart?, logicalCPUs: Int?
    ) -> [Point] {
        blocks.flatMap { block -> [Point] in
            let share = block.share(of: metric.id, logicalCPUs: logicalCPUs)
            let left = share.left(for: part)
            let isStarved = !share.causes.isEmpty || left <= 0
            return block.figures(of: metric.id).map { value in
                let credit = metric.direction == .higherIsBetter ? value / left : value * left
                return Point(
                    value: value, credit: isStarved ? nil : credit,
                    isMarked: share.isMarked(for: part))
            }
        }
    }

    /// What was done to the machine in more blocks than outliers are.
    static func disturbances(
        _ blocks: ArraySlice<BlockRecord>, metric: MetricID, part: MachinePart?, logicalCPUs: Int?
    ) -> Set<QualityLabel> {
        let shares = blocks.map { $0.share(of: metric, logicalCPUs: logicalCPUs) }
        func isMore(_ matches: (BlockShare) -> Bool) -> Bool {
            // A stage is one block.
            shares.count == 1
                ? matches(shares[0])
                : Modality.counts(shares.count(where: matches), of: shares.count)
        }
        var found: Set<QualityLabel> = []
        for cause in BlockShare.Cause.allCases where isMore({ $0.causes.contains(cause) }) {
            found.insert(cause.label)
        }
        if isMore({ $0.isLoaded(for: part) }) { found.insert(.loadedByOthers) }
        return found
    }

    /// One-sided bounds of the median, each at 1 - `alpha`; `nil` of too few samples.
    ///
    /// Where neighbours resemble each other, a bound holds by the effective number of samples, or
    /// by their whole number at a distance of their whole range, whichever is nearer to the median:
    /// a machine that drifts by a fraction of a per cent has few independent samples and is known
    /// well all the same. Ours; docs/explanation/error-rates.md shows what it does.
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
    ///
    /// - `isCredited`: whether blocks count as if others had taken nothing.
    func pValueBelow(_ line: PassLine, isCredited: Bool) -> Double {
        // What speaks for the line lies above it, wherever it is.
        let oriented =
            isCredited
            ? credited.map { $0.map(line.oriented) ?? .infinity } : line.oriented(samples)
        let whole = OrderStatistics.pValueMedianBelow(line.guarded, samples: oriented)
        guard let effectiveCount else { return whole }
        return min(
            OrderStatistics.pValueMedianBelow(
                line.guarded, samples: oriented, effectiveCount: effectiveCount),
            OrderStatistics.pValueMedianBelow(line.guarded - range, samples: oriented))
    }

    /// Whether all samples but outliers reach a limit.
    func reaches(_ line: PassLine) -> Bool {
        let limit = line.oriented(line.limit)
        let short = line.oriented(samples).count { $0 < limit }
        return !Modality.counts(short, of: samples.count)
    }

    /// From the smallest to the greatest of the undisturbed.
    private var range: Double { (undisturbed.max() ?? 0) - (undisturbed.min() ?? 0) }
}

extension ProbeRecord {
    /// The kept blocks whose sample of a metric is one and counts, in the order of time.
    func keptBlocks(of metric: MetricID) -> [BlockRecord] {
        blocks.filter {
            $0.phase == .kept && $0.samples[metric] != nil && $0.invalid?[metric] == nil
        }
    }

    /// The kept blocks whose sample does not count; nil means all count.
    func droppedBlocks(of metric: MetricID) -> DroppedBlocks? {
        let kept = blocks.filter { $0.phase == .kept && $0.samples[metric] != nil }
        let reasons = kept.compactMap { $0.invalid?[metric] }
        return reasons.last.map {
            DroppedBlocks(blocks: reasons.count, of: kept.count, reason: $0)
        }
    }
}

extension DroppedBlocks {
    /// Whether too many do not count for a verdict.
    var leavesTooFew: Bool {
        Double(of - blocks) < JudgementConstants.countingShareMin * Double(of)
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
    /// Whether samples so labelled may miss a limit that the machine reaches when left alone.
    var invalidatesFailure: Bool {
        switch self {
        case .throttled, .starvedBySteal, .starvedByQuota, .loadedByOthers: true
        case .bimodal, .drifting, .notSteady, .noisy: false
        }
    }

    /// What was seen, as a clause.
    var clause: String {
        switch self {
        case .bimodal: "the samples fall into two groups"
        case .throttled: "the processor slowed itself down to cool off"
        case .starvedBySteal: "the hypervisor gave the processor to other guests"
        case .starvedByQuota: "a CPU quota held the process back"
        case .loadedByOthers: "other processes used the machine"
        case .drifting: "neighbouring samples resemble each other"
        case .notSteady: "the samples never became level"
        case .noisy: "the samples spread widely"
        }
    }
}
