package import Model

/// Judges records, also those from elsewhere, by any rule: the one way from a record to a verdict.
package struct Judge: Sendable {
    private let catalogue: [KnownProbe]

    /// - Parameter catalogue: the probes of this program.
    package init(_ catalogue: [KnownProbe]) {
        self.catalogue = catalogue
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
    ///   - tolerancePercent: of the rule; nil = the profile's, and the node's own for its rule.
    ///   - calibration: drift between runs of this machine; nil = not known.
    /// - Returns: the verdict, with the constants it was reached by.
    package func verdict(
        on record: RunRecord, by profile: Profile, rule: JudgementRule = .bounds,
        tolerancePercent: Double? = nil, calibration: NoiseCalibration? = nil
    ) -> Verdict {
        let record = Plausibility(catalogue).judgeable(record)
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
