import Foundation
import Judgement
import Model
import TestSupport

/// A machine made of numbers, whose true levels are known, to hold verdicts against them.
struct SimulatedMachine {
    /// What disturbs it.
    enum Kind: Sendable {
        /// White noise with this standard deviation, as a fraction of the level.
        case white(Double)
        /// White noise of 6 %, and one block in ten hit by a neighbour that takes a tenth to half.
        case noisyGuest
        /// Drift common to all metrics, of the first order with a standard deviation of 5 % and
        /// this correlation time in rounds, and white noise of 2 %.
        case drifting(rounds: Double)
        /// Three blocks in ten at 40 % of the level, as a disk with two speeds.
        case bimodal
        /// Every other stretch of five blocks at 85 %, with the processor's counter telling so.
        case throttled
    }

    let kind: Kind
    private var generator: Generator

    init(_ kind: Kind, seed: UInt64) {
        self.kind = kind
        generator = Generator(state: seed)
    }

    /// One run with extension, as the program does it, and its verdict.
    ///
    /// Levels of the metrics are fractions of their limits: with `aroundDrift` those of the run,
    /// else the long-term ones. `rounds` are kept before the first look.
    mutating func verdict(levels: [Double], rounds: Int, aroundDrift: Bool = true) -> Verdict {
        let blocks = self.blocks(levels: levels, count: rounds * 4, aroundDrift: aroundDrift)
        let ids = levels.indices.map { MetricID(rawValue: "a.m\($0)") }
        let profile = RecordBuilder.profile(ids.map { ($0, 100) }, tolerancePercent: 0)
        var record = RecordBuilder.record(ids.map { ($0, []) })
        record.plan.plannedLooks = 3
        var counts = levels.map { _ in rounds }
        for look in 0..<3 {
            for index in ids.indices {
                record.probes[index].blocks = Array(blocks[index].prefix(counts[index]))
            }
            let verdict = BoundsRule.judge(record, by: profile)
            let undecided = UndecidedProbes.of(record, verdict: verdict)
            if undecided.isEmpty || look == 2 { return verdict }
            for index in ids.indices where undecided.contains(ids[index].rawValue) {
                counts[index] = rounds << (look + 1)
            }
        }
        preconditionFailure("the last look returns")
    }

    /// Share of verdicts over trials.
    struct Rates: CustomStringConvertible {
        var pass = 0.0
        var fail = 0.0
        var unmeasurable = 0.0

        var description: String {
            let figures = [pass, max(0, 1 - pass - fail), fail].map {
                String(format: "%.1f", $0 * 100)
            }
            return figures.joined(separator: "/")
        }
    }

    static func rates(
        _ kind: Kind, level: Double, rounds: Int, trials: Int, seed: UInt64,
        aroundDrift: Bool = true
    ) -> Rates {
        var machine = SimulatedMachine(kind, seed: seed)
        var rates = Rates()
        let levels = [level] + [Double](repeating: 1.2, count: 5)
        for _ in 0..<trials {
            let verdict = machine.verdict(
                levels: levels, rounds: rounds, aroundDrift: aroundDrift)
            if [.pass, .warn].contains(verdict.overall) { rates.pass += 1 / Double(trials) }
            if verdict.overall == .fail { rates.fail += 1 / Double(trials) }
            if verdict.requirements[0].outcome == .unmeasurable {
                rates.unmeasurable += 1 / Double(trials)
            }
        }
        return rates
    }

    private mutating func blocks(
        levels: [Double], count: Int, aroundDrift: Bool
    ) -> [[BlockRecord]] {
        let drift = self.drift(count: count, centred: aroundDrift)
        return levels.indices.map { index in
            (0..<count).map { round in
                var conditions: BlockConditions?
                let factor = disturbance(round: round, conditions: &conditions)
                let value = max(1e-3, levels[index] * 100 * drift[round] * factor)
                return BlockRecord(
                    round: round, phase: .kept, startedSeconds: Double(round),
                    samples: [
                        MetricID(rawValue: "a.m\(index)"): .rate(
                            RateSample(work: value, seconds: 1))
                    ], conditions: conditions)
            }
        }
    }

    private mutating func disturbance(round: Int, conditions: inout BlockConditions?) -> Double {
        switch kind {
        case .white(let deviation): return 1 + deviation * generator.normal()
        case .noisyGuest:
            let hit = generator.uniform() < 0.1 ? 1 - 0.1 - 0.4 * generator.uniform() : 1
            return (1 + 0.06 * generator.normal()) * hit
        case .drifting: return 1 + 0.02 * generator.normal()
        case .bimodal:
            return (generator.uniform() < 0.3 ? 0.4 : 1) * (1 + 0.02 * generator.normal())
        case .throttled:
            let hot = round / 5 % 2 == 1
            conditions = BlockConditions(throttleCount: hot ? 3 : 0)
            return (hot ? 0.85 : 1) * (1 + 0.02 * generator.normal())
        }
    }

    /// The machine's level in each round, common to all metrics.
    private mutating func drift(count: Int, centred: Bool) -> [Double] {
        guard case .drifting(let rounds) = kind else {
            return [Double](repeating: 1, count: count)
        }
        let memory = exp(-1 / rounds)
        var state = generator.normal()
        var values: [Double] = []
        for _ in 0..<count {
            values.append(0.05 * state)
            state = memory * state + (1 - memory * memory).squareRoot() * generator.normal()
        }
        let mean = centred ? values.reduce(0, +) / Double(count) : 0
        return values.map { 1 + $0 - mean }
    }
}

/// SplitMix64 with normal deviates; the same at every run.
///
/// - Source: Steele, Lea & Flood, Fast Splittable Pseudorandom Number Generators (2014); Box &
///   Muller (1958).
struct Generator {
    var state: UInt64

    mutating func uniform() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return (Double((value ^ (value >> 31)) >> 11) + 0.5) / Double(1 << 53)
    }

    mutating func normal() -> Double {
        (-2 * log(uniform())).squareRoot() * cos(2 * Double.pi * uniform())
    }
}
