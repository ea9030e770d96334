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

    /// The fewest successes whose cumulative probability is above `alpha`; `trials` when none is.
    ///
    /// - Complexity: O(`trials`).
    package static func firstAbove(_ alpha: Double, trials: Int) -> Int {
        precondition(trials >= 0, "a number of trials is not negative")
        let scale = lgamma(Double(trials) + 1) - Double(trials) * log(2)
        var sum = 0.0
        for k in 0..<trials {
            sum += exp(scale - lgamma(Double(k) + 1) - lgamma(Double(trials - k) + 1))
            if min(1, sum) > alpha { return k }
        }
        return trials
    }
}

/// The binomial distribution with any probability, on which bounds of a percentile rest.
package enum Binomial {
    /// The probability of `successes` or fewer in `trials`, each with `probability`.
    ///
    /// Fewer than 0 successes give 0, `trials` or more give 1.
    ///
    /// - Complexity: O(√`trials`): terms are added from the nearest to the mean outwards, until
    ///   they change nothing.
    package static func cumulative(
        _ successes: Int, trials: Int, probability: Double
    ) -> Double {
        precondition(trials >= 0, "a number of trials is not negative")
        precondition((0...1).contains(probability), "a probability is 0...1")
        if successes < 0 { return 0 }
        if successes >= trials || probability == 0 { return 1 }
        if probability == 1 { return 0 }
        if Double(successes) > Double(trials) * probability {
            return 1 - tail(from: successes + 1, trials: trials, probability: probability)
        }
        // As many failures or more, seen from the other side.
        return tail(from: trials - successes, trials: trials, probability: 1 - probability)
    }

    /// The probability of `successes` or more in `trials`, exact also where it is tiny.
    ///
    /// - Complexity: O(√`trials`).
    package static func atLeast(_ successes: Int, trials: Int, probability: Double) -> Double {
        if successes <= 0 { return 1 }
        return cumulative(trials - successes, trials: trials, probability: 1 - probability)
    }

    /// The sum of the terms from `first` upwards, which fall from there on.
    private static func tail(from first: Int, trials: Int, probability: Double) -> Double {
        let ways =
            lgamma(Double(trials) + 1) - lgamma(Double(first) + 1)
            - lgamma(Double(trials - first) + 1)
        var term = exp(
            ways + Double(first) * log(probability) + Double(trials - first) * log1p(-probability))
        let odds = probability / (1 - probability)
        var sum = 0.0
        var count = first
        while count <= trials, term > sum * 1e-17 {
            sum += term
            term *= odds * Double(trials - count) / Double(count + 1)
            count += 1
        }
        return min(1, sum)
    }
}
