import Judgement
package import Model

/// A simulated chain made of numbers, of whose blocks a known share is slow.
package struct ChainMachine: Sendable {
    private var generator: Generator

    package init(seed: UInt64) { generator = Generator(seed: seed) }

    /// Outcomes of the chain's line among eight required ones over trials; the seven others are
    /// medians 20 % above their limits.
    ///
    /// - Parameters:
    ///   - statistic: the percentile that is limited.
    ///   - share: of slow blocks.
    ///   - burst: so many slow blocks come one after another.
    ///   - trials: runs of 299 blocks.
    ///   - seed: of the numbers.
    /// - Returns: how often the line passed and failed.
    package static func rates(
        _ statistic: Requirement.Statistic, share: Double, burst: Int, trials: Int, seed: UInt64
    ) -> (pass: Tally, fail: Tally) {
        var machine = ChainMachine(seed: seed)
        var (pass, fail) = (Tally(), Tally())
        for _ in 0..<trials {
            let outcome = machine.outcome(statistic, share: share, burst: burst)
            pass.add(outcome == .pass)
            fail.add(outcome == .fail)
        }
        return (pass, fail)
    }

    private mutating func outcome(
        _ statistic: Requirement.Statistic, share: Double, burst: Int
    ) -> Outcome {
        let others = (0..<7).map { MetricID(rawValue: "cpu.m\($0)") }
        var record = MedianMachine.record(others)
        for index in others.indices {
            record.probes[index].blocks = (0..<12).map { round in
                BlockRecord(
                    round: round, phase: .kept, startedSeconds: Double(round),
                    samples: [
                        others[index]: .rate(
                            RateSample(work: 120 + generator.normal(), seconds: 1))
                    ])
            }
        }
        record.probes.append(probe(blocks(299, share: share, burst: burst)))
        var profile = MedianMachine.profile(others, tolerancePercent: 0)
        profile.requirements.append(
            Requirement(
                subject: .metric("chain.import", statistic), comparison: .atMost,
                limit: .quantity(1, unit: "s"), tolerancePercent: 0, level: .required,
                source: MedianMachine.source))
        let verdict = BoundsRule.judge(record, by: profile)
        return verdict.requirements.last?.outcome ?? .skipped
    }

    /// Seconds of blocks: a burst begins so seldom that the share of slow ones is as named.
    private mutating func blocks(_ count: Int, share: Double, burst: Int) -> [Double] {
        var blocks: [Double] = []
        let calm = Double(burst) * (1 - share) / share
        while blocks.count < count {
            let begins = share > 0 && generator.uniform() * (calm + 1) < 1
            blocks += [Double](repeating: begins ? 5 : 0.1, count: begins ? burst : 1)
        }
        // The run begins anywhere, within a burst too.
        return Array(blocks.prefix(count))
    }

    private func probe(_ seconds: [Double]) -> ProbeRecord {
        let table = TableSample(
            axes: [
                .init(name: "block", labels: seconds.indices.map(String.init)),
                .init(name: "phase", labels: ["verify", BlockPhase.storageReads]),
            ], values: seconds.flatMap { [$0, 0] })
        return ProbeRecord(
            id: "chain.import", methodVersion: 1, status: .measured,
            metrics: [
                MetricDefinition(
                    id: "chain.import", unit: .seconds, direction: .lowerIsBetter,
                    title: "Block import")
            ],
            parameters: [ChainParameter.accounts: "100000000"],
            blocks: [
                BlockRecord(
                    round: 0, phase: .kept, startedSeconds: 0,
                    samples: ["chain.import": .table(table)])
            ])
    }
}
