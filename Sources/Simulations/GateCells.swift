/// Cases of the regression gate.
package enum GateCells {
    package static var all: [Cell] { checks + creep }

    private static var checks: [Cell] {
        let group = "\(GateMachine.metrics) metrics of unlike drift, error within a run 1 %"
        var cells: [Cell] = []
        for runs in [5, 8, 20] {
            for median in [0.01, 0.02, 0.04] {
                let isPromised = runs == 8 && median < 0.03
                let name = "\(runs) runs, median drift \(Int(median * 100)) %"
                cells.append(
                    Cell(
                        group, name + ", unchanged",
                        [
                            ("suspected", isPromised ? .atMost(0.025) : .told),
                            ("confirmed at another hour", .told), ("called better", .told),
                            ("too noisy", .told),
                        ]
                    ) { trials, seed in
                        let rates = GateMachine.rates(
                            median: median, runs: runs, trials: trials, seed: seed)
                        return [
                            rates.suspected, rates.confirmed, rates.improved, rates.tooNoisy,
                        ]
                    })
                for loss in [0.05, 0.1, 0.2] {
                    let bound: Bound =
                        isPromised && loss == 0.1
                        ? .atLeast(median == 0.01 ? 0.93 : 0.6) : .told
                    cells.append(
                        Cell(
                            group, name + ", one metric -\(Int(loss * 100)) %",
                            [("suspected", bound), ("confirmed at another hour", .told)]
                        ) { trials, seed in
                            let rates = GateMachine.rates(
                                median: median, runs: runs, loss: loss, trials: trials,
                                seed: seed)
                            return [rates.suspected, rates.confirmed]
                        })
                }
            }
        }
        for runs in [5, 8, 20] {
            for median in [0.02, 0.04] {
                let bound: Bound = runs == 8 && median == 0.04 ? .atMost(0.05) : .told
                cells.append(
                    Cell(
                        "The same, drift skewed to the slow side, unchanged",
                        "\(runs) runs, median drift \(Int(median * 100)) %",
                        [
                            ("suspected", .told), ("confirmed at another hour", bound),
                            ("too noisy", .told),
                        ]
                    ) { trials, seed in
                        let rates = GateMachine.rates(
                            median: median, drift: .skewed, runs: runs, trials: trials, seed: seed)
                        return [rates.suspected, rates.confirmed, rates.tooNoisy]
                    })
            }
        }
        cells.append(
            Cell(
                "What a check says it detects four times out of five",
                "8 runs, median drift 2 %",
                [("suspected", .atLeast(0.7)), ("missed", .atLeast(0.05))]
            ) { trials, seed in
                let seen = GateMachine.seen(median: 0.02, runs: 8, trials: trials, seed: seed)
                return [seen, Tally(count: trials - seen.count, trials: trials)]
            })
        return cells
    }

    private static var creep: [Cell] {
        let group = "Weekly checks, told of a loss"
        let weeks = [12, 30]
        let creeping = GateMachine.Baseline.allCases.map { baseline in
            Cell(
                group, "1 % a week on one metric, drift 2 %, \(baseline.rawValue) baseline",
                [("within 12 weeks", .atLeast(0.5)), ("within 30 weeks", .atLeast(1))]
            ) { trials, seed in
                GateMachine.told(
                    within: weeks, median: 0.02, creep: 0.01, baseline: baseline, trials: trials,
                    seed: seed)
            }
        }
        let slower = [(0.01, 0.04), (0.005, 0.02), (0.0025, 0.02)].map { creep, median in
            Cell(
                group,
                "\(creep * 100) % a week on one metric, drift \(Int(median * 100)) %, newest "
                    + "against first alone",
                [("within 12 weeks", .told), ("within 30 weeks", .told)]
            ) { trials, seed in
                GateMachine.told(
                    within: weeks, median: median, creep: creep, baseline: nil, trials: trials,
                    seed: seed)
            }
        }
        let drifts: [(Double, GateMachine.Drift)] = [
            (0.01, .normal), (0.02, .normal), (0.04, .normal), (0.04, .skewed),
        ]
        let unchanged = drifts.map { median, drift in
            Cell(
                group,
                "unchanged, drift \(Int(median * 100)) %"
                    + (drift == .skewed ? " skewed to the slow side" : ""),
                [
                    ("within 12 weeks", .told),
                    ("within 30 weeks", drift == .normal ? .atMost(0.05) : .told),
                ]
            ) { trials, seed in
                GateMachine.told(
                    within: weeks, median: median, drift: drift, creep: 0, baseline: nil,
                    trials: trials, seed: seed)
            }
        }
        return creeping + slower + unchanged
    }
}
