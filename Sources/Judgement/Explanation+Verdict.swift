package import Model
import Statistics

extension Explanation {
    /// Rounds beyond which more are not worth asking for.
    ///
    /// Ours: four times a thorough run.
    private static let roundsMax = 160

    /// Explains a verdict.
    ///
    /// - Parameters:
    ///   - verdict: what is explained.
    ///   - record: what was judged.
    ///   - subject: a metric or fact of the profile; nil means every line that is no plain pass,
    ///     and the one that decided.
    ///   - matrix: verdicts of the same record by other profiles.
    ///   - why: for what a collator needs a metric; nil if not known.
    package init(
        _ verdict: Verdict, of record: RunRecord, subject: String? = nil, matrix: ProfileMatrix,
        why: (MetricID) -> String?
    ) {
        let chosen = verdict.requirements.filter { line in
            let id = line.requirement.subjectID
            if let subject { return id == subject }
            return line.outcome != .pass || id == verdict.boundBy
        }
        let lines = chosen.map { Line($0, roundsMax: Self.roundsMax, why: why) }
        let parts = Set(lines.filter { $0.verdict.outcome != .pass }.compactMap(\.part))
        self.init(
            verdict: verdict, lines: lines,
            nearest: matrix.nearest,
            findings: record.findings.filter {
                $0.severity != .note && Self.concerns($0, parts: parts)
            },
            isPasted: record.origin == .imported)
    }

    /// Whether a finding may stand behind a miss of these parts, by the first word of its id.
    private static func concerns(_ finding: Finding, parts: Set<MachinePart>) -> Bool {
        if parts.isEmpty { return false }
        switch finding.id.prefix(while: { $0 != "." }) {
        case "storage", "disk": return parts.contains(.disk) || parts.contains(.chain)
        case "cpu": return parts != [.disk]
        case "memory": return parts.contains(.memory) || parts.contains(.chain)
        default: return true
        }
    }
}

extension Explanation.Line {
    fileprivate init(
        _ verdict: RequirementVerdict, roundsMax: Int, why: (MetricID) -> String?
    ) {
        self.init(
            verdict: verdict, part: nil, why: nil, passLine: nil, missingPercent: nil,
            missingForBoundPercent: nil, roundsToDecide: nil)
        guard let line = PassLine(verdict.requirement) else { return }
        passLine = line.line
        missingPercent = verdict.measured.map(line.missingPercent)
        guard case .metric(let metric, _) = verdict.requirement.subject else { return }
        part = MachinePart(metric)
        self.why = why(metric)
        let bound = line.higherIsBetter ? verdict.lowerBound : verdict.upperBound
        missingForBoundPercent = bound.map(line.missingPercent)
        roundsToDecide = Self.roundsToDecide(verdict, line: line, most: roundsMax)
    }

    /// The fewest rounds whose bound, at this spread, would lie on one side of the pass line.
    ///
    /// nil if none up to `most` would.
    private static func roundsToDecide(
        _ verdict: RequirementVerdict, line: PassLine, most: Int
    ) -> Int? {
        guard verdict.outcome == .inconclusive, let median = verdict.measured,
            let spread = verdict.spreadPercent, spread > 0, verdict.sampleCount > 0, median > 0
        else { return nil }
        // Below the line more rounds could show a fail, which must pass the guard band too.
        let edge = line.missingPercent(median) > 0 ? abs(line.guarded) : line.line
        let distance = abs(median - edge) / median * 100 / spread
        var rounds = verdict.sampleCount
        while rounds < most {
            rounds = min(2 * rounds, most)
            if let needed = SmallestDifference.deviations(
                count: rounds, alpha: JudgementConstants.pocockAlpha),
                needed <= distance
            {
                return rounds
            }
        }
        return nil
    }
}

extension PassLine {
    /// Per cent by which a value must rise to stand at the pass line, or fall where less is better;
    /// 0 = it stands there.
    fileprivate func missingPercent(_ value: Double) -> Double {
        guard value > 0 else { return .infinity }
        return max(0, higherIsBetter ? line / value - 1 : 1 - line / value) * 100
    }
}
