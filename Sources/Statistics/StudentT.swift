import Glibc

/// Student's t distribution, on which a prediction interval from few runs rests.
///
/// - Source: Student, The Probable Error of a Mean, Biometrika 6 (1908); the tail is a regularised
///   incomplete beta function, Abramowitz & Stegun, Handbook of Mathematical Functions, 26.7.1.
package enum StudentT {
    /// Degrees of freedom from which on the normal distribution serves: their tails differ by less
    /// than a hundred-thousandth there.
    private static let freedomMax = 1e6

    /// The probability of a value above `t`.
    ///
    /// - `t`: infinite values give 0 or 1; not a number gives 1, so that it never alarms.
    /// - `degreesOfFreedom`: 1 or more.
    package static func upperTail(_ t: Double, degreesOfFreedom: Int) -> Double {
        upperTail(t, degreesOfFreedom: Double(degreesOfFreedom))
    }

    /// The same with any number of degrees of freedom, 1 or more; infinite = the normal
    /// distribution, which is taken from `freedomMax` on.
    package static func upperTail(_ t: Double, degreesOfFreedom freedom: Double) -> Double {
        precondition(freedom >= 1, "Student's t has at least one degree of freedom")
        if t.isNaN { return 1 }
        if t.isInfinite { return t > 0 ? 0 : 1 }
        if freedom > freedomMax { return NormalDistribution.cumulative(-t) }
        let half =
            IncompleteBeta.regularized(freedom / (freedom + t * t), a: freedom / 2, b: 0.5) / 2
        return t >= 0 ? half : 1 - half
    }

    /// The value that is exceeded with probability `tail`.
    ///
    /// - `tail`: above 0 and below 1.
    /// - `degreesOfFreedom`: 1 or more.
    package static func quantile(upperTail tail: Double, degreesOfFreedom: Int) -> Double {
        quantile(upperTail: tail, degreesOfFreedom: Double(degreesOfFreedom))
    }

    /// The same with any number of degrees of freedom, as above.
    package static func quantile(
        upperTail tail: Double, degreesOfFreedom freedom: Double
    ) -> Double {
        precondition(tail > 0 && tail < 1, "a tail lies between 0 and 1")
        if tail > 0.5 {
            return -quantile(upperTail: 1 - tail, degreesOfFreedom: freedom)
        }
        if tail == 0.5 { return 0 }
        if freedom > freedomMax { return -NormalDistribution.quantile(tail) }
        var low = 0.0
        var high = Double.infinity
        var t = 1.0
        // Newton's steps on the logarithm of the tail, which is nearly straight; a step that leaves
        // what is known to hold the answer is replaced by halving or doubling.
        for _ in 0..<200 {
            let reached = upperTail(t, degreesOfFreedom: freedom)
            if reached > tail { low = t } else { high = t }
            let step = reached * Glibc.log(reached / tail) / density(t, freedom)
            var next = t + step
            if !(next > low && next < high) { next = high.isFinite ? (low + high) / 2 : t * 2 }
            if (next - t).magnitude <= 1e-15 * t || next <= low || next >= high { return next }
            t = next
        }
        return t
    }

    /// - Source: Abramowitz & Stegun 26.7.1, differentiated.
    private static func density(_ t: Double, _ freedom: Double) -> Double {
        exp(
            lgamma((freedom + 1) / 2) - lgamma(freedom / 2)
                - 0.5 * Glibc.log(freedom * Double.pi)
                - (freedom + 1) / 2 * log1p(t * t / freedom))
    }
}

/// The regularised incomplete beta function.
private enum IncompleteBeta {
    /// I_x(a, b) for `x` in 0...1 and `a`, `b` above 0.
    static func regularized(_ x: Double, a: Double, b: Double) -> Double {
        if x <= 0 { return 0 }
        if x >= 1 { return 1 }
        let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
        // The fraction converges fast on one side of the mean; the other follows by symmetry.
        return x < (a + 1) / (a + b + 2)
            ? front * fraction(x, a: a, b: b) / a : 1 - front * fraction(1 - x, a: b, b: a) / b
    }

    /// The continued fraction of the incomplete beta function.
    ///
    /// - Source: Abramowitz & Stegun 26.5.8, evaluated after Lentz (Thompson & Barnett, J. Comput.
    ///   Phys. 64, 1986).
    private static func fraction(_ x: Double, a: Double, b: Double) -> Double {
        let tiny = 1e-300
        func guarded(_ value: Double) -> Double { value.magnitude < tiny ? tiny : value }
        var c = 1.0
        var d = 1 / guarded(1 - (a + b) * x / (a + 1))
        var result = d
        for step in 1...500 {
            let m = Double(step)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 / guarded(1 + even * d)
            c = guarded(1 + even / c)
            result *= d * c
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / guarded(1 + odd * d)
            c = guarded(1 + odd / c)
            let factor = d * c
            result *= factor
            if (factor - 1).magnitude < 1e-15 { break }
        }
        return result
    }
}
