package import Model

/// Which probes of a run deserve more rounds.
package enum UndecidedProbes {
    /// Ids of the probes whose required metrics more rounds could decide.
    ///
    /// Before the last planned look these are all that are no clear pass and no fail: a narrow pass
    /// may become a wide one, and what looks like two levels may be a neighbour of some seconds.
    /// More rounds do not mend a figure that no verdict may rest on, and what is only recommended
    /// is not worth the time. `tolerancePercent` is as for `BoundsRule.judge`.
    package static func of(
        _ record: RunRecord, by profile: Profile, tolerancePercent: Double? = nil
    ) -> Set<String> {
        let look = record.plannedLook
        return of(
            record,
            verdict: BoundsRule.judge(
                record, by: profile, tolerancePercent: tolerancePercent, look: look), look: look)
    }

    /// The same, of a verdict that was reached already.
    package static func of(
        _ record: RunRecord, verdict: Verdict, look: Look
    ) -> Set<String> {
        let probes = verdict.requirements.compactMap { line -> String? in
            guard line.isOpen(at: look), line.requirement.level == .required,
                case .metric(let metric, _) = line.requirement.subject,
                let (probe, _) = record.probe(measuring: metric),
                probe.verdictBlockedBecause == nil,
                probe.blocks.count(where: { $0.phase == .kept && $0.samples[metric] != nil }) > 1
            else { return nil }
            return probe.id
        }
        return Set(probes)
    }
}

extension RequirementVerdict {
    /// Whether more rounds could change the outcome for the better.
    fileprivate func isOpen(at look: Look) -> Bool {
        switch outcome {
        case .inconclusive: true
        case .warn: look == .interim
        case .unmeasurable: look == .interim && labels?.contains(.bimodal) == true
        case .pass, .fail, .skipped: false
        }
    }
}
