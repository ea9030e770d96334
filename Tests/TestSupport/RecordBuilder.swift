package import Model

/// Builds records for tests of judging and showing.
package enum RecordBuilder {
    /// A complete release record of one rate metric a probe, with one sample a round.
    package static func record(
        _ metrics: [(MetricID, [Double])], unit: Unit = .bytesPerSecond,
        origin: RunRecord.Origin = .measured, host: HostFacts? = HostFacts(),
        storage: StorageFacts? = nil
    ) -> RunRecord {
        RunRecord(
            id: "0123456789abcdef", origin: origin, startedAt: "2026-01-01T00:00:00Z",
            durationSeconds: 60, complete: true,
            tool: ToolFacts(version: "0.1.0", build: "release", compiler: "Swift 6.3"),
            plan: RunPlan(preset: "quick", keptRounds: 12, warmupRounds: 1, seed: 1), host: host,
            storage: storage,
            probes: metrics.map { probe($0.0, samples: $0.1, unit: unit) })
    }

    /// A measured probe of one metric: a warm-up block of nonsense, then one block a sample.
    package static func probe(
        _ metric: MetricID, samples: [Double], unit: Unit = .bytesPerSecond
    ) -> ProbeRecord {
        let isVerification = metric == NodeMetric.sr25519Verify.metric
        let unit = isVerification ? .verificationsPerSecond : unit
        let kept = samples.enumerated().map { index, value in
            BlockRecord(
                round: index + 1, phase: .kept, startedSeconds: Double(index + 1),
                samples: [metric: .rate(RateSample(work: value, seconds: 1))])
        }
        let warmup = BlockRecord(
            round: 0, phase: .warmup, startedSeconds: 0,
            samples: [metric: .rate(RateSample(work: 1e-3, seconds: 1))])
        return ProbeRecord(
            id: metric.rawValue, methodVersion: 1, status: .measured,
            metrics: [
                MetricDefinition(
                    id: metric, unit: unit, direction: .higherIsBetter, title: metric.rawValue)
            ],
            blocks: [warmup] + kept)
    }

    /// A profile of metric requirements with one limit each.
    package static func profile(
        _ limits: [(MetricID, Double)], tolerancePercent: Double = 10,
        level: Requirement.Level = .required, facts: [Requirement] = []
    ) -> Profile {
        Profile(
            id: "test", title: "Test", network: "Test", role: "collator",
            status: .init(state: .current),
            requirements: limits.map {
                Requirement(
                    subject: .metric($0.0, .median), comparison: .atLeast,
                    limit: .quantity($0.1, unit: "B/s"), tolerancePercent: tolerancePercent,
                    level: level, source: source)
            } + facts)
    }

    /// A source for requirements made in tests.
    package static let source = Source(document: "a test", revision: "1", date: "2026-01-01")
}

extension RecordBuilder {
    /// Columns of the chain's tables, the last a part of `execute`.
    package static let phases = BlockPhase.columns

    /// A record of a probe of the simulated chain whose blocks have these seconds by phase, and
    /// these shares of their weight.
    package static func chain(
        _ id: MetricID, _ rows: [[Double]], weights: [Double]
    ) -> RunRecord {
        let blocks = TableSample.Axis(name: "block", labels: rows.indices.map(String.init))
        let table = TableSample(
            axes: [blocks, .init(name: "phase", labels: phases)], values: rows.flatMap { $0 })
        var record = record([(id, [])])
        record.probes[0].metrics = [
            MetricDefinition(
                id: id, unit: .seconds, direction: .lowerIsBetter, title: "Block import"),
            MetricDefinition(
                id: "chain.import.weight", unit: .ratio, direction: .lowerIsBetter,
                title: "Share of weight"),
        ]
        record.probes[0].blocks = [
            BlockRecord(
                round: 0, phase: .kept, startedSeconds: 0,
                samples: [
                    id: .table(table),
                    "chain.import.weight": .table(TableSample(axes: [blocks], values: weights)),
                ])
        ]
        return record
    }
}
