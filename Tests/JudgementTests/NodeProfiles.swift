import Model

/// Parity's reference hardware by version, as far as the node's rule knows it.
///
/// - Source: polkadot-sdk, substrate/utils/frame/benchmarking-cli/src/machine/
///   reference_hardware.json at 9980d314b1 (2022-04-26), f1c16d05e7 (2023-06-28) and a947cb831d
///   (2024-09-05); minima in MiB/s.
enum NodeProfiles {
    static let april2022 = profile(
        "parity-2022-04", role: "validator",
        [
            (.blake2b256, 1029.0), (.sr25519Verify, 0.650391), (.memoryCopy, 14666.752),
            (.diskSequentialWrite, 450.0), (.diskRandomWrite, 200.0),
        ])
    static let june2023 = profile(
        "parity-2023-06", role: "validator",
        [
            (.blake2b256, 783.27), (.sr25519Verify, 0.547529297), (.memoryCopy, 11768.341),
            (.diskSequentialWrite, 950.0), (.diskRandomWrite, 420.0),
        ])
    static let september2024: [(NodeMetric, Double)] = [
        (.blake2b256, 1000.0), (.blake2b256Parallel8, 1000.0), (.sr25519Verify, 0.622675781),
        (.memoryCopy, 11768.341), (.diskSequentialWrite, 950.0), (.diskRandomWrite, 420.0),
    ]
    static let validator2024 = profile(
        "parity-2024-09-validator", role: "validator", september2024)
    static let collator2024 = profile("parity-2024-09-collator", role: "collator", september2024)
    static let all = [april2022, june2023, collator2024, validator2024]

    static func profile(
        _ id: String, role: String, state: Profile.Status.State = .current,
        _ minima: [(NodeMetric, Double)]
    ) -> Profile {
        Profile(
            id: id, title: id, network: "parity", role: role,
            status: Profile.Status(state: state),
            requirements: minima.map { metric, mebibytes in
                requirement(metric.metric, mebibytes * 0x1p20 / metric.nodeBytesPerWork, metric)
            })
    }

    private static func requirement(
        _ id: MetricID, _ limit: Double, _ metric: NodeMetric
    ) -> Requirement {
        Requirement(
            subject: .metric(id, .median), comparison: .atLeast,
            limit: .quantity(limit, unit: "MiB/s"), tolerancePercent: 10, level: .required,
            validatorOnly: metric == .blake2b256Parallel8,
            source: Source(document: "reference_hardware.json", revision: "", date: "2024-09"))
    }

    /// The minimum of a metric as the node has it, in bytes per second.
    static func minimum(_ metric: NodeMetric, of profile: Profile) -> Double? {
        for requirement in profile.requirements
        where requirement.subjectID == metric.metric.rawValue {
            if case .quantity(let limit, _) = requirement.limit {
                return limit * metric.nodeBytesPerWork
            }
        }
        return nil
    }
}

/// Records made by hand.
enum NodeRecords {
    /// An imported record with these scores in bytes per second as the node counts.
    static func imported(_ scores: [NodeMetric: Double], rounding: Double = 0) -> RunRecord {
        var record = record(.imported)
        record.probes = NodeMetric.allCases.compactMap { metric in
            guard let score = scores[metric] else { return nil }
            var probe = probe(
                metric, [RateSample(work: score / metric.nodeBytesPerWork, seconds: 1)])
            if rounding > 0 {
                probe.parameters = ["printed": "?", "roundingBytesPerSecond": "\(rounding)"]
            }
            return probe
        }
        return record
    }

    /// A measured record with these samples.
    static func measured(
        _ samples: [NodeMetric: [RateSample]], build: String = "release"
    ) -> RunRecord {
        var record = record(.measured)
        record.tool.build = build
        record.probes = NodeMetric.allCases.compactMap { metric in
            samples[metric].map { probe(metric, $0) }
        }
        return record
    }

    static func probe(_ metric: NodeMetric, _ samples: [RateSample]) -> ProbeRecord {
        let definition = MetricDefinition(
            id: metric.metric, unit: .bytesPerSecond, direction: .higherIsBetter,
            title: metric.title)
        return ProbeRecord(
            id: metric.metric.rawValue, methodVersion: 1, status: .measured,
            metrics: [definition],
            blocks: samples.enumerated().map { round, sample in
                BlockRecord(
                    round: round, phase: .kept, startedSeconds: Double(round),
                    samples: [metric.metric: .rate(sample)])
            })
    }

    private static func record(_ origin: RunRecord.Origin) -> RunRecord {
        RunRecord(
            id: "0123456789abcdef", origin: origin, startedAt: "2026-11-21T12:00:00Z",
            durationSeconds: 0, complete: true,
            tool: ToolFacts(version: "0.1.0", build: "release", compiler: "Swift 6.3"),
            plan: RunPlan(preset: "node", keptRounds: 0, warmupRounds: 0, seed: 0))
    }
}
