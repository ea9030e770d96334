// Here: rounds: which block of which probe runs when, and what is kept of it.
// May use: the folders below.
// Never: /proc, a limit, a message for people.

package import Model

/// Measures probes in seeded, randomly interleaved rounds of blocks.
///
/// Every round runs one block of each probe, so that a slow drift of the machine hits all alike.
/// Staged probes follow one by one. The runner owns clock, warm-up, order and events; statistics
/// and verdicts are made elsewhere from the samples it keeps.
package struct ProbeRunner {
    /// How many rounds of which length, and the seed of their order.
    package struct Schedule: Sendable {
        package let warmupRounds: Int
        package let keptRounds: Int
        package let blockSeconds: Double
        package let seed: UInt64

        package init(warmupRounds: Int, keptRounds: Int, blockSeconds: Double, seed: UInt64) {
            self.warmupRounds = warmupRounds
            self.keptRounds = keptRounds
            self.blockSeconds = blockSeconds
            self.seed = seed
        }

        package init(_ preset: Preset, seed: UInt64) {
            self.init(
                warmupRounds: preset.warmupRounds, keptRounds: preset.keptRounds,
                blockSeconds: preset.blockSeconds, seed: seed)
        }

        fileprivate var rounds: Int { warmupRounds + keptRounds }
    }

    private let schedule: Schedule
    private let environment: ProbeEnvironment
    private let clock: any BenchClock
    private let sampler: ConditionSampler
    private let observe: (RunEvent) -> Void

    /// A runner whose `observe` is called between blocks, on the caller's thread.
    ///
    /// `sampler` tells what else happened on the machine during each block.
    package init(
        schedule: Schedule, environment: ProbeEnvironment, clock: any BenchClock,
        sampler: ConditionSampler = .none, observe: @escaping (RunEvent) -> Void
    ) {
        self.schedule = schedule
        self.environment = environment
        self.clock = clock
        self.sampler = sampler
        self.observe = observe
    }

    /// Runs all probes through the rounds of the schedule and no more.
    ///
    /// - Returns: one record a probe, in the order given; on cancellation with the blocks done.
    package func run(_ probes: [any Probe]) -> [ProbeRecord] {
        run(probes, extending: nil).probes
    }

    /// Runs all probes to the end, or until the run is cancelled.
    ///
    /// A probe that fails or cannot run is left out of the rounds; the others go on. Sessions of
    /// rounds live until the last look is over, so that further rounds go on where the first ones
    /// stopped.
    ///
    /// - Parameters:
    ///   - probes: what is measured.
    ///   - rounds: the further ones; nil means the rounds of the schedule and no more.
    ///   - checkpoint: called with what is measured so far, after the rounds, after each look and
    ///     after each stage, on the caller's thread.
    /// - Returns: one record a probe, in the order given; on cancellation with the blocks done.
    package func run(
        _ probes: [any Probe], extending rounds: RoundExtension?,
        checkpoint: (RunOutcome) -> Void = { _ in }
    ) -> RunOutcome {
        var state = RunState(start: clock.nanoseconds(), seed: schedule.seed)
        for probe in probes {
            if !environment.cancellation.isCancelled {
                observe(.preparing(probe: probe.descriptor.id))
            }
            state.lanes.append(prepare(probe))
        }
        let interleaved = probes.indices.filter {
            probes[$0].descriptor.sampling == .interleaved
        }
        runRounds(0..<schedule.rounds, of: interleaved, in: &state)
        let stages = probes.indices.filter {
            probes[$0].descriptor.sampling == .staged && state.lanes[$0].session != nil
        }.reduce(0) {
            $0 + probes[$1].descriptor.stageSeconds(blockSeconds: schedule.blockSeconds)
        }
        if let rounds, !interleaved.isEmpty {
            extend(rounds, interleaved, stageSeconds: stages, in: &state, checkpoint)
        } else if !interleaved.isEmpty {
            checkpoint(state.outcome)
        }
        // Their memory and their files must not burden the stages.
        for index in interleaved { state.lanes[index].session = nil }
        runStages(probes, in: &state, checkpoint)
        return state.outcome
    }

    /// What changes while probes run.
    private struct RunState {
        let start: UInt64
        var order: SeededGenerator
        var lanes: [ProbeProgress] = []
        var pace = BlockPace()
        var looks: [LookRecord] = []

        init(start: UInt64, seed: UInt64) {
            self.start = start
            order = SeededGenerator(seed: seed)
        }

        /// What is measured so far.
        var outcome: RunOutcome { RunOutcome(probes: lanes.map(\.record), looks: looks) }
    }

    private var timer: BlockTimer {
        BlockTimer(
            clock: clock, targetSeconds: schedule.blockSeconds,
            cancellation: environment.cancellation)
    }

    /// Runs rounds of those lanes that have a session.
    private func runRounds(_ rounds: Range<Int>, of indices: [Int], in state: inout RunState) {
        var pace = Pace(rounds: rounds)
        for round in rounds {
            for index in indices.shuffled(using: &state.order)
            where state.lanes[index].session != nil {
                if environment.cancellation.isCancelled { return }
                let begin = seconds(since: state.start)
                observe(
                    .begin(
                        probe: state.lanes[index].record.id, round: round,
                        rounds: rounds.upperBound, isWarmup: round < schedule.warmupRounds,
                        remainingSeconds: pace.remaining(round: round)))
                measure(&state.lanes[index], round: round, startedSeconds: begin)
                let elapsed = seconds(since: state.start) - begin
                pace.add(elapsed, round: round)
                state.pace.add(elapsed, probe: state.lanes[index].record.id)
            }
        }
    }

    /// Looks at the samples, and goes on with what is undecided as long as plan and time allow.
    ///
    /// The stages that follow, `stageSeconds` long, have their time in the budget too.
    private func extend(
        _ rounds: RoundExtension, _ interleaved: [Int], stageSeconds: Double,
        in state: inout RunState, _ checkpoint: (RunOutcome) -> Void
    ) {
        var done = schedule.rounds
        for look in 1...rounds.looks {
            if environment.cancellation.isCancelled { return }
            let running = Set(
                interleaved.filter { state.lanes[$0].session != nil }
                    .map { state.lanes[$0].record.id })
            let undecided = rounds.undecided(state.lanes.map(\.record)).intersection(running)
            let now = seconds(since: state.start)
            let next = schedule.warmupRounds + schedule.keptRounds << look
            let needed = state.pace.secondsPerRound(of: undecided) * Double(next - done)
            let reason: String? =
                if undecided.isEmpty {
                    nil
                } else if look == rounds.looks {
                    RoundExtension.ended.looks
                } else if now + needed + stageSeconds > rounds.timeBudgetSeconds {
                    RoundExtension.ended.time
                } else {
                    nil
                }
            state.looks.append(
                LookRecord(
                    rounds: done, atSeconds: now, undecided: undecided.sorted(),
                    endedBecause: reason))
            checkpoint(state.outcome)
            if undecided.isEmpty || reason != nil { return }
            observe(.extending(probes: undecided.sorted(), seconds: needed))
            runRounds(
                done..<next,
                of: interleaved.filter { undecided.contains(state.lanes[$0].record.id) },
                in: &state)
            done = next
        }
    }

    /// Runs the staged probes one by one.
    private func runStages(
        _ probes: [any Probe], in state: inout RunState, _ checkpoint: (RunOutcome) -> Void
    ) {
        let round = schedule.rounds
        for index in probes.indices
        where probes[index].descriptor.sampling == .staged && state.lanes[index].session != nil {
            if environment.cancellation.isCancelled { return }
            observe(.stage(probe: state.lanes[index].record.id))
            measure(
                &state.lanes[index], round: round, startedSeconds: seconds(since: state.start))
            // Its memory and its files must not burden the next stage.
            state.lanes[index].session = nil
            checkpoint(state.outcome)
        }
    }

    /// One probe's way through the run.
    private struct ProbeProgress {
        var record: ProbeRecord
        var session: (any ProbeSession)?
    }

    private func prepare(_ probe: any Probe) -> ProbeProgress {
        let descriptor = probe.descriptor
        var record = ProbeRecord(
            id: descriptor.id, methodVersion: descriptor.methodVersion, status: .skipped,
            metrics: descriptor.metrics)
        do throws(ProbeError) {
            try environment.cancellation.check()
            if descriptor.needsDisk, environment.scratch == nil {
                throw .unavailable("no disk was named: give --path DIR")
            }
            if let available = environment.availableMemoryBytes,
                descriptor.memoryBytes > available
            {
                throw .unavailable(
                    "needs \(bytesText(descriptor.memoryBytes)) of memory, "
                        + "\(bytesText(available)) are free")
            }
            let session = try session(of: probe)
            record.status = .measured
            record.take(session)
            return ProbeProgress(record: record, session: session)
        } catch {
            return ended(record, by: error)
        }
    }

    private func session(of probe: any Probe) throws(ProbeError) -> any ProbeSession {
        if let probe = probe as? any IsolatedProbe, let command = environment.stages {
            return try StageSession(probe, by: command, in: environment)
        }
        return try ProbeThread.run { () throws(ProbeError) in try probe.prepare(in: environment) }
    }

    private func measure(_ lane: inout ProbeProgress, round: Int, startedSeconds: Double) {
        let timer = timer
        guard let session = lane.session else { return }
        let id = lane.record.id
        do throws(ProbeError) {
            let measured =
                if let stage = session as? StageSession {
                    try stage.measured(blockSeconds: schedule.blockSeconds) { progress in
                        observe(.progress(probe: id, done: progress.done, of: progress.all))
                    }
                } else {
                    try Measured.block(of: session, timer, sampler)
                }
            let block = BlockRecord(
                round: round, phase: round < schedule.warmupRounds ? .warmup : .kept,
                startedSeconds: startedSeconds, samples: measured.samples,
                conditions: measured.conditions,
                invalid: session.invalid.isEmpty ? nil : session.invalid)
            lane.record.blocks.append(block)
            lane.record.take(session)
            observe(.block(probe: lane.record.id, block, metrics: lane.record.metrics))
        } catch .cancelled {
            return
        } catch {
            lane.record.take(session)
            lane = ended(lane.record, by: error)
        }
    }

    /// A lane without a session, its record saying why.
    private func ended(_ record: ProbeRecord, by error: ProbeError) -> ProbeProgress {
        var record = record
        record.reason = error.description
        switch error {
        case .cancelled, .unavailable: record.status = .skipped
        case .system, .wrongAnswer, .failed, .unmeasurable: record.status = .failed
        }
        if error != .cancelled {
            observe(.ended(probe: record.id, status: record.status, reason: error.description))
        }
        return ProbeProgress(record: record, session: nil)
    }

    private func seconds(since start: UInt64) -> Double {
        Double(clock.nanoseconds() &- start) / 1e9
    }
}

extension ProbeRecord {
    /// Takes over what is known of a session by now; a stage knows some of it only behind its
    /// block, such as the version of what it used.
    fileprivate mutating func take(_ session: any ProbeSession) {
        parameters = session.parameters
        implementation = session.implementation
        advisories = session.advisories
    }
}

/// How long rounds take, so that the time left can be determined.
private struct Pace {
    private let rounds: Range<Int>
    private var secondsByRound: [Double]

    init(rounds: Range<Int>) {
        self.rounds = rounds
        secondsByRound = Array(repeating: 0, count: rounds.count)
    }

    mutating func add(_ seconds: Double, round: Int) {
        secondsByRound[round - rounds.lowerBound] += seconds
    }

    /// The mean of the whole rounds so far times the rounds left, less what this one has done.
    func remaining(round: Int) -> Double? {
        let done = round - rounds.lowerBound
        if done == 0 { return nil }
        let mean = secondsByRound[..<done].reduce(0, +) / Double(done)
        return max(0, mean * Double(rounds.count - done) - secondsByRound[done])
    }
}
