// Here: the one way from a record to a verdict, and what no run can have written.
// May use: rules and lines.
// Never: reading or writing records.

package import Model

/// Judges records, also those from elsewhere, by any rule: the one way from a record to a verdict.
package struct Judge: Sendable {
    private let plausibility: Plausibility

    /// - Parameters:
    ///   - catalogue: the probes of this program.
    ///   - chain: what is known of the simulated chain's work.
    ///   - storageCap: why no disk verdict may rest on a storage, in the light of what else was
    ///     found; nil = one may.
    package init(
        _ catalogue: [KnownProbe], chain: ChainWork = .unknown,
        storageCap: @escaping @Sendable (StorageFacts, [Finding]) -> String? = { _, _ in nil }
    ) {
        plausibility = Plausibility(catalogue, chain: chain, storageCap: storageCap)
    }

    /// The verdict on a record by a rule.
    ///
    /// What no run can have written counts as not measured, and a run that did not end passes
    /// nothing.
    ///
    /// - Parameters:
    ///   - record: of this machine or of another.
    ///   - profile: whose lines are judged.
    ///   - rule: by which.
    ///   - tolerancePercent: of the rule; nil means the profile's, and the node's own for its rule.
    ///   - calibration: drift between runs of this machine; nil if not known.
    /// - Returns: the verdict, with the constants it was reached by.
    package func verdict(
        on record: RunRecord, by profile: Profile, rule: JudgementRule = .bounds,
        tolerancePercent: Double? = nil, calibration: NoiseCalibration? = nil
    ) -> Verdict {
        let record = plausibility.judgeable(record)
        return switch rule {
        case .bounds:
            BoundsRule.judge(
                record, by: profile, tolerancePercent: tolerancePercent, calibration: calibration)
        case .node:
            NodeRule.judge(
                record, by: profile,
                tolerancePercent: tolerancePercent ?? NodeRule.tolerancePercentDefault)
        case .nodeStart: NodeRule.judge(record, by: profile, variant: .nodeStart)
        }
    }
}
