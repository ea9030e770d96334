import Glibc

/// What the variances of many series say of one: a prior that each is drawn towards.
///
/// A variance from five runs is known badly, and twenty-seven of them together tell how large they
/// usually are. The variances are taken to be scaled inverse chi-squared, which makes a t test with
/// a moderated variance exact, with more degrees of freedom than the series alone has.
///
/// - Source: Smyth, Linear Models and Empirical Bayes Methods for Assessing Differential Expression
///   in Microarray Experiments, Stat. Appl. Genet. Mol. Biol. 3 (2004), sections 4 and 6.2.
package struct VariancePrior: Sendable, Equatable {
    /// How many degrees of freedom the others are worth; infinite = all variances are alike.
    package let degreesOfFreedom: Double
    /// The variance that others suggest.
    package let variance: Double

    /// As few series as a prior is made of.
    ///
    /// - Source: Ours: of two the spread of variances is not known.
    private static let seriesMin = 3

    /// The prior of variances, each with its degrees of freedom, 1 or more.
    ///
    /// `nil` of fewer than three, or when most of them are zero.
    package init?(_ variances: [(variance: Double, degreesOfFreedom: Int)]) {
        let known = variances.filter { $0.variance.isFinite && $0.degreesOfFreedom > 0 }
        guard known.count >= Self.seriesMin,
            let middle = OrderStatistics.median(known.map(\.variance)), middle > 0
        else { return nil }
        // A variance of zero has no logarithm: the floor is that of Smyth's own program, limma.
        let logs = known.map { item -> (value: Double, own: Double) in
            let half = Double(item.degreesOfFreedom) / 2
            return (
                log(max(item.variance, 1e-5 * middle)) - Gamma.digamma(half) + log(half),
                Gamma.trigamma(half)
            )
        }
        let count = Double(logs.count)
        let mean = logs.reduce(0) { $0 + $1.value } / count
        let scatter = logs.reduce(0) { $0 + ($1.value - mean) * ($1.value - mean) } / (count - 1)
        let excess = scatter - logs.reduce(0) { $0 + $1.own } / count
        guard excess > 0 else {
            degreesOfFreedom = .infinity
            variance = exp(mean)
            return
        }
        let half = Gamma.inverseTrigamma(excess)
        degreesOfFreedom = 2 * half
        variance = exp(mean + Gamma.digamma(half) - log(half))
    }

    /// A series' variance drawn towards the prior, and the degrees of freedom that it then has.
    package func moderated(
        variance own: Double, degreesOfFreedom freedom: Int
    ) -> (variance: Double, degreesOfFreedom: Double) {
        guard degreesOfFreedom.isFinite else { return (variance, .infinity) }
        let whole = degreesOfFreedom + Double(freedom)
        return ((degreesOfFreedom * variance + Double(freedom) * own) / whole, whole)
    }
}

/// Derivatives of the logarithm of the gamma function.
///
/// - Source: Abramowitz & Stegun, Handbook of Mathematical Functions, 6.3.18 and 6.4.12 with the
///   recurrences 6.3.5 and 6.4.6; the inverse by Newton's steps as in Smyth 2004, appendix.
enum Gamma {
    /// The first derivative, of `x` above 0.
    static func digamma(_ x: Double) -> Double {
        var x = x
        var sum = 0.0
        while x < 10 {
            sum -= 1 / x
            x += 1
        }
        let square = 1 / (x * x)
        return sum + log(x) - 1 / (2 * x)
            - square * (1.0 / 12 - square * (1.0 / 120 - square * (1.0 / 252 - square / 240)))
    }

    /// The second derivative, of `x` above 0.
    static func trigamma(_ x: Double) -> Double {
        var x = x
        var sum = 0.0
        while x < 10 {
            sum += 1 / (x * x)
            x += 1
        }
        let square = 1 / (x * x)
        let series = 1.0 / 6 - square * (1.0 / 30 - square * (1.0 / 42 - square / 30))
        return sum + 1 / x + square / 2 + square / x * series
    }

    /// Where the second derivative has a value above 0.
    static func inverseTrigamma(_ value: Double) -> Double {
        if value > 1e7 { return 1 / value.squareRoot() }
        if value < 1e-6 { return 1 / value }
        var x = 0.5 + 1 / value
        for _ in 0..<50 {
            let reached = trigamma(x)
            let step = reached * (1 - reached / value) / tetragamma(x)
            x += step
            if -step / x < 1e-10 { break }
        }
        return x
    }

    /// The third derivative, of `x` above 0; by the same series, differentiated.
    private static func tetragamma(_ x: Double) -> Double {
        var x = x
        var sum = 0.0
        while x < 10 {
            sum -= 2 / (x * x * x)
            x += 1
        }
        let square = 1 / (x * x)
        let series = 0.5 - square * (1.0 / 6 - square * (1.0 / 6 - square * 0.3))
        return sum - square - square / x - square * square * series
    }
}
