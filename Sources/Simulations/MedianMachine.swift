// Here: machines made of numbers, by which judge and gate are tried.
// May use: the judge.
// Never: the program.

import Foundation
import Judgement
package import Model

/// A machine made of numbers, whose true levels are known, to hold verdicts on medians against.
package struct MedianMachine: Sendable {
    /// What disturbs it, in fractions of the level.
    package enum Noise: Sendable {
        case white(Double)
        /// Of the first order: correlation from round to round, and standard deviation.
        case drift(Double, Double, whiteNoise: Double)
        /// Steal that takes a tenth to a half of a block, beside white noise: in so large a share
        /// of the blocks, in stretches of so many rounds.
        case steal(Double, share: Double, stretch: Int)
        /// Others take so large a share of the processor in all blocks, and cost as much.
        case load(Double, share: Double)
        /// Two levels, the lower a fraction of the upper, in phases of so many rounds on average;
        /// the level named is their mean.
        case phases(Double, lower: Double, rounds: Double)
        /// So large a share of the blocks at a fraction of the level, as a disk of two speeds.
        case stalls(Double, share: Double, factor: Double)
        /// Every other stretch of five blocks at 85 %, with the processor's counter telling so.
        case throttled
    }

    /// How a run is judged.
    package struct Plan: Sendable {
        /// Kept rounds at the first look.
        package var rounds = 12
        package var looks = 3
        /// Looks whose error is paid for; more than `looks` where the time ends the run earlier.
        package var plannedLooks = 3
        package var tolerancePercent = 0.0

        package init(
            rounds: Int = 12, looks: Int = 3, plannedLooks: Int? = nil,
            tolerancePercent: Double = 0
        ) {
            self.rounds = rounds
            self.looks = looks
            self.plannedLooks = plannedLooks ?? looks
            self.tolerancePercent = tolerancePercent
        }
    }

    private let noise: Noise
    private let plan: Plan
    private var generator: Generator

    package init(_ noise: Noise, plan: Plan = Plan(), seed: UInt64) {
        self.noise = noise
        self.plan = plan
        generator = Generator(seed: seed)
    }

    /// One run with further rounds, as the program does it, and its verdict.
    ///
    /// `levels` of the metrics are long-term ones, as fractions of their limits.
    package mutating func verdict(levels: [Double]) -> Verdict {
        let most = plan.rounds << (plan.looks - 1)
        let ids = levels.indices.map { MetricID(rawValue: "cpu.m\($0)") }
        let blocks = zip(ids, levels).map { series(of: $0, level: $1, count: most) }
        let profile = Self.profile(ids, tolerancePercent: plan.tolerancePercent)
        var record = Self.record(ids)
        record.plan.keptRounds = plan.rounds
        record.plan.plannedLooks = plan.plannedLooks > 1 ? plan.plannedLooks : nil
        var counts = levels.map { _ in plan.rounds }
        for look in 0..<plan.looks {
            for index in ids.indices {
                record.probes[index].blocks = Array(blocks[index].prefix(counts[index]))
            }
            let undecided = UndecidedProbes.of(record, by: profile)
            if undecided.isEmpty || look == plan.looks - 1 { break }
            for index in ids.indices where undecided.contains(ids[index].rawValue) {
                counts[index] = plan.rounds << (look + 1)
            }
        }
        return BoundsRule.judge(record, by: profile)
    }

    /// Outcomes over trials.
    package struct Rates: Sendable {
        package var pass = Tally()
        package var warn = Tally()
        package var fail = Tally()
        package var unmeasurable = Tally()
        /// Mean kept rounds of the first metric.
        package var rounds = 0.0
    }

    /// Runs of a machine whose metrics have these levels, judged to the end.
    package static func rates(
        _ noise: Noise, levels: [Double], plan: Plan = Plan(), trials: Int, seed: UInt64
    ) -> Rates {
        var machine = MedianMachine(noise, plan: plan, seed: seed)
        var rates = Rates()
        for _ in 0..<trials {
            let verdict = machine.verdict(levels: levels)
            rates.pass.add(verdict.overall == .pass)
            rates.warn.add(verdict.overall == .warn)
            rates.fail.add(verdict.overall == .fail)
            rates.unmeasurable.add(verdict.requirements[0].outcome == .unmeasurable)
            rates.rounds += Double(verdict.requirements[0].sampleCount) / Double(trials)
        }
        return rates
    }

    private mutating func series(of id: MetricID, level: Double, count: Int) -> [BlockRecord] {
        let values = factors(count)
        return values.enumerated().map { round, value in
            BlockRecord(
                round: round, phase: .kept, startedSeconds: Double(round),
                samples: [
                    id: .rate(RateSample(work: max(1e-3, level * 100 * value.factor), seconds: 1))
                ], conditions: value.conditions)
        }
    }

    /// What a block's level is multiplied by, and what its conditions say.
    private typealias Factor = (factor: Double, conditions: BlockConditions?)

    /// A quick block on two CPUs has 30 ticks of 10 ms.
    private static let blockTicks = 30.0

    private mutating func factors(_ count: Int) -> [Factor] {
        switch noise {
        case .white(let deviation):
            return (0..<count).map { _ in (1 + deviation * generator.normal(), nil) }
        case .drift(let memory, let deviation, let white):
            var state = generator.normal()
            return (0..<count).map { _ in
                let value = 1 + deviation * state + white * generator.normal()
                state = memory * state + (1 - memory * memory).squareRoot() * generator.normal()
                return (value, nil)
            }
        case .steal(let deviation, let share, let stretch):
            return steal(count, deviation, share: share, stretch: stretch)
        case .load(let deviation, let share):
            let conditions = BlockConditions(
                elapsedSeconds: Self.blockTicks / 200, foreignCPUFraction: share)
            return (0..<count).map { _ in
                ((1 - share) * (1 + deviation * generator.normal()), conditions)
            }
        case .phases(let deviation, let lower, let rounds):
            var isLow = generator.uniform() < 0.5
            let upper = 2 / (1 + lower)
            return (0..<count).map { _ in
                let value = (isLow ? lower * upper : upper) * (1 + deviation * generator.normal())
                if generator.uniform() < 1 / rounds { isLow.toggle() }
                return (value, nil)
            }
        case .stalls(let deviation, let share, let factor):
            return (0..<count).map { _ in
                let hit = generator.uniform() < share ? factor : 1
                return (hit * (1 + deviation * generator.normal()), nil)
            }
        case .throttled:
            return (0..<count).map { round in
                let hot = round / 5 % 2 == 1
                return (
                    (hot ? 0.85 : 1) * (1 + 0.02 * generator.normal()),
                    BlockConditions(throttleCount: hot ? 3 : 0)
                )
            }
        }
    }

    /// Blocks that lose a tenth to a half to the hypervisor, as its ticks tell to the nearest.
    private mutating func steal(
        _ count: Int, _ deviation: Double, share: Double, stretch: Int
    ) -> [Factor] {
        var left = 0
        // A stretch begins so seldom that the share of stolen blocks is as named.
        let begin = share / (Double(stretch) - Double(stretch - 1) * share)
        return (0..<count).map { _ in
            if left == 0, generator.uniform() < begin { left = stretch }
            var loss = 0.0
            if left > 0 {
                left -= 1
                loss = 0.1 + 0.4 * generator.uniform()
            }
            let ticks = (loss * Self.blockTicks).rounded()
            return (
                (1 - loss) * (1 + deviation * generator.normal()),
                BlockConditions(
                    elapsedSeconds: Self.blockTicks / 200,
                    stealFraction: ticks / Self.blockTicks)
            )
        }
    }
}

