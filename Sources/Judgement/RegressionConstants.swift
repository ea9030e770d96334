import Statistics

/// The constants of the regression rule; each is stored in the report that used it.
package enum RegressionConstants {
    /// One-sided probability that a check of an unchanged machine alarms on any metric: 2.5 %.
    ///
    /// - Source: the customary 5 % of a two-sided interval.
    package static let alpha = 0.025

    /// The worsening that matters at all, in per cent, where nothing else is said.
    ///
    /// Ours: below the tolerance of 10 % that the node's own check has, above the run-to-run
    /// differences of a quiet machine.
    package static let budgetPercentDefault = 5.0

    /// The fewest earlier runs on which an alarm may be more than a suspicion.
    ///
    /// Ours, from simulation: with fewer the interval is so wide that it never alarms.
    package static let fewestRuns = 5

    /// How many earlier runs to ask for.
    ///
    /// Ours, from simulation: at 1 % drift between runs, 8 see a loss of 10 % in 19 of 20 checks.
    package static let betterRuns = 8

    /// How many steady probes are measured again beside the candidates.
    ///
    /// Ours: one may be disturbed by itself, and each costs a further run's time.
    package static let controls = 2

    /// The probability of being seen that `detectablePercent` stands for.
    package static let power = SmallestDifference.power

    /// All by name, as a report stores them.
    package static let all: [String: Double] = [
        "alpha": alpha, "budgetPercentDefault": budgetPercentDefault,
        "fewestRuns": Double(fewestRuns), "betterRuns": Double(betterRuns),
        "controls": Double(controls), "power": power,
    ]
}
