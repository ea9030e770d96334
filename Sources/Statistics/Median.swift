// Here: order statistics and tests. Numbers in, numbers out.
// May use: nothing.
// Never: what a number means.

/// Order statistics of independent samples: medians and their bounds, without a model of the noise.
package enum OrderStatistics {
    /// The median, or nil if there are no samples; the mean of the middle two when the count is
    /// even.
    ///
    /// - Complexity: O(n log n).
    package static func median(_ samples: [Double]) -> Double? {
        if samples.isEmpty { return nil }
        let sorted = samples.sorted()
        let middle = sorted.count / 2
        if !sorted.count.isMultiple(of: 2) { return sorted[middle] }
        let sum = sorted[middle - 1] + sorted[middle]
        // Figures of a damaged record may be so large that their sum is not finite.
        return sum.isFinite ? sum / 2 : sorted[middle - 1] / 2 + sorted[middle] / 2
    }

    /// The rank k, from 1, whose k-th smallest of `count` samples is a one-sided lower bound.
    ///
    /// The largest k with P(Binomial(count, 1/2) < k) <= `alpha`. nil if even the smallest
    /// sample is no bound: at 5 % that is so below 5 samples.
    ///
    /// Counts are scaled down to `effectiveCount`, the number of independent samples that they are
    /// worth, and rounded against the claim; nil means all of them.
    package static func lowerBoundRank(
        count: Int, effectiveCount: Int? = nil, alpha: Double
    ) -> Int? {
        let trials = effectiveCount ?? count
        guard effectiveCount == nil else {
            var rank = 0
            while rank < count,
                FairBinomial.cumulative(scaled(rank, count, to: trials), trials: trials) <= alpha
            {
                rank += 1
            }
            return rank == 0 ? nil : rank
        }
        let rank = FairBinomial.firstAbove(alpha, trials: trials)
        return rank == 0 ? nil : rank
    }

    /// A count out of `all`, out of `trials`, rounded up.
    private static func scaled(_ count: Int, _ all: Int, to trials: Int) -> Int {
        (count * trials + all - 1) / max(1, all)
    }

    /// One-sided lower and upper bounds of the median, each at 1 - `alpha`; nil means none exists.
    package static func medianBounds(
        _ samples: [Double], effectiveCount: Int? = nil, alpha: Double
    ) -> (lower: Double, upper: Double)? {
        guard
            let rank = lowerBoundRank(
                count: samples.count, effectiveCount: effectiveCount, alpha: alpha)
        else { return nil }
        let sorted = samples.sorted()
        return (sorted[rank - 1], sorted[sorted.count - rank])
    }

    /// The sign test's p-value against "the median is at least `level`": small = it is below.
    ///
    /// A sample equal to `level` speaks for it. 1 for no samples.
    package static func pValueMedianBelow(
        _ level: Double, samples: [Double], effectiveCount: Int? = nil
    ) -> Double {
        if samples.isEmpty { return 1 }
        let trials = effectiveCount ?? samples.count
        let atLeast = samples.reduce(0) { $1 >= level ? $0 + 1 : $0 }
        return FairBinomial.cumulative(
            scaled(atLeast, samples.count, to: trials), trials: trials)
    }
}
