package import Model

/// One record held against many profiles, and which of them the machine is nearest to.
package struct ProfileMatrix: Sendable, Equatable {
    /// In the order given.
    package let verdicts: [Verdict]

    package init(_ verdicts: [Verdict]) {
        self.verdicts = verdicts
    }

    /// The most demanding profile that the machine passes; if it passes none, the one it misses by
    /// the least; nil if neither can be determined.
    ///
    /// Only profiles that are current count. Demanding is measured by the machine: of those passed,
    /// the one whose tightest required line leaves the smallest margin. Of those failed, the one
    /// whose worst required line has the smallest miss; one that fails by a fact that is no number
    /// has no distance and does not compete. Of equals the first given.
    ///
    /// Ours: a margin in per cent of the limit is the one figure that metrics of all units share.
    package var nearest: NearestProfile? {
        let current = verdicts.filter { $0.profile.status.state == .current }
        let passed = current.compactMap { Self.candidate($0, passing: true) }
        if let nearest = passed.min(by: { $0.marginPercent < $1.marginPercent }) { return nearest }
        let failed = current.compactMap { Self.candidate($0, passing: false) }
        // Turned round, so that of equals the first wins as above.
        return failed.min { -$0.marginPercent < -$1.marginPercent }
    }

    /// The profile with its tightest line; nil if it came out otherwise or has no such figure.
    private static func candidate(_ verdict: Verdict, passing: Bool) -> NearestProfile? {
        guard (passing ? [.pass, .warn] : [.fail]).contains(verdict.overall) else { return nil }
        let decided = verdict.requirements.filter {
            $0.requirement.level == .required && [.pass, .warn, .fail].contains($0.outcome)
        }
        if decided.contains(where: { $0.outcome == .fail && $0.marginPercent == nil }) {
            return nil
        }
        let margins = decided.compactMap { line in
            line.marginPercent.map { (margin: $0, subject: line.requirement.subjectID) }
        }
        guard let tightest = margins.min(by: { $0.margin < $1.margin }) else { return nil }
        return NearestProfile(
            id: verdict.profile.id, passes: passing, marginPercent: tightest.margin,
            boundBy: tightest.subject)
    }
}