extension MedianMachine {
    /// A record of one metric a probe, without blocks.
    static func record(_ ids: [MetricID]) -> RunRecord {
        var host = HostFacts()
        host.cpu.logicalCPUs = 2
        return RunRecord(
            id: "0123456789abcdef", origin: .measured, startedAt: "2026-01-01T00:00:00Z",
            durationSeconds: 60, complete: true,
            tool: ToolFacts(version: "0", build: "release", compiler: ""),
            plan: RunPlan(preset: "quick", keptRounds: 12, warmupRounds: 0, seed: 1), host: host,
            probes: ids.map { id in
                ProbeRecord(
                    id: id.rawValue, methodVersion: 1, status: .measured,
                    metrics: [
                        MetricDefinition(
                            id: id, unit: .bytesPerSecond, direction: .higherIsBetter,
                            title: id.rawValue)
                    ])
            })
    }

    /// A profile that requires 100 of each metric.
    static func profile(_ ids: [MetricID], tolerancePercent: Double) -> Profile {
        Profile(
            id: "simulated", title: "Simulated", network: "none", role: "collator",
            status: .init(state: .current),
            requirements: ids.map {
                Requirement(
                    subject: .metric($0, .median), comparison: .atLeast,
                    limit: .quantity(100, unit: "B/s"), tolerancePercent: tolerancePercent,
                    level: .required, source: source)
            })
    }

    static let source = Source(document: "a simulation", revision: "1", date: "2026-01-01")
}
