/// The constants of the default rule; each is stored in the verdict that used it.
package enum JudgementConstants {
    /// One-sided error of a bound: 5 %.
    ///
    /// - Source: the customary 95 % confidence; all requirements must pass, which is an
    ///   intersection-union test and needs no correction (Berger 1982).
    package static let alpha = 0.05

    /// How far below the pass line a median must surely be to be called a fail: 3 %.
    ///
    /// Ours, from simulation: what one run cannot see is the drift between runs; with slow drift of
    /// 5 % a machine 5 % better than asked was failed in 0.4 % of runs without the guard band and
    /// in 0.0 % with it.
    package static let failGuard = 0.03

    /// A ratio to the limit at or above which a figure is implausible.
    ///
    /// - Source: the node's `benchmark machine` refuses ratios of 100 and above, 0.01 and below.
    package static let implausibleRatio = 100.0

    /// All by name, as a verdict stores them.
    package static let all: [String: Double] = [
        "alpha": alpha, "failGuard": failGuard, "implausibleRatio": implausibleRatio,
    ]
}
