import Glibc

/// Whether a limit is exceeded by no more than a permitted share of many single measurements.
///
/// A percentile is judged by counting what lies beyond the limit: the count is binomial whatever
/// the shape of the distribution, and too few measurements are seen as such.
///
/// - Source: exact binomial bounds (Clopper & Pearson 1934), as in the early stopping rule of
///   MLPerf inference; the design effect after Kish, Survey Sampling (1965), 5.4 and 8.2, and the
///   price of not knowing it exactly after Korn & Graubard, Confidence Intervals for Proportions
///   with Small Expected Number of Positive Counts Estimated from Survey Data, Survey Methodology
///   24 (1998).
package enum Exceedance {
    /// Exceedances among the measurements of one block.
    package struct Block: Sendable, Equatable {
        package let exceedances: Int
        /// Measurements, at least `exceedances`.
        package let trials: Int

        package init(exceedances: Int, trials: Int) {
            precondition((0...trials).contains(exceedances), "0...trials may exceed the limit")
            self.exceedances = exceedances
            self.trials = trials
        }
    }

    /// The fewest measurements that can show a share, when not one exceeds the limit.
    ///
    /// - Parameters:
    ///   - share: That may exceed the limit, above 0 and below 1.
    ///   - alpha: The error of the claim.
    ///   - caution: As below, and finite; 1 = the measurements are known to be independent.
    /// - Returns: 1 or more.
    package static func fewestTrials(share: Double, alpha: Double, caution: Double = 1) -> Int {
        let independent = (log(alpha) / log1p(-share)).rounded(.up)
        return Int((independent * caution).rounded(.up))
    }

    /// What it costs to know the design effect from so few blocks: 1 or more.
    ///
    /// The square of Student's quantile by the normal one. Infinite with fewer than two blocks,
    /// which say nothing of clusters.
    package static func cautionOfFew(blocks: Int, alpha: Double) -> Double {
        guard blocks > 1 else { return .infinity }
        let student = StudentT.quantile(upperTail: alpha, degreesOfFreedom: blocks - 1)
        let ratio = student / NormalDistribution.quantile(1 - alpha)
        return ratio * ratio
    }

    /// How much less clustered measurements tell than independent ones: 1 or more.
    ///
    /// Pearson's dispersion of the counts of blocks, which is their variance by their mean where
    /// exceedances are rare. 1 with fewer than two blocks or without an exceedance.
    package static func designEffect(_ blocks: [Block]) -> Double {
        let total = blocks.reduce(0) { $0 + $1.trials }
        let exceedances = blocks.reduce(0) { $0 + $1.exceedances }
        let filled = blocks.filter { $0.trials > 0 }
        guard filled.count > 1, exceedances > 0, exceedances < total else { return 1 }
        let share = Double(exceedances) / Double(total)
        var sum = 0.0
        for block in filled {
            let expected = Double(block.trials) * share
            let difference = Double(block.exceedances) - expected
            sum += difference * difference / (expected * (1 - share))
        }
        return max(1, sum / Double(filled.count - 1))
    }

    /// The design effect, and what it costs to know it from so few blocks: 1 or more.
    ///
    /// - `leastEffect`: the design effect is taken to be at least so large, as what exceeds another
    ///   limit shows it to be.
    package static func caution(
        _ blocks: [Block], alpha: Double, leastEffect: Double = 1
    ) -> Double {
        max(designEffect(blocks), leastEffect)
            * cautionOfFew(blocks: blocks.count { $0.trials > 0 }, alpha: alpha)
    }

    /// The probability of so few exceedances if the share were just what is permitted.
    ///
    /// Small = the share is surely within; 1 of no measurements. Trials and exceedances are divided
    /// by `caution`, rounded against the claim.
    package static func pValueWithin(
        _ blocks: [Block], share: Double, alpha: Double, leastEffect: Double = 1
    ) -> Double {
        let (trials, exceedances) = effective(
            blocks, caution: caution(blocks, alpha: alpha, leastEffect: leastEffect))
        return Binomial.cumulative(
            Int(exceedances.rounded(.up)), trials: Int(trials), probability: share)
    }

    /// The probability of so many exceedances if the share were just what is permitted.
    ///
    /// Small = the share is surely beyond; 1 of no measurements.
    package static func pValueBeyond(
        _ blocks: [Block], share: Double, alpha: Double, leastEffect: Double = 1
    ) -> Double {
        let (trials, exceedances) = effective(
            blocks, caution: caution(blocks, alpha: alpha, leastEffect: leastEffect))
        return Binomial.atLeast(
            Int(exceedances.rounded(.down)), trials: Int(trials), probability: share)
    }

    private static func effective(_ blocks: [Block], caution: Double) -> (Double, Double) {
        let trials = Double(blocks.reduce(0) { $0 + $1.trials })
        let exceedances = Double(blocks.reduce(0) { $0 + $1.exceedances })
        return ((trials / caution).rounded(.down), exceedances / caution)
    }

    /// The fewest blocks that see, with the error `alpha`, what comes in one block of so many.
    ///
    /// What comes in a share of the blocks is in none of n of them with probability (1 - share)^n.
    ///
    /// - `oneBlockIn`: above 1.
    package static func fewestBlocks(toSee oneBlockIn: Double, alpha: Double) -> Int {
        Int((log(alpha) / log1p(-1 / oneBlockIn)).rounded(.up))
    }

    /// One block in how many shows in so many blocks with the error `alpha`, as above; 1 or more.
    package static func rarestSeen(blocks: Int, alpha: Double) -> Double {
        -1 / expm1(log(alpha) / Double(max(1, blocks)))
    }

    /// The ranks, from 1, between whose measurements a percentile surely lies, each at 1 - `alpha`;
    /// nil means so few have no such bound.
    ///
    /// `count` is of measurements, 1 or more; `share` of them, such as 0.99, do not exceed the
    /// percentile; `caution` is as above, and ranks are scaled and rounded against the claim.
    ///
    /// - Source: Hahn & Meeker, Statistical Intervals (1991), 5.2.
    package static func ranks(
        count: Int, share: Double, caution: Double, alpha: Double
    ) -> (lower: Int?, upper: Int?) {
        let trials = Int((Double(count) / caution).rounded(.down))
        guard trials > 0 else { return (nil, nil) }
        // Largest r with P(X < r) at most alpha, where X measurements lie below the percentile.
        let lower = greatest(upTo: trials) {
            Binomial.cumulative($0 - 1, trials: trials, probability: share) <= alpha
        }
        // Smallest s with P(X >= s) at most alpha: one more than the last that has more.
        let upper =
            (greatest(upTo: trials) {
                Binomial.atLeast($0, trials: trials, probability: share) > alpha
            } ?? 0) + 1
        func scaled(_ rank: Int, _ rule: FloatingPointRoundingRule) -> Int {
            Int((Double(rank) * Double(count) / Double(trials)).rounded(rule))
        }
        return (
            lower.map { max(1, scaled($0, .down)) },
            upper > trials ? nil : min(count, scaled(upper, .up))
        )
    }

    /// The greatest up to `most` that holds, where all hold up to one and none beyond it.
    private static func greatest(upTo most: Int, holds: (Int) -> Bool) -> Int? {
        var (low, high) = (0, most)
        while low < high {
            let middle = low + (high - low + 1) / 2
            if holds(middle) { low = middle } else { high = middle - 1 }
        }
        return low == 0 ? nil : low
    }
}
