import ArgumentParser
import Foundation
import Host
import Measurement
import Model
import Probes

/// One run from options to record: preflight, then rounds, as `qualify` and `measure` share it.
struct RunSession {
    let options: RunOptions
    let isQuiet: Bool
    let probes: [any Probe]
    /// Probes left out by the user, told in the record.
    let skipped: [any Probe]
    /// What the machine will be held against; `nil` = nothing.
    var profile: Profile?
    /// Ids of the probes that a record leaves undecided; `nil` = no verdict is sought, so the
    /// rounds end where the preset says.
    var undecided: ((RunRecord) -> Set<String>)?
    /// How many runs of this session share one limit of what may be written.
    var runs = 1

    /// Runs to the end or to the signal that ends it.
    ///
    /// - Throws: `CommandFailure` when nothing could be measured at all.
    func run() throws -> RunRecord {
        let printer = ProgressPrinter(options.progress, isQuiet: isQuiet)
        let seed = options.seed ?? UInt64.random(in: .min ... .max)
        if options.path == nil, probes.contains(where: \.descriptor.needsDisk) {
            throw ValidationError(
                "give --path DIR: the directory on the disk that will hold the node's database")
        }
        let writes = options.writes(of: probes.map(\.descriptor), runs: runs)
        let probes = probes.filter { writes.leftOut[$0.descriptor.id] == nil }
        for (id, reason) in writes.leftOut.sorted(by: { $0.key < $1.key }) {
            printer.say("left out: \(id): \(reason)")
        }
        let count = probes.count == 1 ? "1 probe" : "\(probes.count) probes"
        printer.say("measuring \(count), preset \(options.preset.rawValue), seed \(seed)")
        let preflight = try Preflight(
            path: options.path, profile: profile,
            scratchBytes: ProbeDescriptor.scratchBytes(
                of: probes.map(\.descriptor), writes: writes),
            options: options.guards,
            budget: WriteBudget(
                limitBytes: options.guards.maxWrite.map { $0.bytes / runs },
                blockBytes: writes.blockBytes),
            load: load(of: probes), say: printer.say)
        try options.prepareKeptState(say: printer.say)
        let mayExtend = undecided != nil && options.plannedLooks > 1
        var record = RunRecord(
            id: RunIdentity.id(), origin: .measured, startedAt: RunIdentity.timestamp(),
            durationSeconds: 0, complete: true, tool: BuildFacts.facts,
            plan: RunPlan(
                preset: options.preset.rawValue, keptRounds: options.preset.keptRounds,
                warmupRounds: options.preset.warmupRounds, seed: seed,
                plannedLooks: mayExtend ? options.plannedLooks : nil,
                timeBudgetSeconds: mayExtend ? options.timeBudgetSeconds : nil),
            host: preflight.host, storage: preflight.storage, findings: preflight.findings)
        printer.announce(record, probes: probes.map(\.descriptor))
        measure(probes, into: &record, writes: writes, preflight: preflight, printer: printer)
        printer.finish(record)
        return record
    }

    /// What the run does to the disk, for whoever else uses it; `nil` = nothing.
    private func load(of probes: [any Probe]) -> RunLoad? {
        let outline = options.outline(of: probes.filter(\.descriptor.needsDisk))
        if outline.steps.isEmpty { return nil }
        return RunLoad(
            writtenBytesMax: outline.writtenBytesMax, fillBytes: outline.fillBytes,
            seconds: outline.secondsTypical)
    }

