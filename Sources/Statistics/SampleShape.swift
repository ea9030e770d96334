import Glibc

/// What a median hides: spread, drift, two levels, a beginning that is not level.
package enum SampleShape {
    /// Standard deviation by the median absolute deviation, as a fraction of the median.
    ///
    /// `nil` of fewer than two samples or a median of 0.
    ///
    /// - Source: Hampel, The Influence Curve and Its Role in Robust Estimation, JASA 69 (1974);
    ///   1.4826 makes it the standard deviation of a normal distribution.
    package static func spread(_ samples: [Double]) -> Double? {
        guard samples.count > 1, let median = OrderStatistics.median(samples), median != 0,
            let deviation = OrderStatistics.median(samples.map { abs($0 - median) })
        else { return nil }
        return 1.4826 * deviation / abs(median)
    }

    /// How alike neighbours are: -1...1, and whether that is more than chance would make it.
    package struct Resemblance: Sendable, Equatable {
        /// Autocorrelation of the ranks at lag 1.
        package let coefficient: Double
        /// Whether it is positive beyond chance.
        package let isSignificant: Bool
    }

    /// Autocorrelation of neighbouring samples by their ranks, so that no outlier decides it.
    ///
    /// `nil` of fewer than five samples, or when all are equal.
    ///
    /// - Source: Bartels, The Rank Version of von Neumann's Ratio Test for Randomness, JASA 77
    ///   (1982): variance of the ratio and its normal approximation; the coefficient is 1 less half
    ///   the ratio.
    package static func resemblance(
        _ samples: [Double], alpha: Double
    ) -> Resemblance? {
        guard samples.count >= 5 else { return nil }
        let ranks = ranks(samples)
        let mean = (Double(samples.count) + 1) / 2
        let scatter = ranks.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        guard scatter > 0 else { return nil }
        let steps = zip(ranks, ranks.dropFirst()).reduce(0) {
            $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
        }
        let ratio = steps / scatter
        let n = Double(samples.count)
        let variance =
            4 * (n - 2) * (5 * n * n - 2 * n - 9) / (5 * n * (n + 1) * (n - 1) * (n - 1))
        let significance = NormalDistribution.cumulative((ratio - 2) / variance.squareRoot())
        return Resemblance(coefficient: 1 - ratio / 2, isSignificant: significance <= alpha)
    }

    /// How many independent samples are `count` that resemble their neighbours; 1 or more.
    ///
    /// - Source: Bayley & Hammersley, The "Effective" Number of Independent Observations in an
    ///   Autocorrelated Time Series, JRSS suppl. 8 (1946), for a first-order process. Signs about
    ///   a median resemble each other less than the values do, so it errs to the careful side.
    package static func effectiveCount(_ count: Int, coefficient: Double) -> Int {
        let share = (1 - coefficient) / (1 + coefficient)
        return max(1, min(count, Int((Double(count) * share).rounded(.down))))
    }

    /// Ranks from 1, equal samples sharing their mean rank.
    private static func ranks(_ samples: [Double]) -> [Double] {
        let order = samples.indices.sorted { samples[$0] < samples[$1] }
        var ranks = [Double](repeating: 0, count: samples.count)
        var first = 0
        while first < order.count {
            var last = first
            while last + 1 < order.count, samples[order[last + 1]] == samples[order[first]] {
                last += 1
            }
            for place in first...last { ranks[order[place]] = Double(first + last) / 2 + 1 }
            first = last + 1
        }
        return ranks
    }
}

extension SampleShape {
    /// Standard deviation by the mean; `nil` of fewer than two samples or a mean of 0.
    package static func coefficientOfVariation(_ samples: [Double]) -> Double? {
        guard samples.count > 1 else { return nil }
        let mean = samples.reduce(0, +) / Double(samples.count)
        guard mean != 0 else { return nil }
        let squares = samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(samples.count - 1)).squareRoot() / abs(mean)
    }
}
