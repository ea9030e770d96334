import ArgumentParser
import Judgement
import Measurement
import Model
import Probes
import Rendering

/// `touchstone machine`: the node's `benchmark machine` without a node.
struct MachineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "machine",
        abstract: "The node's own `benchmark machine`: same flags, protocol, table and rule.",
        discussion: """
            Example: touchstone machine --base-path /var/lib/kilt

            One warm-up and one mean for each metric, judged as the node judges: with BLAKE2-256-\
            Parallel-8 even for collators. `touchstone qualify` gives a verdict that knows its \
            spread.
            """)

    @Option(
        name: [
            .customLong("base-path"), .customShort("d"), .customShort("p"), .customLong("path"),
        ],
        help: ArgumentHelp("Directory on the disk to test.", valueName: "dir"))
    var basePath = "."

    @Flag(name: .long, help: "Exit with 0 although the hardware fails to meet the minima.")
    var allowFail = false

    @Option(
        name: .long, parsing: .unconditional,
        help: "Per cent below a minimum that still pass, 0 to 100.")
    var tolerance = NodeRule.tolerancePercentDefault

    @Option(name: .long, parsing: .unconditional, help: "Seconds of each hash benchmark.")
    var hashDuration = 5.0

    @Option(name: .long, parsing: .unconditional, help: "Seconds of the signature benchmark.")
    var verifyDuration = 5.0

    @Option(name: .long, parsing: .unconditional, help: "Seconds of the memory benchmark.")
    var memoryDuration = 5.0

    @Option(name: .long, parsing: .unconditional, help: "Seconds of each disk benchmark.")
    var diskDuration = 5.0

    @Option(
        name: .long,
        help: ArgumentHelp("Profile whose minima apply instead.", valueName: "name|file"))
    var profile = "parity-2024-09-validator"

    @Flag(name: .long, help: "Print a report as JSON instead of the table.")
    var json = false

    @OptionGroup var history: HistoryOptions
    @OptionGroup var guards: GuardOptions
    @OptionGroup var shared: NodeSharedOptions

    @Flag(name: .long, help: ArgumentHelp("Small sizes, for tests.", visibility: .hidden))
    var smoke = false

    /// A day, since longer is a slip of the keyboard (ours).
    private static let longestSeconds = 86_400.0

    func validate() throws {
        if !NodeRule.tolerancePercentRange.contains(tolerance) {
            throw ValidationError("--tolerance \(tolerance): give per cent from 0 to 100")
        }
        let durations = [
            ("--hash-duration", hashDuration), ("--verify-duration", verifyDuration),
            ("--memory-duration", memoryDuration), ("--disk-duration", diskDuration),
        ]
        for (name, seconds) in durations
        where !(seconds > 0 && seconds <= Self.longestSeconds) {
            throw ValidationError("\(name) \(seconds): give seconds above 0, at most a day")
        }
    }

    func run() throws {
        if let note = shared.note { StandardError.say(note) }
        let profile = try ProfileOption.load(profile)
        let stages = stages
        let probes = stages.flatMap(\.probes)
        let preflight = try Preflight(
            path: basePath, profile: profile,
            scratchBytes: ProbeDescriptor.scratchBytes(of: probes.map(\.descriptor)),
            options: guards, watchesLoad: false,
            say: { StandardError.say($0) })
        var record = measure(stages, preflight: preflight)
        if let signal = Signals.cancellation.signalNumber {
            let status = Signals.status(of: signal)
            record.markInterrupted()
            history.append(Report(record: record, exitCode: status.rawValue))
            throw CommandFailure(
                status, history.noHistory ? "interrupted" : "interrupted; see `touchstone history`")
        }
        for probe in record.probes where probe.status != .measured {
            StandardError.say("\(probe.id): \(probe.reason ?? "")")
        }
        let verdict = NodeRule.judge(record, by: profile, tolerancePercent: tolerance)
        let code = exitCode(of: verdict, record: record)
        let report = Report(record: record, verdict: verdict, exitCode: code)
        defer { history.append(report) }
        if json {
            try StandardOutput.write(ReportJSON.encode(report), mustArrive: history.noHistory)
        } else {
            let rows = NodeScores.rows(of: record, profile: profile, tolerancePercent: tolerance)
            try StandardOutput.write(NodeTable.render(rows, tolerancePercent: tolerance))
            StandardError.say(Self.note)
        }
        throw ExitCode(code)
    }

    /// What a reader of the table must know.
    private static let note = """
        judged by the node's rule, which takes one mean for the truth and asks for \
        BLAKE2-256-Parallel-8 of collators too, though no check at their start does.
        """

    /// The node's order: hashes, signatures, memory, disk.
    private var stages: [(probes: [any Probe], seconds: Double)] {
        let catalog = ProbeCatalog(chain: .typical)
        func probes(_ metrics: NodeMetric...) -> [any Probe] {
            metrics.flatMap { catalog.probes(measuring: [$0.metric]) }
        }
        return [
            (probes(.blake2b256), hashDuration), (probes(.blake2b256Parallel8), hashDuration),
            (probes(.sr25519Verify), verifyDuration), (probes(.memoryCopy), memoryDuration),
            (probes(.diskSequentialWrite), diskDuration), (probes(.diskRandomWrite), diskDuration),
        ]
    }

    private func measure(
        _ stages: [(probes: [any Probe], seconds: Double)], preflight: Preflight
    ) -> RunRecord {
        let seed = UInt64.random(in: .min ... .max)
        let clock = MonotonicClock()
        let start = clock.nanoseconds()
        var record = RunRecord(
            id: RunIdentity.id(), origin: .measured, startedAt: RunIdentity.timestamp(),
            durationSeconds: 0, complete: true, tool: BuildFacts.facts,
            plan: RunPlan(preset: "node", keptRounds: 1, warmupRounds: 0, seed: seed),
            host: preflight.host, storage: preflight.storage, findings: preflight.findings)
        Signals.beginMeasuring()
        for stage in stages {
            let runner = ProbeRunner(
                schedule: .init(
                    warmupRounds: 0, keptRounds: 1, blockSeconds: stage.seconds, seed: seed),
                environment: preflight.environment(
                    scale: smoke ? .smoke : .reference, seed: seed),
                clock: clock, sampler: preflight.sampler, observe: { _ in })
            if !Signals.cancellation.isCancelled {
                for probe in stage.probes { StandardError.say(probe.descriptor.id) }
            }
            record.probes += runner.run(stage.probes)
            record.durationSeconds = Double(clock.nanoseconds() - start) / 1e9
            RunningRecord.save(record, say: { StandardError.say($0) })
        }
        return record
    }

    /// 0 or 1, as the node's, which ignores bad and implausible figures under `--allow-fail`, but
    /// not a benchmark that could not run.
    private func exitCode(of verdict: Verdict, record: RunRecord) -> Int32 {
        if allowFail { return record.probes.allSatisfy { $0.status == .measured } ? 0 : 1 }
        return switch verdict.overall {
        case .pass, .warn: 0
        case .fail, .inconclusive, .unmeasurable, .skipped: 1
        }
    }
}
