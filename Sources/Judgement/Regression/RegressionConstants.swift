import Statistics

/// The constants of the regression rule; each is stored in the report that used it.
package enum RegressionConstants {
    /// Error at which Holm's correction is applied, so that a check of an unchanged machine alarms
    /// on any metric in 2.5 %.
    ///
    /// Ours, from simulation: the prior of variances is not exact where metrics are unlike, and at
    /// a nominal 2.5 % an unchanged machine alarmed in up to 3.6 % of checks.
    package static let alpha = 0.017

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

    /// A line that can alarm only beyond so many times its budget cannot tell.
    ///
    /// Ours: 15 % at a budget of 5 %, which is a machine of another class.
    package static let blindBudgets = 3.0

    /// Earliest figures of a baseline that are kept for good, and how many of the newest are held
    /// against them.
    ///
    /// Ours, from simulation: eight against four tell a creep of 1 % a week within 12 weeks.
    package static let firstRuns = 8
    package static let newestRuns = 4

    /// Error of the test for creep, over all metrics of one check.
    ///
    /// Ours, from simulation: a history is looked at every week, and 30 looks at 27 metrics of an
    /// unchanged machine must not cry wolf in more than one history of twenty.
    package static let creepAlpha = 0.001

    /// Hours that must lie between a run that is suspected and one that confirms it later.
    ///
    /// Ours: what disturbs a machine for some minutes has ended by then.
    package static let laterHours = 1.0

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
        "controls": Double(controls), "power": power, "blindBudgets": blindBudgets,
        "firstRuns": Double(firstRuns), "newestRuns": Double(newestRuns),
        "creepAlpha": creepAlpha, "laterHours": laterHours,
    ]
}
