// Here: the rule of bounds: a record and a profile give a verdict.
// May use: lines, records, the model.
// Never: text for people, files, a clock.

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
    ///   - tolerancePercent: replaces the tolerance of every median that has one; nil means the
    ///     profile's own. The chain's lines keep theirs, which are part of their derivation.
    ///   - calibration: drift between runs of this machine, for the probability that a repetition
    ///     passes; nil if not known.
    ///   - look: whether further rounds may follow; a verdict that is shown is of the last.
    /// - Returns: the verdict, with the constants it was reached by.
    package static func judge(
        _ record: RunRecord, by profile: Profile, tolerancePercent: Double? = nil,
        calibration: NoiseCalibration? = nil, look: Look = .last
    ) -> Verdict {
        var requirements = profile.requirementsOfRole
        if let tolerancePercent {
            for index in requirements.indices {
                if case .metric(_, .median) = requirements[index].subject,
                    requirements[index].tolerancePercent > 0
                {
                    requirements[index].tolerancePercent = tolerancePercent
                }
            }
        }
        var verdicts = lines(
            of: record, requirements, profile: profile, look: look, calibration: calibration)
        if look == .last, verdicts.contains(where: { $0.outcome == .inconclusive }) {
            for earlier in record.earlierLooks {
                let then = lines(of: earlier, requirements, profile: profile, look: .interim)
                for index in verdicts.indices { verdicts[index].keep(warningOf: then[index]) }
            }
        }
        let overall = Overall(verdicts, isComplete: record.complete)
        var constants = JudgementConstants.all
        if let chain = profile.chain {
            constants["runtimeToPass"] = chain.runtime.toPass
            constants["runtimeToFail"] = chain.runtime.toFail
            constants["wasmFactor"] = chain.wasmFactor
            constants["wasmFactorFloor"] = chain.wasmFactorFloor
        }
        constants["alphaPerLook"] = JudgementConstants.alpha(
            plannedLooks: record.plan.plannedLooks)
        constants["plannedLooks"] = Double(record.plan.plannedLooks ?? 1)
        return Verdict(
            rule: .bounds, profile: ProfileSummary(profile), overall: overall.outcome,
            boundBy: overall.boundBy, marginPercent: overall.marginPercent,
            repeatPassProbability: overall.repeatPassProbability(verdicts, of: record),
            reason: overall.reason,
            requirements: verdicts, constants: constants)
    }

    /// Every requirement held against a record, in their order.
    private static func lines(
        of record: RunRecord, _ requirements: [Requirement], profile: Profile, look: Look,
        calibration: NoiseCalibration? = nil
    ) -> [RequirementVerdict] {
        let judge = MetricJudge(
            record, requirements: requirements, chain: profile.chain, calibration: calibration,
            look: look)
        return zip(requirements, judge.misses()).map { requirement, miss in
            switch requirement.subject {
            case .metric(let metric, let statistic):
                if let blocks = judge.chain.blocks(of: metric) {
                    judge.chain.verdict(
                        of: blocks, statistic, requirement: requirement, miss: miss)
                } else {
                    judge.verdict(of: metric, requirement: requirement, miss: miss)
                }
            case .fact(let fact):
                FactJudge.verdict(of: fact, requirement: requirement, record: record)
            }
        }
    }
}

extension RequirementVerdict {
    /// Keeps a warning that an earlier look reached where later rounds leave the line open.
    ///
    /// That look had its own share of the error, so that the claim is paid for.
    fileprivate mutating func keep(warningOf earlier: RequirementVerdict) {
        guard outcome == .inconclusive, earlier.outcome == .warn else { return }
        outcome = .warn
        reason =
            "\(earlier.reason), by the first \(earlier.sampleCount) blocks; later ones leave it "
            + "open"
    }
}
