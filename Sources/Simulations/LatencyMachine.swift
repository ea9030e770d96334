import Foundation
import Judgement
import Latency
import Model
import Statistics

/// A disk made of numbers, whose true 99th percentile is known.
package struct LatencyMachine: Sendable {
    /// How its operations are slow together.
    package enum Kind: Sendable {
        /// Lognormal times with a factor common to a block: log-sd within a block, and between.
        case lognormal(within: Double, between: Double)
        /// A share of slow operations that varies from block to block by a gamma distribution whose
        /// standard deviation is so many times its mean; 0 = it does not vary.
        case clustered(Double)
        /// In a stalled block two of five operations are slow, else none.
        case stalls
    }

    private let kind: Kind
    private let operations: Int
    private var generator: Generator
    /// Deviates of equal probability, since drawing one of them is faster than computing it.
    private let deviates: [Double]
    /// Blocks of two kinds of times, by the number of slow ones.
    private var bySlow: [Int: DistributionSample] = [:]

    package init(_ kind: Kind, operations: Int = 1000, seed: UInt64) {
        self.kind = kind
        self.operations = operations
        generator = Generator(seed: seed)
        let count = 4096
        var within = 0.0
        if case .lognormal(let deviation, _) = kind { within = deviation }
        deviates = (0..<count).map {
            exp(within * NormalDistribution.quantile((Double($0) + 0.5) / Double(count)))
        }
    }

    /// Outcomes of a limit on the 99th percentile over trials.
    ///
    /// - Parameters:
    ///   - kind: of the disk.
    ///   - level: by how much its true p99 is better than the limit (lognormal), or the true share
    ///     of slow operations (else).
    ///   - plan: of the rounds.
    ///   - trials: runs.
    ///   - seed: of the numbers.
    /// - Returns: how often the line passed and failed.
    package static func rates(
        _ kind: Kind, level: Double, plan: MedianMachine.Plan, trials: Int, seed: UInt64
    ) -> (pass: Tally, fail: Tally) {
        var machine = LatencyMachine(kind, seed: seed)
        var (pass, fail) = (Tally(), Tally())
        for _ in 0..<trials {
            let outcome = machine.outcome(level: level, plan: plan)
            pass.add(outcome == .pass)
            fail.add(outcome == .fail)
        }
        return (pass, fail)
    }

    private mutating func outcome(level: Double, plan: MedianMachine.Plan) -> Outcome {
        let metric = MetricID(rawValue: "disk.l")
        var record = MedianMachine.record([metric])
        record.probes[0].metrics = [
            MetricDefinition(
                id: metric, unit: .seconds, direction: .lowerIsBetter, title: "Latency",
                form: .distribution)
        ]
        record.plan.keptRounds = plan.rounds
        record.plan.plannedLooks = plan.plannedLooks > 1 ? plan.plannedLooks : nil
        var profile = MedianMachine.profile([], tolerancePercent: 0)
        profile.requirements = [
            Requirement(
                subject: .metric(metric, .p99), comparison: .atMost,
                limit: .quantity(limitSeconds(level), unit: "s"), tolerancePercent: 0,
                level: .required, source: MedianMachine.source)
        ]
        for look in 0..<plan.looks {
            while record.probes[0].blocks.count < plan.rounds << look {
                let round = record.probes[0].blocks.count
                record.probes[0].blocks.append(
                    BlockRecord(
                        round: round, phase: .kept, startedSeconds: Double(round),
                        samples: [metric: .distribution(block(level: level))]))
            }
            if UndecidedProbes.of(record, by: profile).isEmpty { break }
        }
        return BoundsRule.judge(record, by: profile).overall
    }

    /// Times are in microseconds about 100; slow operations take 20 ms and others 1 ms.
    private func limitSeconds(_ level: Double) -> Double {
        guard case .lognormal(let within, let between) = kind else { return 0.01 }
        let deviation = (within * within + between * between).squareRoot()
        let percentile = 1e-4 * exp(deviation * NormalDistribution.quantile(0.99))
        return percentile * (1 + level)
    }

    private mutating func block(level: Double) -> DistributionSample {
        switch kind {
        case .lognormal(_, let between):
            let factor = 1e5 * exp(between * generator.normal())
            return Self.sample(
                (0..<operations).map { _ in
                    UInt64(factor * deviates[Int(generator.bits() & 4095)])
                })
        case .clustered, .stalls:
            let slow = slowOperations(share: level)
            if let known = bySlow[slow] { return known }
            let sample = Self.sample(
                [UInt64](repeating: 20_000_000, count: slow)
                    + [UInt64](repeating: 1_000_000, count: operations - slow))
            bySlow[slow] = sample
            return sample
        }
    }

    private static func sample(_ nanoseconds: [UInt64]) -> DistributionSample {
        let distribution = LatencyDistribution(nanoseconds: nanoseconds)
        return DistributionSample(histogram: distribution.encoded, count: distribution.count)
    }

    /// A Poisson count, which is what rare slow operations are.
    private mutating func slowOperations(share: Double) -> Int {
        var mean = share * Double(operations)
        switch kind {
        case .clustered(let clustering) where clustering > 0:
            let shape = 1 / (clustering * clustering)
            mean *= gamma(shape: shape) / shape
        case .stalls:
            mean = generator.uniform() < share / 0.4 ? 0.4 * Double(operations) : 0
        case .clustered, .lognormal: break
        }
        if mean > 200 {
            let count = (mean + mean.squareRoot() * generator.normal()).rounded()
            return Int(min(Double(operations), max(0, count)))
        }
        let limit = exp(-mean)
        var (count, product) = (0, generator.uniform())
        while product > limit, count < operations {
            count += 1
            product *= generator.uniform()
        }
        return count
    }

    /// - Source: Marsaglia & Tsang, A Simple Method for Generating Gamma Variables, ACM TOMS 26
    ///   (2000).
    private mutating func gamma(shape: Double) -> Double {
        if shape < 1 {
            let boost = pow(generator.uniform(), 1 / shape)
            return gamma(shape: shape + 1) * boost
        }
        let d = shape - 1.0 / 3
        let c = 1 / (9 * d).squareRoot()
        while true {
            let x = generator.normal()
            let v = pow(1 + c * x, 3)
            if v > 0, log(generator.uniform()) < 0.5 * x * x + d - d * v + d * log(v) {
                return d * v
            }
        }
    }
}
