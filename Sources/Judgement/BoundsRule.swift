package import Model

/// The default rule: a verdict from bounds of the median, which says inconclusive when it must.
///
/// Passing needs the lower bound of the median at or above the pass line; failing needs the upper
/// bound surely below it. Between the two lies what this run cannot tell.
package enum BoundsRule {
    /// Holds a record against a profile.
    ///
    /// - Parameters:
    ///   - record: complete or not, measured or imported.
    ///   - profile: whose lines are judged, in its order.
    ///   - tolerancePercent: replaces the tolerance of every median that has one; `nil` = the
    ///     profile's own. The chain's lines keep theirs, which are part of their derivation.
    ///   - calibration: drift between runs of this machine, for the probability that a repetition
    ///     passes; `nil` = not known.
    /// - Returns: the verdict, with the constants it was reached by.
    package static func judge(
        _ record: RunRecord, by profile: Profile, tolerancePercent: Double? = nil,
        calibration: NoiseCalibration? = nil
    ) -> Verdict {
        var requirements = profile.requirementsOfRole
        if let tolerancePercent {
            for index in requirements.indices {
                if case .metric(let metric, .median) = requirements[index].subject,
                    ChainMetric(metric) == nil, requirements[index].tolerancePercent > 0
                {
                    requirements[index].tolerancePercent = tolerancePercent
                }
            }
        }
        let judge = MetricJudge(
            record, requirements: requirements, chain: profile.chain, calibration: calibration)
        let surelyBelow = judge.surelyBelow()
        let verdicts = zip(requirements, surelyBelow).map { requirement, below in
            switch requirement.subject {
            case .metric(let metric, let statistic):
                if let chain = ChainMetric(metric) {
                    judge.chain.verdict(
                        of: chain, statistic, requirement: requirement, surelyBeyond: below)
                } else {
                    judge.verdict(of: metric, requirement: requirement, surelyBelow: below)
                }
            case .fact(let fact):
                FactJudge.verdict(of: fact, requirement: requirement, record: record)
            }
        }
        let overall = Overall(verdicts, isComplete: record.complete)
        var constants = JudgementConstants.all
        if let chain = profile.chain {
            constants["wasmFactor"] = chain.wasmFactor
            constants["wasmFactorFloor"] = chain.wasmFactorFloor
        }
        constants["alphaPerLook"] = judge.alpha
        constants["plannedLooks"] = Double(record.plan.plannedLooks ?? 1)
        return Verdict(
            rule: .bounds, profile: ProfileSummary(profile), overall: overall.outcome,
            boundBy: overall.boundBy, marginPercent: overall.marginPercent,
            repeatPassProbability: overall.repeatPassProbability(verdicts), reason: overall.reason,
            requirements: verdicts, constants: constants)
    }
}
