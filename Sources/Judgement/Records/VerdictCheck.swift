package import Model

/// A stored verdict held against the samples that it is stored with.
///
/// A report from elsewhere may say QUALIFIED of samples that fail, by hand or by another version's
/// rules; whoever reads it must be reported.
package enum VerdictCheck {
    /// How far a stored figure may differ from the computed one, as a fraction; ours: rounding.
    private static let relativeSlack = 1e-6

    /// What the samples say otherwise.
    ///
    /// - Parameters:
    ///   - report: its verdict is checked, by the rule it names.
    ///   - profile: the one of the same id that this program has; nil means none. One of another
    ///     edition gives the chain's parameters only; the requirements are the stored ones, and the
    ///     work is what the record names, since that edition may have asked for it.
    ///   - judge: of this program.
    /// - Returns: nil if the samples say the same, or if there is no verdict.
    package static func doubt(
        of report: Report, profile: Profile?, by judge: Judge
    ) -> VerdictDoubt? {
        guard let stored = report.verdict else { return nil }
        let now = verdict(of: report.record, like: stored, profile: profile, by: judge)
        let lines = differences(stored, now)
        if stored.overall == now.overall, lines.isEmpty { return nil }
        return VerdictDoubt(
            stored: stored.overall, samples: now.overall, lines: lines,
            writtenBy: report.record.tool.version)
    }

    /// What the samples say, by the rule and the profile of a stored verdict.
    package static func verdict(
        of record: RunRecord, like stored: Verdict, profile: Profile?, by judge: Judge
    ) -> Verdict {
        let isSame = profile?.digest == stored.profile.digest
        let profile =
            isSame
            ? profile ?? Profile(stored)
            : Profile(stored, chain: profile?.chain?.withWork(of: record))
        let median = stored.requirements.first {
            if case .metric(_, .median) = $0.requirement.subject {
                $0.requirement.tolerancePercent > 0
            } else {
                false
            }
        }
        // `--tolerance` is stored with the lines that it holds for.
        let given = median.map(\.requirement.tolerancePercent).flatMap { given in
            profile.requirements.contains { $0.tolerancePercent == given } ? nil : given
        }
        let tolerance: Double? =
            switch stored.rule {
            case .bounds: given.flatMap { (0..<100).contains($0) ? $0 : nil }
            case .node: stored.constants["tolerancePercent"].flatMap(NodeRule.tolerance)
            case .nodeStart: nil
            }
        return judge.verdict(
            on: record, by: profile, rule: stored.rule, tolerancePercent: tolerance)
    }

    /// Titles of the lines that came out otherwise, or with another figure.
    private static func differences(_ stored: Verdict, _ now: Verdict) -> [VerdictDoubt.Line] {
        let lines = stored.requirements.compactMap { line -> VerdictDoubt.Line? in
            let same = now.requirements.first {
                $0.requirement.subject == line.requirement.subject
                    && $0.requirement.level == line.requirement.level
                    && $0.requirement.comparison == line.requirement.comparison
            }
            if let same, same.outcome == line.outcome, isAlike(same.measured, line.measured),
                same.requirement.limit == line.requirement.limit
            {
                return nil
            }
            return VerdictDoubt.Line(
                title: line.title, stored: line.outcome, samples: same?.outcome)
        }
        return lines
    }

    private static func isAlike(_ one: Double?, _ other: Double?) -> Bool {
        guard let one, let other else { return one == nil && other == nil }
        return abs(one - other) <= relativeSlack * max(one.magnitude, other.magnitude)
    }
}

extension NodeRule {
    /// A stored tolerance; nil if the node accepts none such.
    fileprivate static func tolerance(_ percent: Double) -> Double? {
        tolerancePercentRange.contains(percent) ? percent : nil
    }
}

extension ChainParameters {
    /// The same chain with the transfers, accounts and cache that a record says it measured.
    fileprivate func withWork(of record: RunRecord) -> ChainParameters {
        guard
            let parameters = record.probes.lazy.map(\.parameters)
                .first(where: { $0[ChainParameter.accounts] != nil })
        else { return self }
        func number(_ name: String) -> Int? { parameters[name].flatMap { Int($0) } }
        var chain = self
        chain.transfer = TransferCost(recordedIn: parameters)
        // A record does not name this; those without the weight used the assumed one.
        if parameters[ChainParameter.transferSeconds] != nil {
            chain.transfer.proofBytes = transfer.proofBytes
        }
        chain.accountBytes =
            number(ChainParameter.accountBytes) ?? Self.accountBytesDefault
        chain.nodeCacheBytes = number(ChainParameter.nodeCache) ?? Self.nodeCacheBytesDefault
        return chain
    }
}

extension Profile {
    /// The profile of a verdict as far as the verdict tells it.
    fileprivate init(_ verdict: Verdict, chain: ChainParameters? = nil) {
        // A line for validators only is in another's verdict as one that was skipped, or not at
        // all.
        let isOfValidator = verdict.requirements.contains {
            $0.requirement.validatorOnly && $0.outcome != .skipped
        }
        self.init(
            id: verdict.profile.id, title: verdict.profile.title, network: "",
            role: isOfValidator ? "validator" : "collator",
            status: verdict.profile.status,
            requirements: verdict.requirements.map(\.requirement))
        notes = verdict.profile.notes
        inherited = verdict.profile.inherited
        digest = verdict.profile.digest
        self.chain = chain
    }
}
