// Here: from a request to a record.
// May use: everything below the command line.
// Never: an option, standard output.

import Host
import Judgement
import Measurement
package import Model
import Probes

/// What a run works with: the real machine and clock, unless a test scripts them.
struct RunSurroundings {
    var machine = { Machine() }
    var clock: any BenchClock = MonotonicClock()
    var cancellation = Interruption.cancellation
    /// Every probe of a run that simulates this chain.
    var probes: (ChainConditions) -> [any Probe] = { ProbeCatalog(chain: $0).all }
    /// Saves what is measured so far.
    var save: (RunRecord, (String) -> Void) -> Void = RunningRecord.save
}

/// One run, from request to record: plan, preflight, rounds.
package struct RunSession {
    private let request: RunRequest
    private let surroundings: RunSurroundings
    private let machine: Machine
    private let disk: DiskUnderTest
    /// What was chosen, and what the user left out.
    private let chosen: [any Probe]
    private let skipped: [any Probe]
    private let estimate: PlannedRun
    private let watch: (RunEvent) -> Void

    /// Reads machine and disk, and plans the run; nothing is written.
    ///
    /// - Parameters:
    ///   - request: What is asked for.
    ///   - watch: Told what happens, between blocks.
    /// - Throws: exit code 66 or 4 for a path that cannot be tested.
    package init(_ request: RunRequest, watch: @escaping (RunEvent) -> Void) throws {
        try self.init(request, in: RunSurroundings(), watch: watch)
    }

    init(
        _ request: RunRequest, in surroundings: RunSurroundings,
        watch: @escaping (RunEvent) -> Void
    ) throws {
        self.request = request
        self.surroundings = surroundings
        self.watch = watch
        machine = surroundings.machine()
        disk = try DiskUnderTest(path: request.path, on: machine)
        let all = surroundings.probes(request.conditions)
        chosen = all.filter { request.probes.measured.contains($0.descriptor.id) }
        skipped = all.filter { request.probes.leftOut.contains($0.descriptor.id) }
        estimate = PlannedRun(request, chosen, host: machine.host, storage: disk.facts)
    }

    /// What the run would do: steps, time, bytes, and what it could tell.
    package var outline: RunEstimate { estimate.outline }

    /// Whether the run builds a chain's state, which takes much of the disk.
    package var hasStages: Bool {
        chosen.contains { $0.descriptor.stageWrittenBytes != nil }
    }

    /// Runs to the end, or to the signal that ends it.
    ///
    /// - Throws: exit code 4 or 64 if nothing could be measured at all.
    package func run() throws -> RunRecord {
        if request.path == nil, chosen.contains(where: \.descriptor.needsDisk) {
            throw CommandFailure(
                .usage,
                "give --path DIR: the directory on the disk that will hold the node's database")
        }
        for (id, reason) in estimate.leftOut.sorted(by: { $0.key < $1.key }) {
            say("left out: \(id): \(reason)")
        }
        let seed = request.seed ?? RunIdentity.seed()
        switch request.method {
        case .rounds: return try runRounds(seed: seed)
        case .node(let durations):
            return try NodeProtocol(durations, probes: estimate.probes).run(
                request, preflight: preflight(watchesLoad: false), seed: seed,
                in: surroundings, watch: watch)
        }
    }

    private func say(_ text: String) { watch(.message(text)) }

    private func preflight(watchesLoad: Bool = true) throws -> Preflight {
        try Preflight(
            request, on: machine, disk: disk, scratchBytes: estimate.scratchBytes,
            blockBytes: estimate.blockBytes, load: watchesLoad ? estimate.load : nil,
            watchesLoad: watchesLoad, say: say)
    }

    private func runRounds(seed: UInt64) throws -> RunRecord {
        let preset = request.preset
        let probes = estimate.probes
        let count = counted(probes.count, "probe")
        say("measuring \(count), preset \(preset.rawValue), seed \(seed)")
        let preflight = try preflight()
        try KeptState(request)?.prepare(say: say)
        let mayExtend = request.seeksVerdict && request.plannedLooks > 1
        var record = RunRecord(
            plan: RunPlan(
                preset: preset.rawValue, keptRounds: preset.keptRounds,
                warmupRounds: preset.warmupRounds, seed: seed,
                plannedLooks: mayExtend ? request.plannedLooks : nil,
                timeBudgetSeconds: mayExtend ? request.budgetSeconds : nil),
            preflight: preflight)
        watch(
            .planned(
                record,
                probes: probes.map {
                    .init(id: $0.descriptor.id, metrics: $0.descriptor.metrics)
                }))
        measure(into: &record, preflight: preflight)
        watch(.finished(record))
        return record
    }

    private func measure(into record: inout RunRecord, preflight: Preflight) {
        let clock = surroundings.clock
        let start = clock.nanoseconds()
        let preset = request.preset
        let blockSeconds = request.isSmoke ? 0.001 : preset.blockSeconds
        let runner = ProbeRunner(
            schedule: .init(
                warmupRounds: preset.warmupRounds, keptRounds: preset.keptRounds,
                blockSeconds: blockSeconds, seed: record.plan.seed),
            environment: preflight.environment(
                request, seed: record.plan.seed, diskFileBytes: estimate.fileBytes,
                cancellation: surroundings.cancellation),
            clock: clock, sampler: preflight.sampler, observe: watch)
        Interruption.beginMeasuring()
        if request.seeksVerdict {
            NoiseFloorStep(
                clock: clock, cancellation: surroundings.cancellation,
                seconds: request.isSmoke ? 0.02 : preset.noiseFloorSeconds,
                allowedCPUs: preflight.host.cpu.allowedCPUs ?? 1, times: machine.cpuTimes
            ).look(into: &record, blockSeconds: blockSeconds, say: say)
        }
        let base = record
        func result(_ outcome: RunOutcome) -> RunRecord {
            var result = base
            fill(&result, outcome, preflight: preflight)
            result.durationSeconds = Double(clock.nanoseconds() - start) / 1e9
            return result
        }
        let outcome = runner.run(
            estimate.probes, extending: rounds(after: record, preflight: preflight),
            checkpoint: { surroundings.save(result($0), say) })
        record = result(outcome)
        record.markInterrupted(by: surroundings.cancellation)
        surroundings.save(record, say)
    }

    /// Puts what was measured, and what was left out, into a record.
    private func fill(_ record: inout RunRecord, _ outcome: RunOutcome, preflight: Preflight) {
        record.probes =
            outcome.probes
            + chosen.compactMap { probe in
                estimate.leftOut[probe.descriptor.id].map { Self.leftOut(probe, because: $0) }
            } + skipped.map { Self.leftOut($0, because: "left out by --only or --skip") }
        record.looks = outcome.looks.isEmpty ? nil : outcome.looks
        cap(&record.probes, of: record, preflight: preflight)
    }

    /// The further rounds that plan and budget allow; nil means none.
    private func rounds(after record: RunRecord, preflight: Preflight) -> RoundExtension? {
        guard let profile = request.profile, let looks = record.plan.plannedLooks,
            let budget = record.plan.timeBudgetSeconds
        else { return nil }
        return RoundExtension(looks: looks, timeBudgetSeconds: budget) { probes in
            var partial = record
            partial.probes = probes
            cap(&partial.probes, of: record, preflight: preflight)
            return UndecidedProbes.of(
                partial, by: profile, tolerancePercent: request.tolerancePercent)
        }
    }

    private func cap(_ probes: inout [ProbeRecord], of record: RunRecord, preflight: Preflight) {
        let disk = Set((chosen + skipped).map(\.descriptor).filter(\.needsDisk).map(\.id))
        preflight.capVerdicts(of: &probes, isSmoke: request.isSmoke, isDisk: disk.contains)
        guard !request.ignoresNoise, let unfitness = NoiseFindings.unfitness(record.noiseFloor)
        else { return }
        for index in probes.indices where probes[index].verdictBlockedBecause == nil {
            probes[index].verdictBlockedBecause = unfitness
        }
    }

    private static func leftOut(_ probe: any Probe, because reason: String) -> ProbeRecord {
        ProbeRecord(
            id: probe.descriptor.id, methodVersion: probe.descriptor.methodVersion,
            status: .skipped, reason: reason,
            metrics: probe.descriptor.metrics)
    }
}
