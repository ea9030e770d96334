import Latency
import Model
import Statistics

/// The single measurements of one distribution metric, as a percentile of them is judged.
struct LatencySeries {
    /// One distribution a kept block, in the order of time.
    let blocks: [LatencyDistribution]
    /// All of them as one; nil if there are no measurements.
    let pooled: LatencyDistribution?
    /// Why the record's histograms cannot be read; nil if they can.
    let damage: String?
    /// What was done to the machine meanwhile, in the order of `QualityLabel`.
    let labels: [QualityLabel]
    /// The kept blocks that count.
    let keptBlocks: [BlockRecord]
    /// Kept blocks that do not; nil means all count.
    let dropped: DroppedBlocks?
    /// Share of the machine that was left to each block; 0 = it was starved.
    private let left: [Double]

    init(_ probe: ProbeRecord, metric: MetricID, logicalCPUs: Int?) {
        let samples = probe.keptDistributions(of: metric)
        do throws(LatencyFormatError) {
            var blocks: [LatencyDistribution] = []
            for sample in samples {
                let block = try LatencyDistribution(encoded: sample.histogram)
                guard block.count == sample.count else { throw .count }
                blocks.append(block)
            }
            let pooled = try LatencyDistribution.pooled(blocks)
            self.blocks = blocks
            self.pooled = pooled?.count == 0 ? nil : pooled
            damage = nil
        } catch {
            blocks = []
            pooled = nil
            damage = error.description
        }
        keptBlocks = probe.keptBlocks(of: metric)
        dropped = probe.droppedBlocks(of: metric)
        let part = MachinePart(metric)
        left = keptBlocks.map { block in
            let share = block.share(of: metric, logicalCPUs: logicalCPUs)
            return share.causes.isEmpty ? share.left(for: part) : 0
        }
        let found = MetricSeries.disturbances(
            keptBlocks[...], metric: metric, part: part, logicalCPUs: logicalCPUs)
        labels = QualityLabel.allCases.filter(found.contains)
    }

    /// The number of blocks that hold any measurement.
    var filledBlocks: Int { blocks.count { $0.count > 0 } }

    /// Blocks with what surely exceeds a limit in seconds, or with what may.
    private func counts(
        above seconds: Double, _ which: KeyPath<LatencyDistribution.Above, Int>
    ) -> [Exceedance.Block] {
        // A nanosecond's thousandth keeps 0.01 s from being 10,000,000.000000002 ns.
        let nanoseconds = (seconds * 1e12).rounded() / 1e3
        return blocks.map {
            Exceedance.Block(
                exceedances: $0.count(above: nanoseconds)[keyPath: which], trials: $0.count)
        }
    }

    /// Blocks with what surely exceeds a limit once each time is cut to the share of the machine
    /// that was left to its block; nothing of a starved block does.
    private func creditedCounts(above seconds: Double) -> [Exceedance.Block] {
        blocks.indices.map { index in
            let share = left.indices.contains(index) ? left[index] : 1
            let block = blocks[index]
            if share <= 0 { return Exceedance.Block(exceedances: 0, trials: block.count) }
            let nanoseconds = (seconds / share * 1e12).rounded() / 1e3
            return Exceedance.Block(
                exceedances: block.count(above: nanoseconds).surely, trials: block.count)
        }
    }

    /// The p-value against "more than permitted exceed the limit": small = surely within.
    ///
    /// - `leastEffect`: the design effect is taken to be at least so large.
    func pValueWithin(
        _ limit: Double, share: Double, alpha: Double, leastEffect: Double
    ) -> Double {
        Exceedance.pValueWithin(
            counts(above: limit, \.possibly), share: share, alpha: alpha, leastEffect: leastEffect)
    }

    /// The p-value against "no more than permitted exceed the limit": small = surely beyond.
    func pValueBeyond(
        _ limit: Double, share: Double, alpha: Double, leastEffect: Double, isCredited: Bool
    ) -> Double {
        Exceedance.pValueBeyond(
            isCredited ? creditedCounts(above: limit) : counts(above: limit, \.surely),
            share: share, alpha: alpha, leastEffect: leastEffect)
    }

    /// The design effect of what exceeds the run's own percentile: 1 or more.
    ///
    /// Beyond a limit that is nearly kept there is too little to see clusters by.
    func ownEffect(permille: Int) -> Double {
        guard let nanoseconds = pooled?.percentile(permille: permille) else { return 1 }
        return Exceedance.designEffect(counts(above: Double(nanoseconds) / 1e9, \.possibly))
    }

    /// What exceeds a limit, as a verdict stores it.
    ///
    /// - `leastEffect`: as above.
    func exceedance(of limit: Double, share: Double, leastEffect: Double) -> ExceedanceCount {
        let counts = counts(above: limit, \.possibly)
        return ExceedanceCount(
            above: counts.reduce(0) { $0 + $1.exceedances },
            of: counts.reduce(0) { $0 + $1.trials }, permittedShare: share,
            designEffect: max(leastEffect, Exceedance.designEffect(counts)))
    }

    /// A percentile of all measurements in seconds, and its bounds as far as there are any.
    ///
    /// The bounds are of the order statistics that surely lie on either side, widened to their
    /// places of the histogram, 0.1 % at most. How far the measurements cluster is seen at the
    /// percentile itself.
    func percentile(
        permille: Int, alpha: Double
    ) -> (value: Double, lower: Double?, upper: Double?)? {
        guard let pooled, let nanoseconds = pooled.percentile(permille: permille) else {
            return nil
        }
        let value = Double(nanoseconds) / 1e9
        let caution = Exceedance.caution(counts(above: value, \.possibly), alpha: alpha)
        let ranks = Exceedance.ranks(
            count: pooled.count, share: Double(permille) / 1000, caution: caution, alpha: alpha)
        let lower = ranks.lower.flatMap { pooled.value(atRank: $0)?.lowerBound }
        let upper = ranks.upper.flatMap { pooled.value(atRank: $0)?.upperBound }
        return (value, lower.map { Double($0) / 1e9 }, upper.map { Double($0) / 1e9 })
    }
}