    private func measure(
        _ probes: [any Probe], into record: inout RunRecord, writes: WritePlan,
        preflight: Preflight, printer: ProgressPrinter
    ) {
        let clock = MonotonicClock()
        let start = clock.nanoseconds()
        let preset = options.preset
        let blockSeconds = options.smoke ? 0.001 : preset.blockSeconds
        let runner = ProbeRunner(
            schedule: .init(
                warmupRounds: preset.warmupRounds, keptRounds: preset.keptRounds,
                blockSeconds: blockSeconds, seed: record.plan.seed),
            environment: preflight.environment(
                scale: options.smoke ? .smoke : .reference, seed: record.plan.seed,
                diskFileBytes: writes.fileBytes),
            clock: clock, sampler: preflight.sampler, observe: printer.show)
        Signals.beginMeasuring()
        if undecided != nil {
            NoiseFloorStep(
                clock: clock, seconds: options.smoke ? 0.02 : preset.noiseFloorSeconds,
                allowedCPUs: preflight.host.cpu.allowedCPUs ?? 1
            ).look(into: &record, blockSeconds: blockSeconds, say: printer.say)
        }
        let base = record
        func result(_ outcome: RunOutcome) -> RunRecord {
            var result = base
            fill(&result, outcome, writes: writes, preflight: preflight)
            result.durationSeconds = Double(clock.nanoseconds() - start) / 1e9
            return result
        }
        let outcome = runner.run(
            probes, extending: rounds(after: record, preflight: preflight),
            checkpoint: { RunningRecord.save(result($0), say: printer.say) })
        printer.clearLine()
        record = result(outcome)
        record.markInterrupted()
        RunningRecord.save(record, say: printer.say)
    }

    /// Puts what was measured, and what was left out, into a record.
    private func fill(
        _ record: inout RunRecord, _ outcome: RunOutcome, writes: WritePlan, preflight: Preflight
    ) {
        record.probes =
            outcome.probes
            + probes.compactMap { probe in
                writes.leftOut[probe.descriptor.id].map { Self.leftOut(probe, because: $0) }
            } + skipped.map { Self.leftOut($0, because: "left out by --only or --skip") }
        record.looks = outcome.looks.isEmpty ? nil : outcome.looks
        cap(&record.probes, of: record, preflight: preflight)
    }

    /// The further rounds that plan and budget allow; `nil` = none.
    private func rounds(after record: RunRecord, preflight: Preflight) -> RoundExtension? {
        guard let undecided, let looks = record.plan.plannedLooks,
            let budget = record.plan.timeBudgetSeconds
        else { return nil }
        return RoundExtension(looks: looks, timeBudgetSeconds: budget) { probes in
            var partial = record
            partial.probes = probes
            cap(&partial.probes, of: record, preflight: preflight)
            return undecided(partial)
        }
    }

    private func cap(
        _ probes: inout [ProbeRecord], of record: RunRecord, preflight: Preflight
    ) {
        preflight.capVerdicts(of: &probes, isSmoke: options.smoke) {
            ProbeIdentity.of($0)?.needsDisk ?? false
        }
        guard !options.force, let unfitness = NoiseFindings.unfitness(record.noiseFloor) else {
            return
        }
        for index in probes.indices where probes[index].verdictCap == nil {
            probes[index].verdictCap = unfitness
        }
    }

    private static func leftOut(_ probe: any Probe, because reason: String) -> ProbeRecord {
        ProbeRecord(
            id: probe.descriptor.id, methodVersion: probe.descriptor.methodVersion,
            status: .skipped, reason: reason,
            metrics: probe.descriptor.metrics)
    }
}

extension Preflight {
    /// Where the probes work.
    func environment(
        scale: ProbeScale, seed: UInt64, diskFileBytes: Int = 2 << 30
    ) -> ProbeEnvironment {
        ProbeEnvironment(
            scale: scale, scratch: scratch, diskFileBytes: diskFileBytes,
            demandsProof: storage?.verdictCap == nil,
            allowedCPUs: host.cpu.allowedCPUs ?? 1,
            cores: AllowedCores.current(),
            availableMemoryBytes: host.memory.availableBytes, seed: seed,
            cancellation: Signals.cancellation, stages: StageCommand.program(device: device))
    }
}

extension RunRecord {
    /// Says so in the record when a signal ended the run.
    mutating func markInterrupted() {
        guard let signal = Signals.cancellation.signalNumber else { return }
        complete = false
        interruptedBy = Signals.name(of: signal)
    }
}

/// What tells one run from another.
enum RunIdentity {
    /// 16 random hexadecimal digits.
    static func id() -> String {
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Now, in UTC, ISO 8601.
    static func timestamp() -> String { Date().formatted(.iso8601) }
}
