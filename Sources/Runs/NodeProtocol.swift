import Measurement
package import Model

/// How long each benchmark of the node's protocol lasts, in seconds.
///
/// - Source: polkadot-sdk, substrate/utils/frame/benchmarking-cli/src/machine/mod.rs: 5 s each.
package struct NodeDurations: Sendable, Equatable {
    package var hash = 5.0
    package var verify = 5.0
    package var memory = 5.0
    package var disk = 5.0

    /// What the plan of such a run says in place of a preset.
    static let presetName = "node"

    package init() {}

    /// The durations of a recorded run; nil if it measured none of the node's metrics.
    ///
    /// A benchmark ends with the iteration that reaches its time, so a recorded one is a little
    /// longer: whole hundredths of a second are what was asked for.
    init?(recordedIn record: RunRecord) {
        var found = 0
        for metric in NodeMetric.allCases {
            guard let seconds = Self.seconds(of: metric, in: record) else { continue }
            found += 1
            self[keyPath: Self.field(of: metric)] = seconds
        }
        if found == 0 { return nil }
    }

    private static func seconds(of metric: NodeMetric, in record: RunRecord) -> Double? {
        let block = record.probe(measuring: metric.metric)?.0.blocks.first { $0.phase == .kept }
        guard case .rate(let sample)? = block?.samples[metric.metric],
            let longest = sample.seconds.max(), longest > 0
        else { return nil }
        let hundredths = (longest * 100).rounded(.down)
        return hundredths > 0 ? hundredths / 100 : longest
    }

    fileprivate static func field(of metric: NodeMetric) -> WritableKeyPath<Self, Double> {
        switch metric {
        case .blake2b256, .blake2b256Parallel8: \.hash
        case .sr25519Verify: \.verify
        case .memoryCopy: \.memory
        case .diskSequentialWrite, .diskRandomWrite: \.disk
        }
    }
}

/// The node's own protocol: one metric after the other, one warm-up iteration and one mean each.
package struct NodeProtocol {
    /// The probes that it measures, in the node's order: hashes, signatures, memory, disk.
    package static let probes = ProbeChoice(measured: NodeMetric.allCases.map(\.metric.rawValue))

    /// 0 or 1, as the node's command ends.
    ///
    /// - Parameters:
    ///   - verdict: By the node's rule.
    ///   - record: What was measured.
    ///   - allowsFail: Whether bad and implausible figures are ignored; a benchmark that could not
    ///     run is not.
    /// - Returns: the exit code.
    package static func exitCode(
        of verdict: Verdict, on record: RunRecord, allowsFail: Bool
    ) -> Int32 {
        if allowsFail { return record.probes.allSatisfy { $0.status == .measured } ? 0 : 1 }
        return switch verdict.overall {
        case .pass, .warn: 0
        case .fail, .inconclusive, .unmeasurable, .skipped: 1
        }
    }

    private let stages: [(probe: any Probe, seconds: Double)]

    init(_ durations: NodeDurations, probes: [any Probe]) {
        stages = NodeMetric.allCases.compactMap { metric in
            probes.first { probe in
                probe.descriptor.metrics.contains { $0.id == metric.metric }
            }.map { ($0, durations[keyPath: NodeDurations.field(of: metric)]) }
        }
    }

    func run(
        _ request: RunRequest, preflight: Preflight, seed: UInt64, in surroundings: RunSurroundings,
        watch: (RunEvent) -> Void
    ) -> RunRecord {
        let clock = surroundings.clock
        let start = clock.nanoseconds()
        var record = RunRecord(
            plan: RunPlan(
                preset: NodeDurations.presetName, keptRounds: 1, warmupRounds: 0, seed: seed),
            preflight: preflight)
        Interruption.beginMeasuring()
        for stage in stages {
            let runner = ProbeRunner(
                schedule: .init(
                    warmupRounds: 0, keptRounds: 1, blockSeconds: stage.seconds, seed: seed),
                environment: preflight.environment(
                    request, seed: seed, cancellation: surroundings.cancellation),
                clock: clock, sampler: preflight.sampler, observe: { _ in })
            if !surroundings.cancellation.isCancelled {
                watch(.message(stage.probe.descriptor.id))
            }
            record.probes += runner.run([stage.probe])
            record.durationSeconds = Double(clock.nanoseconds() - start) / 1e9
            surroundings.save(record) { watch(.message($0)) }
        }
        record.markInterrupted(by: surroundings.cancellation)
        return record
    }
}
