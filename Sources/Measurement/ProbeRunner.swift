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
    private let observe: (ProbeEvent) -> Void

    /// A runner whose `observe` is called between blocks, on the caller's thread.
    ///
    /// `sampler` tells what else happened on the machine during each block.
    package init(
        schedule: Schedule, environment: ProbeEnvironment, clock: any BenchClock,
        sampler: ConditionSampler = .none, observe: @escaping (ProbeEvent) -> Void
    ) {
        self.schedule = schedule
        self.environment = environment
        self.clock = clock
        self.sampler = sampler
        self.observe = observe
    }

    /// Runs all probes to the end, or until the run is cancelled.
    ///
    /// A probe that fails or cannot run is left out of the rounds; the others go on.
    ///
    /// - Returns: one record a probe, in the order given; on cancellation with the blocks done.
    package func run(_ probes: [any Probe]) -> [ProbeRecord] {
        let start = clock.nanoseconds()
        var lanes: [Lane] = []
        for probe in probes {
            if !environment.cancellation.isCancelled {
                observe(.preparing(probe: probe.descriptor.id))
            }
            lanes.append(prepare(probe))
        }
        var order = SeededGenerator(seed: schedule.seed)
        let timer = BlockTimer(
            clock: clock, targetSeconds: schedule.blockSeconds,
            cancellation: environment.cancellation)
        var pace = Pace(rounds: schedule.rounds)
        let interleaved = lanes.indices.filter {
            probes[$0].descriptor.sampling == .interleaved
        }
        for round in 0..<schedule.rounds {
            for index in interleaved.shuffled(using: &order) where lanes[index].session != nil {
                if environment.cancellation.isCancelled { return lanes.map(\.record) }
                let begin = seconds(since: start)
                observe(
                    .block(
                        probe: lanes[index].record.id, round: round, rounds: schedule.rounds,
                        isWarmup: round < schedule.warmupRounds,
                        remainingSeconds: pace.remaining(round: round)))
                measure(&lanes[index], round: round, startedSeconds: begin, timer: timer)
                pace.add(seconds(since: start) - begin, round: round)
            }
        }
        for index in lanes.indices
        where probes[index].descriptor.sampling == .staged && lanes[index].session != nil {
            if environment.cancellation.isCancelled { break }
            observe(.stage(probe: lanes[index].record.id))
            measure(
                &lanes[index], round: schedule.rounds, startedSeconds: seconds(since: start),
                timer: timer)
            // Its memory and its files must not burden the next stage.
            lanes[index].session = nil
        }
        return lanes.map(\.record)
    }

    /// One probe's way through the run.
    private struct Lane {
        var record: ProbeRecord
        var session: (any ProbeSession)?
    }

    private func prepare(_ probe: any Probe) -> Lane {
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
                    "needs \(descriptor.memoryBytes >> 20) MiB of memory, "
                        + "\(available >> 20) MiB are free")
            }
            let session = try ProbeThread.run { () throws(ProbeError) in
                try probe.prepare(in: environment)
            }
            record.status = .measured
            record.parameters = session.parameters
            record.implementation = session.implementation
            record.advisories = session.advisories
            return Lane(record: record, session: session)
        } catch {
            return ended(record, by: error)
        }
    }

    private func measure(
        _ lane: inout Lane, round: Int, startedSeconds: Double, timer: BlockTimer
    ) {
        guard let session = lane.session else { return }
        do throws(ProbeError) {
            let (samples, conditions) = try ProbeThread.run { () throws(ProbeError) in
                // On the timed thread, so that what is read of its CPU is read of the right one.
                let end = sampler.begin()
                let samples = try session.measure(timer)
                let conditions = end()
                try session.check()
                return (samples, conditions)
            }
            let block = BlockRecord(
                round: round, phase: round < schedule.warmupRounds ? .warmup : .kept,
                startedSeconds: startedSeconds, samples: samples, conditions: conditions)
            lane.record.blocks.append(block)
            observe(.measured(probe: lane.record.id, block, metrics: lane.record.metrics))
        } catch .cancelled {
            return
        } catch {
            lane = ended(lane.record, by: error)
        }
    }

    /// A lane without a session, its record saying why.
    private func ended(_ record: ProbeRecord, by error: ProbeError) -> Lane {
        var record = record
        record.reason = error.description
        switch error {
        case .cancelled, .unavailable: record.status = .skipped
        case .system, .wrongAnswer: record.status = .failed
        }
        if error != .cancelled {
            observe(.ended(probe: record.id, status: record.status, reason: error.description))
        }
        return Lane(record: record, session: nil)
    }

    private func seconds(since start: UInt64) -> Double {
        Double(clock.nanoseconds() &- start) / 1e9
    }
}

/// What happens during a run, told between blocks.
package enum ProbeEvent: Sendable, Equatable {
    /// A probe makes its data; not timed.
    case preparing(probe: String)
    /// A block begins; rounds count from 0, warm-up first; `nil` = the time left is not known yet.
    case block(
        probe: String, round: Int, rounds: Int, isWarmup: Bool, remainingSeconds: Double?)
    /// A block ended and its work was checked.
    case measured(probe: String, BlockRecord, metrics: [MetricDefinition])
    /// A probe begins a stage of its own, after the rounds.
    case stage(probe: String)
    /// A probe was skipped or failed and takes no further part.
    case ended(probe: String, status: ProbeRecord.Status, reason: String)
}

/// How long rounds take, so that the time left can be told.
private struct Pace {
    private let rounds: Int
    private var secondsByRound: [Double]

    init(rounds: Int) {
        self.rounds = rounds
        secondsByRound = Array(repeating: 0, count: rounds)
    }

    mutating func add(_ seconds: Double, round: Int) { secondsByRound[round] += seconds }

    /// The mean of the whole rounds so far times the rounds left, less what this one has done.
    func remaining(round: Int) -> Double? {
        if round == 0 { return nil }
        let mean = secondsByRound[..<round].reduce(0, +) / Double(round)
        return max(0, mean * Double(rounds - round) - secondsByRound[round])
    }
}
