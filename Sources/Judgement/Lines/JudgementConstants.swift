import Model
import Statistics

/// The constants of the default rule; each is stored in the verdict that used it.
package enum JudgementConstants {
    /// One-sided error of a bound over all looks together: 5 %.
    ///
    /// - Source: the customary 95 % confidence; all requirements must pass, which is an
    ///   intersection-union test and needs no correction (Berger 1982).
    package static let alpha = 0.05

    /// Error of one look where three are planned, so that all together have `alpha`: 2.21 %.
    ///
    /// - Source: Pocock, Group Sequential Methods in the Design and Analysis of Clinical Trials,
    ///   Biometrika 64 (1977), three looks. With looks at n, 2n and 4n rounds the exact error of
    ///   the sign test is 3.6 % for n = 12, 4.4 % for 20 and 4.1 % for 40, as a test computes.
    package static let pocockAlpha = 0.0221

    /// Looks that a run with a time budget plans.
    ///
    /// Ours: four times the rounds halve the bounds' width, and more would take too long.
    package static let looks = 3

    /// How far below the pass line a median must surely be to be called a fail: 3 %.
    ///
    /// Ours, from simulation: what one run cannot see is the drift between runs; with slow drift of
    /// 5 % a machine 5 % better than asked was failed in 0.4 % of runs without the guard band and
    /// in 0.0 % with it.
    package static let failGuard = 0.03

    /// How far above its limit a median must surely be to pass at a look that is not the last: 3 %.
    ///
    /// Ours, from simulation: the mirror of the fail's guard band. Under drift of 4 % with a
    /// correlation of 0.8 from round to round, a machine at its limit passed in 13 % of quick runs
    /// without it and in 4 % with it; what it costs is rounds, within 5 % of the limit.
    package static let earlyPassGuard = 0.03

    /// A ratio to the limit at or above which a figure is implausible.
    ///
    /// - Source: the node's `benchmark machine` refuses ratios of 100 and above, 0.01 and below.
    package static let implausibleRatio = 100.0

    /// Share of the kept blocks, at the beginning, that may still become warm-up: a quarter.
    ///
    /// Ours: a machine that is not level after a quarter of its run is not level.
    package static let settlingShare = 0.25

    /// Spread above which samples are called noisy: 10 % of the median.
    ///
    /// Ours: above it, 20 rounds do not see the 10 % that profiles tolerate.
    package static let noisySpread = 0.1

    /// Steal, or time held back by a quota, above which a block is starved: the share of its time
    /// that a report mentions.
    package static let starvedShare = BlockConditions.stealFractionLimit

    /// The fewest ticks of steal by which a block is starved: 3.
    ///
    /// Ours: a quick block has about 30 ticks on two CPUs, so that two of them are above 5 % and
    /// yet come by chance in half of all runs at a mean steal of 2 %.
    package static let starvedTicksMin = 3

    /// The least share of a metric's kept blocks that must count for a verdict: half.
    ///
    /// Ours: what drops most of the blocks may be what makes the machine slow.
    package static let countingShareMin = 0.5

    /// Blocks below which clusters of slow operations are not seen, so that nothing is claimed: 5.
    ///
    /// Ours: as few as a median has bounds of.
    package static let fewestPercentileBlocks = 5

    /// How many times longer a database built with its assertions takes: 1.74.
    ///
    /// Ours, measured: batches of 9,000 puts into Debian's RocksDB 7.8.3 took 31.5 ms, into a
    /// release build of the same code 18.1 ms.
    package static let assertionFactor = 1.74

    /// Blocks of a chain whose exceedances may have one cause, such as a compaction: 10.
    ///
    /// Ours: a memtable is flushed every few blocks, and a compaction lasts several.
    package static let chainClusterBlocks = 10

    /// Lengths of windows in which a fail looks for stalls of the chain, in blocks: 10, 30 and 60.
    ///
    /// Ours, from simulation: a host that pauses for one to two seconds stops 30 to 60 blocks of a
    /// quick run, and windows of 10 alone fail a machine at its limit in 9 to 20 % of runs then.
    package static let chainStallWindows = [10, 30, 60]

    /// The error of a look when so many are planned.
    ///
    /// Fewer than three planned looks are charged like three, which is the careful choice.
    package static func alpha(plannedLooks: Int?) -> Double {
        (plannedLooks ?? 1) > 1 ? pocockAlpha : alpha
    }

    /// All by name, as a verdict stores them.
    package static let all: [String: Double] = [
        "alpha": alpha, "pocockAlpha": pocockAlpha, "failGuard": failGuard,
        "earlyPassGuard": earlyPassGuard, "starvedTicksMin": Double(starvedTicksMin),
        "countingShareMin": countingShareMin,
        "implausibleRatio": implausibleRatio, "settlingShare": settlingShare,
        "assertionFactor": assertionFactor,
        "chainClusterBlocks": Double(chainClusterBlocks),
        "chainStallWindowMax": Double(chainStallWindows.max() ?? 0),
        "fewestPercentileBlocks": Double(fewestPercentileBlocks),
        "noisySpread": noisySpread, "starvedShare": starvedShare,
        "steadyWindowLength": Double(SteadyState.windowLength),
        "steadyRangeMax": SteadyState.rangeMax,
        "bimodalShareMin": Modality.shareMin, "bimodalCountMin": Double(Modality.countMin),
        "bimodalLossFactor": Modality.lossFactor, "bimodalGapMin": Modality.gapMin,
        "bimodalGapShareMin": Modality.gapShareMin,
    ]
}
