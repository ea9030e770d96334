/// How far from a limit a machine must be for a number of rounds to tell.
package enum SmallestDifference {
    /// The probability of being seen that a difference is reported for, where nothing else is said.
    ///
    /// - Source: Cohen, Statistical Power Analysis for the Behavioral Sciences (1988), 2.4: 80 %.
    package static let power = 0.8

    /// Distance of the median from the limit, in standard deviations of a sample, at which the
    /// bound lies beyond it with probability `power`; nil if so few samples have no bound.
    ///
    /// Exact for the sign test on samples of a normal distribution: a bound of rank k lies beyond
    /// the limit when fewer than k samples lie on the wrong side of it.
    package static func deviations(
        count: Int, alpha: Double, power: Double = SmallestDifference.power
    ) -> Double? {
        guard let rank = OrderStatistics.lowerBoundRank(count: count, alpha: alpha) else {
            return nil
        }
        return Bisection.root(from: 0, to: 10) { distance in
            let wrong = NormalDistribution.cumulative(-distance)
            return Binomial.cumulative(rank - 1, trials: count, probability: wrong) - power
        }
    }
}
