import Files
import Foundation
import History
import Judgement
import Measurement
package import Model
import Probes

/// The gate tried out: a baseline of short runs, an unchanged run, and one with a delayed probe.
package struct GateRehearsal {
    /// How the gate did.
    package struct Outcome: Encodable {
        package var unchanged: RegressionReport
        package var delayed: RegressionReport
        package var delayedProbe: String
        /// What became of the delayed metric's alarm line in per cent; nil means none.
        var visiblePercent: Double?
        var injectedPercent: Double

        package var status: ExitStatus {
            let isGreen = unchanged.exitCode == ExitStatus.qualified.rawValue
            let isRed = delayed.exitCode == ExitStatus.regression.rawValue
            if isGreen, isRed { return .qualified }
            // A gate that could see the delay and did not, or called nothing something, is wrong.
            let couldSee = visiblePercent.map { $0 < injectedPercent } ?? false
            let isWrong = unchanged.overall == .regressed || delayed.overall == .steady && couldSee
            return isWrong ? .internalFault : .inconclusive
        }

        package var sentence: String {
            switch status {
            case .qualified: "the gate stays green when nothing changed, and turns red when it did."
            case .inconclusive:
                "this machine is too noisy just now to tell; try again when it is quiet."
            default: "THE GATE IS WRONG; report this."
            }
        }
    }

    private let store: HistoryStore
    private let request: RunRequest
    private let surroundings: RunSurroundings
    private let preflight: Preflight
    private let probes: [any Probe]
    private let say: (String) -> Void

    /// Rounds and blocks of one run.
    ///
    /// Ours: with 8 runs of blocks of two fifths of the quick preset's a delay of 15 % is seen on a
    /// quiet machine, and all takes half a minute.
    private static let keptRounds = 7
    private static let blockSeconds = 0.06

    /// Rehearses with a history in a temporary folder, which is deleted afterwards.
    ///
    /// - Parameters:
    ///   - delay: How much longer the delayed probe takes: 0.15 for 15 %.
    ///   - guards: Safety checks that are disabled.
    ///   - isSmoke: Small sizes, for tests.
    ///   - say: Called with what goes on.
    /// - Returns: how the gate did.
    /// - Throws: exit code 4 for a machine on which nothing may be measured, 73 where no folder can
    ///   be made.
    package static func inTemporaryHistory(
        delay: Double, guards: Guards, isSmoke: Bool, say: @escaping (String) -> Void
    ) throws -> Outcome {
        let place = FileManager.default.temporaryDirectory.path
        // What a killed test has left there.
        _ = LockedFolder.removeAbandoned(in: place)
        let folder: LockedFolder
        do throws(LockedFolder.Failure) {
            folder = try .make(in: place)
        } catch {
            throw CommandFailure(
                .cannotCreateOutput,
                "cannot \(error.operation) \(error.subject): \(error.error.reason); name another "
                    + "place with TMPDIR")
        }
        defer { folder.remove() }
        return try GateRehearsal(
            historyPath: folder.path + "/history.sqlite", guards: guards, isSmoke: isSmoke,
            in: RunSurroundings(), say: say
        ).run(delay: delay)
    }

    init(
        historyPath: String, guards: Guards, isSmoke: Bool, in surroundings: RunSurroundings,
        say: @escaping (String) -> Void
    ) throws {
        store = try HistoryStore.open(historyPath)
        var request = RunRequest(probes: ProbeChoice(measured: []))
        request.guards = guards
        request.isSmoke = isSmoke
        self.request = request
        self.surroundings = surroundings
        self.say = say
        let machine = surroundings.machine()
        preflight = try Preflight(
            request, on: machine, disk: DiskUnderTest(path: nil, on: machine), scratchBytes: 0,
            say: say)
        // Light probes of one thread's work on the processor, whichever the catalogue has.
        probes = Array(
            surroundings.probes(.typical).filter {
                $0.descriptor.sampling == .interleaved && !$0.descriptor.needsDisk
                    && $0.descriptor.memoryBytes <= 8 << 20
            }.prefix(3))
    }

    /// Measures, delays and checks.
    ///
    /// - Parameter delay: How much longer the delayed probe takes: 0.15 for 15 %.
    /// - Returns: how the gate did.
    /// - Throws: what ends a run or a check.
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
        let seed = RunIdentity.seed()
        let clock = surroundings.clock
        let start = clock.nanoseconds()
        var record = RunRecord(
            plan: RunPlan(
                preset: "selftest", keptRounds: Self.keptRounds, warmupRounds: 1, seed: seed),
            preflight: preflight)
        let runner = ProbeRunner(
            schedule: .init(
                warmupRounds: 1, keptRounds: Self.keptRounds,
                blockSeconds: request.isSmoke ? 0.002 : Self.blockSeconds, seed: seed),
            environment: preflight.environment(
                smallSizes, seed: seed, cancellation: surroundings.cancellation),
            clock: clock, observe: { _ in })
        record.probes = runner.run(probes)
        record.durationSeconds = Double(clock.nanoseconds() - start) / 1e9
        try store.append(HistoryEntry(Report(record: record)))
        return record
    }

    /// Small sizes: quickly made, and their figures are compared with their like only.
    private var smallSizes: RunRequest {
        var request = request
        request.isSmoke = true
        return request
    }
}
