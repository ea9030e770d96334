import Model

/// Cases of lines that are percentiles, of disks and of the chain.
package enum PercentileCells {
    package static var all: [Cell] { times + clusters + stalls + chain }

    private static func cell(
        _ group: String, _ title: String, _ kind: LatencyMachine.Kind, _ level: Double,
        _ plan: MedianMachine.Plan, pass: Bound = .told, fail: Bound = .told
    ) -> Cell {
        Cell(group, title, [("pass", pass), ("fail", fail)]) { trials, seed in
            let rates = LatencyMachine.rates(
                kind, level: level, plan: plan, trials: trials, seed: seed)
            return [rates.pass, rates.fail]
        }
    }

    private static var times: [Cell] {
        let group = "Lognormal times, a factor common to a block, limit on the p99"
        let common = LatencyMachine.Kind.lognormal(within: 0.3, between: 0.3)
        let looks = MedianMachine.Plan(rounds: 12, looks: 3)
        var cells: [Cell] = []
        for blocks in [12, 20, 40] {
            // One of three planned looks, whose error is 2.21 %; and the only one, at 5 %.
            let one = MedianMachine.Plan(rounds: blocks, looks: 1, plannedLooks: 3)
            let only = MedianMachine.Plan(rounds: blocks, looks: 1)
            cells += [
                cell(
                    group, "one of three looks, \(blocks) blocks, at the limit", common, 0, one,
                    pass: .atMost(0.05)),
                cell(
                    group, "one of three looks, \(blocks) blocks, 5 % beyond", common, -0.0476,
                    one, pass: .atMost(0.025)),
                cell(
                    group, "one of three looks, \(blocks) blocks, 50 % better", common, 0.5, one),
                cell(group, "the only look, \(blocks) blocks, at the limit", common, 0, only),
                cell(
                    group, "the only look, \(blocks) blocks, 5 % beyond", common, -0.0476, only),
            ]
        }
        let independent = LatencyMachine.Kind.lognormal(within: 0.3, between: 0)
        return cells + [
            cell(
                group, "three looks from 12 blocks, at the limit", common, 0, looks,
                pass: .atMost(0.12)),
            cell(
                group, "three looks from 12 blocks, 5 % beyond", common, -0.0476, looks,
                pass: .atMost(0.05)),
            cell(
                group, "three looks from 12 blocks, 50 % better", common, 0.5, looks,
                pass: .atLeast(0.6)),
            cell(
                group, "independent times, three looks from 12 blocks, 5 % better", independent,
                0.05, looks, pass: .atLeast(0.99)),
        ]
    }

    private static var clusters: [Cell] {
        var cells: [Cell] = []
        for clustering in [0, 0.5, 1, 2, 4] {
            for blocks in [12, 40] {
                for share in [0.005, 0.01, 0.0143, 0.02] {
                    cells.append(
                        cell(
                            "1,000 operations a block, limit on the p99, one look",
                            "clustering \(clustering), \(blocks) blocks, "
                                + "\(share * 100) % slow", .clustered(clustering), share,
                            .init(rounds: blocks, looks: 1)))
                }
            }
        }
        return cells
    }

    /// What so few blocks cannot see.
    private static var stalls: [Cell] {
        [12, 24, 48].flatMap { blocks in
            [0.005, 0.01, 0.02, 0.04].map { share in
                cell(
                    "Blocks that stall (two of five operations slow), limit on the p99, one look",
                    "\(blocks) blocks, \(share * 100) % slow", .stalls, share,
                    .init(rounds: blocks, looks: 1))
            }
        }
    }

    private static var chain: [Cell] {
        func cell(
            _ statistic: Requirement.Statistic, _ share: Double, burst: Int, pass: Bound = .told,
            fail: Bound = .told
        ) -> Cell {
            Cell(
                "299 blocks of the chain, one of eight required lines",
                "\(statistic.rawValue), \(share * 100) % slow, \(burst) at once",
                [("pass", pass), ("fail", fail)]
            ) { trials, seed in
                let rates = ChainMachine.rates(
                    statistic, share: share, burst: burst, trials: trials, seed: seed)
                return [rates.pass, rates.fail]
            }
        }
        let limits: [(Requirement.Statistic, Double)] = [(.p99, 0.01), (.p95, 0.05)]
        return limits.flatMap { statistic, share in
            [1, 5, 10, 30, 60].map { burst in
                cell(
                    statistic, share, burst: burst,
                    fail: burst >= 30 ? .atMost(0.025) : .told)
            } + [
                cell(
                    statistic, 4 * share, burst: 1,
                    fail: .atLeast(statistic == .p99 ? 0.65 : 0.99)),
                cell(statistic, 4 * share, burst: 10), cell(statistic, 4 * share, burst: 30),
            ]
        } + [cell(.p99, 0, burst: 1, pass: .atLeast(1))]
    }
}
