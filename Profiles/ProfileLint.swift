package import Model

/// Doubts about a profile that is well formed: what ages, what cannot be traced, what decides
/// nothing.
package struct ProfileLint: Sendable {
    /// One doubt.
    package struct Finding: Sendable, Equatable {
        /// Whether the profile should be mended, or is only to be read with care.
        package var isFault: Bool
        package var text: String
    }

    /// The day of the check, `YYYY-MM-DD`.
    private let today: String
    /// Scores that machines have reached, in base units.
    private let scores: [MetricID: [Double]]

    /// Fewer scores of a metric say nothing of a limit; ours.
    private static let scoresMin = 3

    package init(today: String, scores: [MetricID: [Double]] = [:]) {
        self.today = today
        self.scores = scores
    }

    /// What is to be doubted of a profile, faults first.
    package func findings(_ profile: Profile) -> [Finding] {
        var found = ages(profile) + limits(profile)
        if let chain = profile.chain { found += contradictions(profile, chain) }
        return found.filter(\.isFault) + found.filter { !$0.isFault }
    }

    private func ages(_ profile: Profile) -> [Finding] {
        var found: [Finding] = []
        if profile.status.state == .current {
            if let date = profile.asOf {
                if isOlderThanAYear(date) {
                    found.append(
                        .init(isFault: true, text: "as_of \(date) is more than a year ago"))
                }
            } else {
                found.append(.init(isFault: true, text: "it does not say as of when it is"))
            }
        }
        var seen: [Source] = []
        for source in sources(profile) where !seen.contains(source) {
            seen.append(source)
            if isOlderThanAYear(source.date) {
                found.append(
                    .init(
                        isFault: false,
                        text: "'\(source.document)' is of \(source.date), more than a year ago"))
            }
            if !Self.isRevision(source.revision) {
                found.append(
                    .init(
                        isFault: source.revision.contains("default branch"),
                        text: "'\(source.document)' has no revision: \(source.revision)"))
            }
        }
        return found
    }

    private func sources(_ profile: Profile) -> [Source] {
        let chain = [profile.chain?.source, profile.chain?.transferSource, profile.session?.source]
        return profile.requirements.filter { $0.appliedFrom == nil }.map(\.source)
            + chain.compactMap { $0 }
    }

    /// Dates are compared as they are written; one without a day counts from its beginning.
    private func isOlderThanAYear(_ date: String) -> Bool {
        guard let year = Int(today.prefix(4)) else { return false }
        let limit = String(year - 1) + today.dropFirst(4)
        return date + "-01-01".dropFirst(max(0, date.count - 4)) < limit
    }

    /// A commit, a version or a page's own revision has a digit.
    private static func isRevision(_ text: String) -> Bool {
        text.contains(where: \.isNumber) && !text.contains("default branch")
    }

    /// Limits that nobody passes or nobody fails.
    private func limits(_ profile: Profile) -> [Finding] {
        profile.requirementsOfRole.compactMap { requirement in
            guard requirement.level == .required,
                case .metric(let metric, .median) = requirement.subject,
                case .quantity(let limit, _) = requirement.limit,
                let scores = scores[metric], scores.count >= Self.scoresMin
            else { return nil }
            let share = requirement.tolerancePercent / 100
            let passing = scores.count { score in
                requirement.comparison == .atLeast
                    ? score >= limit * (1 - share) : score <= limit * (1 + share)
            }
            if passing == 0 {
                return Finding(
                    isFault: true,
                    text: "\(metric): none of \(scores.count) machines passes it")
            }
            return passing == scores.count
                ? Finding(
                    isFault: false,
                    text: "\(metric): none of \(scores.count) machines fails it") : nil
        }
    }

    /// A chain section that contradicts itself or its lines.
    private func contradictions(_ profile: Profile, _ chain: ChainParameters) -> [Finding] {
        var faults: [String] = []
        if let slot = chain.slotSeconds, slot < chain.blockSeconds {
            faults.append("slot_time is shorter than block_time")
        }
        if let authoring = chain.authoringSeconds, authoring > chain.blockSeconds {
            faults.append("authoring_time is longer than block_time")
        }
        if let last = chain.lastAuthoringSeconds, last > chain.authoringSeconds ?? last {
            faults.append("last_authoring_time is longer than authoring_time")
        }
        if chain.weightLimitSeconds > chain.backingLimitSeconds {
            faults.append("weight_limit is longer than a backing validator waits")
        }
        if chain.fullBlock.transfers < 2 { faults.append("no two transfers fit a block") }
        if chain.transfer.signature == .ecdsa, chain.accountBytes != 80 {
            faults.append("accounts of ECDSA have 80 bytes")
        }
        faults += chainLines(profile, chain)
        var found = faults.map { Finding(isFault: true, text: $0) }
        if chain.transferSource == nil {
            found.append(.init(isFault: false, text: "its transfer is assumed"))
        }
        if chain.povLimitBytes == nil {
            found.append(.init(isFault: false, text: "its limit of a proof is assumed"))
        }
        return found
    }

    private func chainLines(_ profile: Profile, _ chain: ChainParameters) -> [String] {
        var faults: [String] = []
        func limit(_ metric: MetricID) -> Double? {
            profile.requirements.lazy.compactMap { requirement -> Double? in
                guard requirement.level == .required,
                    case .metric(metric, _) = requirement.subject,
                    case .quantity(let value, _) = requirement.limit
                else { return nil }
                return value
            }.first
        }
        if let seconds = limit("chain.import"), seconds > chain.blockSeconds {
            faults.append("an import may take longer than a block lasts")
        }
        if let seconds = limit("chain.author"),
            seconds > (chain.authoringDeadlineSeconds ?? seconds) + 0.001
        {
            faults.append("a block may be authored beyond the author's deadline")
        }
        let judged: [MetricID] = ["chain.import", "chain.import.weight", "chain.author"]
        if judged.allSatisfy({ limit($0) == nil }), profile.status.state == .current {
            faults.append("`chain:` is given, and nothing is required of the chain")
        }
        let syncs = profile.requirements.contains {
            $0.subjectID.hasPrefix("disk.sync.latency") && $0.level == .required
        }
        if chain.database == .parityDB, !syncs {
            faults.append("ParityDB syncs its log, and no line on sync latency is required")
        }
        return faults
    }
}
