/// What decided a verdict and what would change it, as values; words are the renderer's.
package struct Explanation: Sendable, Equatable {
    /// The verdict explained.
    package var verdict: Verdict
    /// In the order of the profile; only the lines asked for.
    package var lines: [Line]
    /// The profile nearest to the machine; nil if it cannot be determined.
    package var nearest: NearestProfile?
    /// Findings of the record that may stand behind a miss.
    package var findings: [Finding]
    /// Whether the figures were printed by a node and pasted, so that where it measured is not
    /// known.
    package var isPasted: Bool
    /// That the stored verdict said otherwise; nil if it did not, or none is stored.
    package var doubt: VerdictDoubt?

    package init(
        verdict: Verdict, lines: [Line], nearest: NearestProfile?, findings: [Finding],
        isPasted: Bool = false
    ) {
        self.verdict = verdict
        self.lines = lines
        self.nearest = nearest
        self.findings = findings
        self.isPasted = isPasted
    }

    /// One requirement: how far it is from passing, and what would bring it there.
    package struct Line: Sendable, Equatable {
        package var verdict: RequirementVerdict
        /// The part of the machine that the metric rests on; nil means a fact, or not known.
        package var part: MachinePart?
        /// Why a collator needs the figure; nil means the probe is not known here.
        package var why: String?
        /// The pass line in the base unit; nil if it is no quantity.
        package var passLine: Double?
        /// Per cent by which the median must rise (fall, where less is better) to stand at the pass
        /// line; 0 = it stands there already; nil means no figure.
        package var missingPercent: Double?
        /// Per cent by which it must rise or fall for the bound, as wide as here, to pass as well;
        /// 0 = it does; nil means no bounds.
        package var missingForBoundPercent: Double?
        /// Kept rounds that would decide at this spread; nil means none would, or it is decided.
        package var roundsToDecide: Int?

        package init(
            verdict: RequirementVerdict, part: MachinePart?, why: String?, passLine: Double?,
            missingPercent: Double?, missingForBoundPercent: Double?, roundsToDecide: Int?
        ) {
            self.verdict = verdict
            self.part = part
            self.why = why
            self.passLine = passLine
            self.missingPercent = missingPercent
            self.missingForBoundPercent = missingForBoundPercent
            self.roundsToDecide = roundsToDecide
        }
    }
}

/// The part of a machine that a metric rests on: the first word of its id.
package enum MachinePart: String, Sendable, CaseIterable {
    case cpu, memory, disk
    /// The simulated chain rests on all three.
    case chain

    /// nil means the id begins with another word.
    package init?(_ metric: MetricID) {
        guard let area = metric.rawValue.split(separator: ".").first else { return nil }
        self.init(rawValue: String(area))
    }
}
