// Here: profiles, verdicts, reports.
// May use: records and metrics.
// Never: how a verdict is reached.

/// How a requirement, or a whole machine, comes out.
package enum Outcome: String, Codable, Sendable, CaseIterable {
    case pass
    /// Passes, within the tolerance or the comfort band.
    case warn
    case fail
    /// The bounds of the measurement lie on both sides of the limit.
    case inconclusive
    /// The figure cannot be had here, or cannot be trusted; never a pass.
    case unmeasurable
    /// Not measured, because it was left out or its needs were not met; never a pass.
    case skipped
}

/// Which rule judged.
package enum JudgementRule: String, Codable, Sendable {
    /// Bounds of the median over rounds; says inconclusive when it must.
    case bounds
    /// The node's `benchmark machine`: one mean against the minimum less the tolerance.
    case node
    /// The node's check at start: no tolerance, sr25519 not judged, validator-only lines skipped.
    case nodeStart = "node-start"
}

/// A record held against a profile.
package struct Verdict: Codable, Sendable, Equatable {
    package var rule: JudgementRule
    package var profile: ProfileSummary
    package var overall: Outcome
    /// The requirement that decided, or the one nearest its limit when all passed.
    package var boundBy: String?
    /// Margin of that requirement in per cent; nil if it has none.
    package var marginPercent: Double?
    /// Least probability that a repetition of the run passes the required metrics that have one of
    /// their own, 0...1; nil if the drift between runs is not known.
    package var repeatPassProbability: Double?
    /// One sentence that says why.
    package var reason: String
    /// In the order of the profile.
    package var requirements: [RequirementVerdict]
    /// Constants the judge used, by name, so that anybody can compute the same.
    package var constants: [String: Double]

    package init(
        rule: JudgementRule, profile: ProfileSummary, overall: Outcome, boundBy: String?,
        marginPercent: Double? = nil, repeatPassProbability: Double? = nil, reason: String,
        requirements: [RequirementVerdict], constants: [String: Double]
    ) {
        self.rule = rule
        self.profile = profile
        self.overall = overall
        self.boundBy = boundBy
        self.marginPercent = marginPercent
        self.repeatPassProbability = repeatPassProbability
        self.reason = reason
        self.requirements = requirements
        self.constants = constants
    }
}

/// Which profile a verdict was reached by.
package struct ProfileSummary: Codable, Sendable, Equatable {
    package var id: String
    package var title: String
    /// Digest of the profile's file.
    package var digest: String
    package var status: Profile.Status
    /// When the profile's figures were last looked up; `nil` = it does not say, or the report is
    /// of version 0.1.0.
    package var asOf: String?
    package var notes: [String]
    package var inherited: Profile.Inheritance?

    package init(_ profile: Profile) {
        id = profile.id
        title = profile.title
        digest = profile.digest
        status = profile.status
        asOf = profile.asOf
        notes = profile.notes
        inherited = profile.inherited
    }
}

/// One requirement held against a record.
package struct RequirementVerdict: Codable, Sendable, Equatable {
    package var requirement: Requirement
    /// A short title for tables.
    package var title: String
    package var outcome: Outcome
    /// Median or percentile in the metric's base unit, or the fact's value; nil means none, or not
    /// a number.
    package var measured: Double?
    /// What a fact that is no number was found to be.
    package var measuredText: String?
    /// One-sided bounds of that figure in the base unit, 95 % over all planned looks together;
    /// nil if there is no spread.
    package var lowerBound: Double?
    package var upperBound: Double?
    /// How many kept samples the figure is of, one a block; 0 for facts.
    package var sampleCount: Int
    /// How many single measurements were beyond the limit; nil if no percentile is judged.
    package var exceedance: ExceedanceCount?
    /// Per cent by which the median is better than the limit; negative = worse; nil means no
    /// number.
    package var marginPercent: Double?
    /// What is wrong with the samples; nil means nothing, or nothing was looked for.
    package var labels: [QualityLabel]?
    /// Spread of the samples by their median absolute deviation, in per cent of the median;
    /// nil means fewer than two samples.
    package var spreadPercent: Double?
    /// How many independent samples the kept ones are worth; nil means all of them.
    package var effectiveSampleCount: Int?
    /// Kept blocks at the beginning that count as warm-up, since the samples were not level yet;
    /// nil means none.
    package var settlingCount: Int?
    /// Kept blocks that do not count, and why; nil means all do.
    package var dropped: DroppedBlocks?
    /// What other processes took meanwhile of what the figure rests on; nil means nothing that a
    /// report mentions.
    package var loads: [MeasuredLoad]?
    /// Probability that a repetition of the run passes this line, 0...1; nil if the drift
    /// between runs is not known.
    package var repeatPassProbability: Double?
    /// One sentence that says why it came out so.
    package var reason: String

    package init(
        requirement: Requirement, title: String, outcome: Outcome, measured: Double? = nil,
        measuredText: String? = nil, lowerBound: Double? = nil, upperBound: Double? = nil,
        sampleCount: Int = 0, exceedance: ExceedanceCount? = nil, marginPercent: Double? = nil,
        labels: [QualityLabel]? = nil, spreadPercent: Double? = nil,
        effectiveSampleCount: Int? = nil, settlingCount: Int? = nil,
        dropped: DroppedBlocks? = nil, loads: [MeasuredLoad]? = nil,
        repeatPassProbability: Double? = nil, reason: String
    ) {
        self.requirement = requirement
        self.title = title
        self.outcome = outcome
        self.measured = measured
        self.measuredText = measuredText
        self.lowerBound = lowerBound
        self.upperBound = upperBound
        self.sampleCount = sampleCount
        self.exceedance = exceedance
        self.marginPercent = marginPercent
        self.labels = labels
        self.spreadPercent = spreadPercent
        self.effectiveSampleCount = effectiveSampleCount
        self.settlingCount = settlingCount
        self.dropped = dropped
        self.loads = loads
        self.repeatPassProbability = repeatPassProbability
        self.reason = reason
    }
}

/// Single measurements beyond a limit, which is how a percentile is judged.
package struct ExceedanceCount: Codable, Sendable, Equatable {
    /// How many took longer than the limit, those in the limit's own place of the histogram too.
    package var above: Int
    /// Of how many.
    package var of: Int
    /// Which share may, such as 0.01 for a 99th percentile.
    package var permittedShare: Double
    /// How many single measurements tell no more than one independent one, since they come in
    /// clusters; 1 or more.
    package var designEffect: Double

    package init(above: Int, of: Int, permittedShare: Double, designEffect: Double) {
        self.above = above
        self.of = of
        self.permittedShare = permittedShare
        self.designEffect = designEffect
    }
}
