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
    ///   - tolerancePercent: replaces the tolerance of every metric requirement; `nil` = the
    ///     profile's own.
    /// - Returns: the verdict, with the constants it was reached by.
    package static func judge(
        _ record: RunRecord, by profile: Profile, tolerancePercent: Double? = nil
    ) -> Verdict {
        var requirements = profile.requirements
        if let tolerancePercent {
            for index in requirements.indices {
                if case .metric = requirements[index].subject {
                    requirements[index].tolerancePercent = tolerancePercent
                }
            }
        }
        let surelyBelow = MetricJudge.surelyBelow(requirements, record: record)
        let verdicts = zip(requirements, surelyBelow).map { requirement, below in
            switch requirement.subject {
            case .metric(let metric, _):
                MetricJudge.verdict(
                    of: metric, requirement: requirement, record: record, surelyBelow: below)
            case .fact(let fact):
                FactJudge.verdict(of: fact, requirement: requirement, record: record)
            }
        }
        let overall = Overall(verdicts)
        return Verdict(
            rule: .bounds, profile: ProfileSummary(profile), overall: overall.outcome,
            boundBy: overall.boundBy, reason: overall.reason, requirements: verdicts,
            constants: JudgementConstants.all)
    }
}
