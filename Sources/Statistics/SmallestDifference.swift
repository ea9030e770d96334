/// How far from a limit a machine must be for a number of rounds to tell.
package enum SmallestDifference {
    /// Distance of the median from the limit, in standard deviations of a sample, at which the
    /// bound lies beyond it with probability `power`; `nil` where so few samples have no bound.
    ///
    /// Exact for the sign test on samples of a normal distribution: a bound of rank k lies beyond
    /// the limit when fewer than k samples lie on the wrong side of it.
    package static func deviations(count: Int, alpha: Double, power: Double) -> Double? {
        guard let rank = OrderStatistics.lowerBoundRank(count: count, alpha: alpha) else {
            return nil
        }
        return Bisection.root(from: 0, to: 10) { distance in
            let wrong = NormalDistribution.cumulative(-distance)
            return Binomial.cumulative(rank - 1, trials: count, probability: wrong) - power
        }
    }
}
