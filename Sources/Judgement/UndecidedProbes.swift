package import Model

/// Which probes of a run deserve more rounds.
package enum UndecidedProbes {
    /// Ids of the probes whose required metrics more rounds could decide.
    ///
    /// More rounds mend neither two levels nor a figure that no verdict may rest on, and what is
    /// recommended only is not worth the time.
    /// `tolerancePercent` is as for `BoundsRule.judge`.
    package static func of(
        _ record: RunRecord, by profile: Profile, tolerancePercent: Double? = nil
    ) -> Set<String> {
        of(
            record,
            verdict: BoundsRule.judge(record, by: profile, tolerancePercent: tolerancePercent))
    }

    /// The same, of a verdict that was reached already.
    package static func of(_ record: RunRecord, verdict: Verdict) -> Set<String> {
        let probes = verdict.requirements.compactMap { line -> String? in
            guard line.outcome == .inconclusive, line.requirement.level == .required,
                case .metric(let metric, _) = line.requirement.subject,
                let (probe, _) = record.probe(measuring: metric), probe.verdictCap == nil,
                probe.blocks.count(where: { $0.phase == .kept && $0.samples[metric] != nil }) > 1
            else { return nil }
            return probe.id
        }
        return Set(probes)
    }
}
