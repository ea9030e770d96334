import ArgumentParser
import Foundation
import Host
import Measurement
import Model
import Probes

/// One run from options to record: facts, preflight, rounds. `qualify` and `measure` share it.
struct RunSession {
    let options: RunOptions
    let isQuiet: Bool
    let probes: [any Probe]
    /// Probes left out by the user, told in the record.
    let skipped: [any Probe]

    /// Runs to the end or to the signal that ends it.
    ///
    /// - Throws: `CommandFailure` when nothing could be measured at all.
    func run() throws -> RunRecord {
        let seed = options.seed ?? UInt64.random(in: .min ... .max)
        let storage = try storageFacts()
        let host = HostReader().facts()
        let scratchBytes = probes.map(\.descriptor.scratchBytes).reduce(0, +)
        var findings = ToolPreflight.findings(allowDebugBuild: options.allowDebugBuild)
        if let storage {
            findings += StoragePreflight.findings(
                storage, requiredBytes: scratchBytes,
                allowAnyFilesystem: options.allowAnyFilesystem)
        }
        announce(host: host, storage: storage, scratchBytes: scratchBytes)
        try stopIfBlocked(findings)

        let scratch = storage.map { ScratchSpace(directory: $0.path) }
        for name in scratch?.removeLeftovers() ?? [] {
            say("removed \(name), left behind by a run that was killed")
        }
        var record = RunRecord(
            id: Self.runID(), origin: .measured, startedAt: Self.timestamp(), durationSeconds: 0,
            complete: true, tool: BuildFacts.facts,
            plan: RunPlan(
                preset: options.preset.rawValue, keptRounds: options.preset.keptRounds,
                warmupRounds: options.preset.warmupRounds, seed: seed),
            host: host, storage: storage, findings: findings)
        measure(into: &record, scratch: scratch, host: host, seed: seed)
        return record
    }

    private func measure(
        into record: inout RunRecord, scratch: ScratchSpace?, host: HostFacts, seed: UInt64
    ) {
        let clock = MonotonicClock()
        let start = clock.nanoseconds()
        let cancellation = Signals.cancellation
        Signals.isMeasuring.store(true, ordering: .relaxed)
        let environment = ProbeEnvironment(
            scale: options.smoke ? .smoke : .reference, scratch: scratch,
            allowedCPUs: host.cpu.allowedCPUs ?? 1,
            availableMemoryBytes: host.memory.availableBytes, seed: seed,
            cancellation: cancellation)
        let printer = ProgressPrinter(isQuiet: isQuiet)
        let runner = ProbeRunner(
            schedule: .init(options.preset, seed: seed), environment: environment, clock: clock,
            observe: printer.show)
        record.probes = runner.run(probes) + skipped.map(Self.leftOut)
        printer.finish()
        record.durationSeconds = Double(clock.nanoseconds() - start) / 1e9
        capVerdicts(of: &record)
        if let signal = cancellation.signalNumber {
            record.complete = false
            record.interruptedBy = Signals.name(of: signal)
        }
    }

    /// Marks what no verdict may rest on.
    private func capVerdicts(of record: inout RunRecord) {
        let diskCap = record.findings.first { $0.capsDiskVerdicts }
        for index in record.probes.indices {
            let needsDisk =
                ProbeCatalog.probe(id: record.probes[index].id)?.descriptor.needsDisk ?? false
            if BuildFacts.build == "debug" {
                record.probes[index].verdictCap = "measured by a debug build"
            } else if options.smoke {
                record.probes[index].verdictCap = "measured with the small sizes of tests"
            } else if needsDisk, let diskCap {
                record.probes[index].verdictCap = "not the disk of a node (\(diskCap.seen))"
            }
        }
    }

    private func storageFacts() throws -> StorageFacts? {
        guard probes.contains(where: \.descriptor.needsDisk) || options.path != nil else {
            return nil
        }
        guard let path = options.path else {
            throw ValidationError(
                "give --path DIR: the directory on the disk that will hold the node's database")
        }
        do {
            return try StorageReader().facts(path: path)
        } catch {
            throw CommandFailure(error.exitStatus, "--path \(path): \(error)")
        }
    }

    private func stopIfBlocked(_ findings: [Finding]) throws {
        let blocking = findings.filter { $0.severity == .blocking }
        if blocking.isEmpty { return }
        let lines = blocking.map { "\($0.seen) [\($0.id)]\n  why: \($0.matters)\n  mend: \($0.remedy)" }
        throw CommandFailure(.preflightBlocked, lines.joined(separator: "\n"))
    }

    /// Says, before anything is written, what will be measured and where.
    private func announce(host: HostFacts, storage: StorageFacts?, scratchBytes: Int) {
        say("measuring \(probes.count) probes, preset \(options.preset.rawValue)")
        guard let storage else { return }
        let device = storage.devices.map(\.name).joined(separator: " on ")
        say(
            "disk: \(storage.path) is \(storage.filesystem.type) at "
                + "\(storage.filesystem.mountPoint) from \(storage.filesystem.source)"
                + (device.isEmpty ? "" : ", device \(device)"))
        say("scratch files: \(scratchBytes >> 20) MiB, written over and over, given back at the end")
    }

    private func say(_ text: String) {
        if !isQuiet { StandardError.write("touchstone: \(text)\n") }
    }

    private static func leftOut(_ probe: any Probe) -> ProbeRecord {
        ProbeRecord(
            id: probe.descriptor.id, methodVersion: probe.descriptor.methodVersion,
            status: .skipped, reason: "left out by --only or --skip",
            metrics: probe.descriptor.metrics)
    }

    static func runID() -> String {
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    static func timestamp() -> String {
        Date().formatted(.iso8601)
    }
}

extension StorageError {
    /// Which exit code a path that cannot be tested gives.
    fileprivate var exitStatus: ExitStatus {
        switch self {
        case .notFound: .noInput
        default: .preflightBlocked
        }
    }
}
