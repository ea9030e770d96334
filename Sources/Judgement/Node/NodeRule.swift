// Here: the node's own rules.
// May use: the model.
// Never: bounds and confidence.

package import Model

/// The node's own rules: one mean against each minimum, with no regard for spread.
///
/// Only what the node judges is judged: required minima of its six metrics. Facts and other metrics
/// are left out of the verdict; metrics that the record lacks are listed and decide nothing.
///
/// The comparison is the node's, in the same units and in the same order of operations, so that a
/// figure exactly at the line comes out as it does there: minima in MiB/s and scores in KiB/s
/// differ from bytes by powers of two, which cost no bit of a `Double`. An imported score is the
/// printed one, two decimals; where the rounding reaches across the line, the reason says so.
///
/// What our own verdicts know beyond the node is left out on purpose: doubts about a probe's
/// figures and slower kernels of ours change no outcome here.
///
/// - Source: polkadot-sdk 849e35382c (2026-02-02),
///   substrate/utils/frame/benchmarking-cli/src/machine/mod.rs, `run_benchmark`;
///   substrate/client/sysinfo/src/sysinfo.rs, `Requirements::check_hardware`.
package enum NodeRule {
    /// Which of the node's two checks.
    package enum Variant: Sendable {
        /// `benchmark machine`: score / minimum at least 1 less the tolerance. Lines for validators
        /// only are judged for everybody, as there.
        case benchmarkMachine
        /// The check when a node starts: no tolerance, no signatures, and lines for validators only
        /// skipped for other roles.
        case nodeStart

        var rule: JudgementRule { self == .nodeStart ? .nodeStart : .node }
    }

    /// The tolerance of `benchmark machine` when none is given, in per cent.
    ///
    /// - Source: `--tolerance` there; 10 since substrate #11270.
    package static let tolerancePercentDefault = 10.0

    /// The tolerances that `benchmark machine` accepts, in per cent.
    ///
    /// - Source: `validate_args` there.
    package static let tolerancePercentRange = 0.0...100.0

    /// Ratios of score to minimum from which on the node distrusts its own result.
    ///
    /// - Source: `BadResults` there: 100 and above, 0.01 and below.
    static let implausibleRatios = (low: 0.01, high: 100.0)

    /// Holds a record against a profile by a rule of the node.
    ///
    /// The outcome is fail when any metric fails; else inconclusive when a figure is implausible, a
    /// probe failed or nothing could be judged; else pass. Figures that a debug build measured are
    /// inconclusive: the node refuses them too.
    ///
    /// - Parameters:
    ///   - record: measured or imported.
    ///   - profile: whose required minima of node metrics are looked at.
    ///   - tolerancePercent: within `tolerancePercentRange`; the start-up check has none and does
    ///     not look at it.
    ///   - variant: which of the node's checks.
    /// - Returns: a verdict with one line for each such minimum, in the order of the profile.
    package static func judge(
        _ record: RunRecord, by profile: Profile,
        tolerancePercent: Double = tolerancePercentDefault, variant: Variant = .benchmarkMachine
    ) -> Verdict {
        precondition(
            tolerancePercentRange.contains(tolerancePercent), "the tolerance is 0...100 per cent")
        let tolerance = variant == .nodeStart ? 0 : tolerancePercent
        let line = NodeLine(variant: variant, tolerancePercent: tolerance, role: profile.role)
        let verdicts = NodeMinimum.all(of: profile).map { line.verdict(on: $0, of: record) }
        let overall = NodeOverall(verdicts, record: record, tolerancePercent: tolerance)
        return Verdict(
            rule: variant.rule, profile: ProfileSummary(profile), overall: overall.outcome,
            boundBy: overall.boundBy, reason: overall.reason, requirements: verdicts,
            constants: [
                "tolerancePercent": tolerance, "implausibleRatioLow": implausibleRatios.low,
                "implausibleRatioHigh": implausibleRatios.high,
            ])
    }

    /// The comparison of `benchmark machine`, operation by operation.
    static func passes(ratio: Double, tolerancePercent: Double) -> Bool {
        ratio >= 1.0 - tolerancePercent / 100.0
    }
}
