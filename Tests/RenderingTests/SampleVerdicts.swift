import Model

extension SampleReports {
    /// A verdict over the sample, with every outcome; its figures are made up where it says so.
    static func verdict(_ record: RunRecord) -> Verdict {
        let metrics = lines.map { line in
            let values = record.probe(measuring: line.metric)?.0.keptScalars(of: line.metric) ?? []
            return metricVerdict(line, values.sorted())
        }
        return Verdict(
            rule: .bounds, profile: ProfileSummary(profile()), overall: .fail,
            boundBy: "cpu.blake2b-256.parallel-8",
            reason: "BLAKE2b-256, 8 threads is below its limit beyond doubt.",
            requirements: metrics + factVerdicts(),
            constants: ["confidencePercent": 95, "familyWiseErrorPercent": 5])
    }

    private static func metricVerdict(_ line: Line, _ sorted: [Double]) -> RequirementVerdict {
        let requirement = Requirement(
            subject: .metric(line.metric, .median), comparison: .atLeast,
            limit: .quantity(line.limit, unit: line.display), tolerancePercent: 10,
            level: .required, validatorOnly: line.metric == "cpu.blake2b-256.parallel-8",
            source: source, appliedFrom: "parity-2024-09-collator")
        guard sorted.count == 12 else {
            return RequirementVerdict(
                requirement: requirement, title: line.title, outcome: line.outcome,
                reason: "the probe failed, so that there is no figure to judge")
        }
        let median = (sorted[5] + sorted[6]) / 2
        return RequirementVerdict(
            requirement: requirement, title: line.title, outcome: line.outcome, measured: median,
            lowerBound: sorted[2], upperBound: sorted[9], sampleCount: sorted.count,
            marginPercent: (median / line.limit - 1) * 100, reason: reasons[line.outcome] ?? "")
    }

    private static let reasons: [Outcome: String] = [
        .pass: "the lower bound is above the limit",
        .warn: "below the limit, but within its tolerance of 10 %",
        .fail: "the upper bound is below the limit less its tolerance of 10 %",
        .inconclusive: "the bounds lie on both sides of the limit; run it again with --preset"
            + " thorough on an idle machine",
    ]

    private static func factVerdicts() -> [RequirementVerdict] {
        let kilt = Source(
            document: "KILTprotocol/docs 02_hardware_requirements.md", revision: "08904204",
            date: "2023-01-04")
        func fact(
            _ fact: Fact, _ limit: Requirement.Limit, _ outcome: Outcome,
            level: Requirement.Level = .required, comparison: Requirement.Comparison = .atLeast,
            measured: Double? = nil, text: String? = nil, reason: String
        ) -> RequirementVerdict {
            RequirementVerdict(
                requirement: Requirement(
                    subject: .fact(fact), comparison: comparison, limit: limit, level: level,
                    source: kilt),
                title: fact.title, outcome: outcome, measured: measured, measuredText: text,
                reason: reason)
        }
        return [
            fact(
                .memoryTotal, .quantity(16e9, unit: "GB"), .pass, measured: 16_624_000_000,
                reason: "16.62 GB is at least 16 GB"),
            fact(
                .diskClass, .deviceClass(.localNVMe), .unmeasurable, level: .recommended,
                comparison: .equal, text: "virtual disk",
                reason: "a virtual disk hides what lies behind it"),
            fact(
                .kernelVersion, .version([5, 16]), .pass, text: "6.1.0", reason: "6.1 is newer"),
            fact(
                .smt, .flag(false), .warn, level: .recommended, comparison: .equal, text: "on",
                reason: "two threads share a core"),
            fact(
                .diskFree, .quantity(250e9, unit: "GB"), .skipped, level: .recommended,
                reason: "left out with --skip"),
        ]
    }

    static func nodeVerdict(_ own: Verdict) -> Verdict {
        var node = own
        node.rule = .node
        node.overall = .fail
        node.reason = "4 of 5 pass."
        node.constants = ["tolerancePercent": 10]
        node.requirements = own.requirements.filter {
            if case .metric = $0.requirement.subject { true } else { false }
        }
        for index in node.requirements.indices {
            node.requirements[index].lowerBound = nil
            node.requirements[index].upperBound = nil
            switch node.requirements[index].outcome {
            case .inconclusive, .warn: node.requirements[index].outcome = .pass
            case .unmeasurable: node.requirements[index].outcome = .skipped
            case .pass, .fail, .skipped: break
            }
        }
        return node
    }

    static func profile() -> Profile {
        Profile(
            id: "kilt-collator", title: "KILT Spiritnet collator", network: "KILT",
            role: "collator", status: .init(state: .current),
            notes: [
                "The documentation and the weight files name different machines: Ryzen 7 1700X,"
                    + " and i9-12900K or i7-7700."
            ],
            inherited: .init(
                profile: "parity-2024-09-collator",
                reason: "KILT publishes no throughput minima of its own"),
            chain: ChainParameters(
                blockSeconds: 12, slotSeconds: 12, authoringSeconds: 1.5, weightLimitSeconds: 0.5,
                povLimitBytes: 5_242_880, stateLayout: .v0, source: source),
            session: SessionParameters(lengthSeconds: 7200, penalty: nil, source: source),
            requirements: lines.map { line in
                Requirement(
                    subject: .metric(line.metric, .median), comparison: .atLeast,
                    limit: .quantity(line.limit, unit: line.display), tolerancePercent: 10,
                    level: .required, validatorOnly: false, source: source,
                    appliedFrom: "parity-2024-09-collator")
            },
            digest: String(repeating: "0", count: 64))
    }
}
