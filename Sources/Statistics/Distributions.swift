import Glibc

/// The standard normal distribution.
package enum NormalDistribution {
    /// The probability of `value` or less.
    package static func cumulative(_ value: Double) -> Double {
        erfc(-value / 2.0.squareRoot()) / 2
    }

    /// The value that is not exceeded with `probability`, which lies strictly within 0...1.
    package static func quantile(_ probability: Double) -> Double {
        precondition(probability > 0 && probability < 1, "a quantile's probability is within 0...1")
        return Bisection.root(from: -40, to: 40) { cumulative($0) - probability }
    }
}

/// The root of a rising function, by halving.
enum Bisection {
    /// Where `function` turns from negative to positive, to the last bit or two.
    static func root(from low: Double, to high: Double, _ function: (Double) -> Double) -> Double {
        var (low, high) = (low, high)
        for _ in 0..<200 {
            let middle = low + (high - low) / 2
            if middle == low || middle == high { break }
            if function(middle) < 0 { low = middle } else { high = middle }
        }
        return low + (high - low) / 2
    }
}
