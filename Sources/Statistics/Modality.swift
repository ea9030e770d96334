/// Whether samples lie on two levels, where a median would say what neither is.
package enum Modality {
    /// A share of the samples that must be exceeded for a level to count.
    package static let shareMin = 0.1

    /// The fewest samples of a level: a single one is an outlier.
    package static let countMin = 2

    /// How far from the median a sample is of another level: half as good.
    package static let lossFactor = 0.5

    /// The gap between two levels, as a fraction of the median.
    package static let gapMin = 0.2

    /// The gap between two levels, as a fraction of the whole range.
    package static let gapShareMin = 0.5

    /// Whether there are two levels: some samples half as good as the median, or two clusters.
    ///
    /// Two clusters are parted by a gap of more than `gapMin` of the median that takes more than
    /// half of the whole range, with more than `shareMin` of the samples and `countMin` of them or
    /// more on each side.
    ///
    /// Ours. The case it is for: paritytech/polkadot issue 6486, where a machine on two levels
    /// passed and failed in turn. 20 % is the range that SNIA's steady state permits, so that no
    /// level series has two clusters.
    package static func isBimodal(_ samples: [Double], higherIsBetter: Bool) -> Bool {
        guard samples.count > countMin else { return false }
        let sorted = samples.sorted()
        guard let median = OrderStatistics.median(sorted) else { return false }
        let worse = sorted.count {
            higherIsBetter ? $0 < median * lossFactor : $0 > median / lossFactor
        }
        if counts(worse, of: sorted.count) { return true }
        let range = sorted[sorted.count - 1] - sorted[0]
        return sorted.indices.dropFirst().contains { index in
            let gap = sorted[index] - sorted[index - 1]
            return gap > gapMin * abs(median) && gap > gapShareMin * range
                && counts(index, of: sorted.count)
                && counts(sorted.count - index, of: sorted.count)
        }
    }

    /// Whether so many of all samples are more than outliers.
    package static func counts(_ count: Int, of all: Int) -> Bool {
        count >= countMin && Double(count) > shareMin * Double(all)
    }
}
