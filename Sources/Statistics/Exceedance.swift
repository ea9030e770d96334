/// Whether a limit is exceeded by no more than a permitted share of many single measurements.
///
/// A percentile is judged by counting what lies beyond the limit: the count is binomial whatever
/// the shape of the distribution, and too few measurements are seen as such.
///
/// - Source: exact binomial bounds (Clopper & Pearson 1934), as in the early stopping rule of
///   MLPerf inference; the design effect after Kish, Survey Sampling (1965), 5.4 and 8.2.
package enum Exceedance {
    /// How a count of exceedances stands to the permitted share.
    package enum Standing: Sendable, Equatable {
        /// Surely no more than permitted.
        case within
        /// Surely more than permitted.
        case beyond
        case undecided
    }

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

    /// The greatest count from which the share is surely at most `share`; `nil` = not even none is.
    package static func greatestWithin(trials: Int, share: Double, alpha: Double) -> Int? {
        var count = 0
        while count <= trials,
            Binomial.cumulative(count, trials: trials, probability: share) <= alpha
        {
            count += 1
        }
        return count == 0 ? nil : count - 1
    }

    /// The smallest count from which the share is surely above `share`; `nil` = not even all is.
    package static func smallestBeyond(trials: Int, share: Double, alpha: Double) -> Int? {
        var count = 0
        while count <= trials {
            // P(count or more) is the complement of P(count - 1 or fewer).
            let below = Binomial.cumulative(count - 1, trials: trials, probability: share)
            if 1 - below <= alpha { return count }
            count += 1
        }
        return nil
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

    /// How blocks of measurements stand to a permitted share, clustering accounted for.
    ///
    /// Trials and exceedances are divided by the design effect, rounded against the claim. The
    /// permitted share is 0.01 for a limit on the 99th percentile; each claim has its own error.
    package static func standing(
        _ blocks: [Block], share: Double, alphaWithin: Double, alphaBeyond: Double
    ) -> Standing {
        let effect = designEffect(blocks)
        let total = Double(blocks.reduce(0) { $0 + $1.trials })
        let exceedances = Double(blocks.reduce(0) { $0 + $1.exceedances })
        let trials = Int((total / effect).rounded(.down))
        let most = Int((exceedances / effect).rounded(.up))
        let fewest = Int((exceedances / effect).rounded(.down))
        if let limit = greatestWithin(trials: trials, share: share, alpha: alphaWithin),
            most <= limit
        {
            return .within
        }
        if let limit = smallestBeyond(trials: trials, share: share, alpha: alphaBeyond),
            fewest >= limit
        {
            return .beyond
        }
        return .undecided
    }

    /// The greatest share that agrees with no event in `trials`: about 3 / `trials` at 5 %.
    package static func shareBoundOfNone(trials: Int, alpha: Double) -> Double {
        precondition(trials >= 1, "nothing follows from no trials")
        return 1 - Power.root(of: alpha, degree: trials)
    }
}
