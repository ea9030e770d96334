import History
import Judgement
import Measurement
import Model
import Probes

/// The gate tried out: a baseline of short runs, an unchanged run, and one with a delayed probe.
struct GateRehearsal {
    /// How the gate did.
    struct Outcome: Encodable {
        var unchanged: RegressionReport
        var delayed: RegressionReport
        var delayedProbe: String
        /// What became of the delayed metric's alarm line in per cent; `nil` = none.
        var visiblePercent: Double?
        var injectedPercent: Double

        var status: ExitStatus {
            let isGreen = unchanged.exitCode == ExitStatus.qualified.rawValue
            let isRed = delayed.exitCode == ExitStatus.regression.rawValue
            if isGreen, isRed { return .qualified }
            // A gate that could see the delay and did not, or called nothing something, is wrong.
            let couldSee = visiblePercent.map { $0 < injectedPercent } ?? false
            let isWrong = unchanged.overall == .regressed || delayed.overall == .steady && couldSee
            return isWrong ? .internalFault : .inconclusive
        }

        var sentence: String {
            switch status {
            case .qualified: "the gate stays green when nothing changed, and turns red when it did."
            case .inconclusive:
                "this machine is too noisy just now to tell; try again when it is quiet."
            default: "THE GATE IS WRONG; report this."
            }
        }
    }

    private let store: HistoryStore
    private let preflight: Preflight
    private let isSmoke: Bool
    private let probes: [any Probe]

    /// Rounds and blocks of one run.
    ///
    /// Ours: with 8 runs of blocks of two fifths of the quick preset's a delay of 15 % is seen on a
    /// quiet machine, and all takes half a minute.
    private static let keptRounds = 7
    private static let blockSeconds = 0.06

    init(historyPath: String, guards: GuardOptions, isSmoke: Bool) throws {
        store = try HistoryStore.open(historyPath)
        preflight = try Preflight(
            path: nil, scratchBytes: 0, options: guards,
            say: { StandardError.say($0) })
        self.isSmoke = isSmoke
        // Light probes of one thread's work on the processor, whichever the catalogue has.
        probes = Array(
            ProbeCatalog(chain: .typical).all.filter {
                $0.descriptor.sampling == .interleaved && !$0.descriptor.needsDisk
                    && $0.descriptor.memoryBytes <= 8 << 20
            }.prefix(3))
    }

    func run(delay: Double) throws -> Outcome {
        guard let victim = probes.first, let metric = victim.descriptor.metrics.first?.id else {
            throw CommandFailure(.internalFault, "the catalogue has no probe to delay")
        }
        var ids: [String] = []
        let count = RegressionConstants.betterRuns
        for number in 1...count {
            say("run \(number) of \(count) for the baseline")
            ids.append(try record(probes).id)
        }
        let baseline = try store.createBaseline(
            "selftest", of: ids, createdAt: RunIdentity.timestamp())
        let members = try store.summaries(of: baseline)
        let delayed = [DelayedProbe(victim, by: delay)] + probes.dropFirst()
        say("an unchanged run")
        let unchanged = try check(probes, baseline.summary, members)
        say("a run with \(victim.descriptor.id) delayed")
        let red = try check(delayed, baseline.summary, members)
        let line = red.metrics.first { $0.metric.id == metric }
        return Outcome(
            unchanged: unchanged, delayed: red, delayedProbe: victim.descriptor.id,
            visiblePercent: line?.detectablePercent, injectedPercent: 100 * delay / (1 + delay))
    }

    private func check(
        _ probes: [any Probe], _ baseline: BaselineSummary, _ members: [RunSummary]
    ) throws -> RegressionReport {
        let gate = RegressionGate(
            baseline: baseline, members: members,
            measureAgain: { metrics in
                say("measuring again, to confirm")
                return try record(
                    probes.filter { probe in
                        probe.descriptor.metrics.contains { metrics.contains($0.id) }
                    })
            })
        return try gate.check(RunSummary(record(probes)))
    }

    /// Measures probes in a short run and adds it to the history.
    private func record(_ probes: [any Probe]) throws -> RunRecord {
        let seed = UInt64.random(in: .min ... .max)
        let clock = MonotonicClock()
        let start = clock.nanoseconds()
        var record = RunRecord(
            id: RunIdentity.id(), origin: .measured, startedAt: RunIdentity.timestamp(),
            durationSeconds: 0, complete: true, tool: BuildFacts.facts,
            plan: RunPlan(
                preset: "selftest", keptRounds: Self.keptRounds, warmupRounds: 1, seed: seed),
            host: preflight.host, findings: preflight.findings)
        let runner = ProbeRunner(
            schedule: .init(
                warmupRounds: 1, keptRounds: Self.keptRounds,
                blockSeconds: isSmoke ? 0.002 : Self.blockSeconds, seed: seed),
            // Small sizes: quickly made, and their figures are compared with their like only.
            environment: preflight.environment(scale: .smoke, seed: seed),
            clock: clock, observe: { _ in })
        record.probes = runner.run(probes)
        record.durationSeconds = Double(clock.nanoseconds() - start) / 1e9
        try store.append(HistoryEntry(Report(record: record)))
        return record
    }

    private func say(_ text: String) { StandardError.say(text) }
}
