import Glibc

/// The binomial distribution with probability one half, on which bounds of a median rest.
///
/// - Source: the sign test; Conover, Practical Nonparametric Statistics, 3rd ed., 3.4.
package enum FairBinomial {
    /// The probability of `successes` or fewer in `trials` tosses of a fair coin.
    ///
    /// - Parameters:
    ///   - successes: below 0 gives 0; `trials` or more gives 1.
    ///   - trials: 0 or more.
    /// - Returns: 0...1.
    /// - Complexity: O(`successes`).
    package static func cumulative(_ successes: Int, trials: Int) -> Double {
        precondition(trials >= 0, "a number of trials is not negative")
        if successes < 0 { return 0 }
        if successes >= trials { return 1 }
        // Logarithms, since 2^-trials underflows above 1,074 trials.
        let scale = lgamma(Double(trials) + 1) - Double(trials) * log(2)
        var sum = 0.0
        for k in 0...successes {
            sum += exp(scale - lgamma(Double(k) + 1) - lgamma(Double(trials - k) + 1))
        }
        return min(1, sum)
    }
}
