/// Cases of lines that are medians.
package enum MedianCells {
    private static let others = [Double](repeating: 1.2, count: 5)

    package static var all: [Cell] {
        white + drift + steal + load + shape + wholeRuns
    }

    private static func cell(
        _ group: String, _ title: String, _ noise: MedianMachine.Noise, _ levels: [Double],
        plan: MedianMachine.Plan = .init(), pass: Bound = .told, fail: Bound = .told
    ) -> Cell {
        Cell(group, title, [("pass", pass), ("fail", fail)]) { trials, seed in
            let rates = MedianMachine.rates(
                noise, levels: levels, plan: plan, trials: trials, seed: seed)
            return [rates.pass, rates.fail]
        }
    }

    /// One metric at the level and five at +20 %.
    private static var white: [Cell] {
        let levels: [(Double, Bound, Bound)] = [
            (0.9, .told, .atLeast(0.99)), (0.95, .atMost(0.01), .told), (1, .atMost(0.05), .told),
            (1.05, .atLeast(0.99), .atMost(0.005)), (1.1, .atLeast(0.99), .told),
        ]
        return [0.02, 0.04, 0.06].flatMap { noise in
            levels.map { level, pass, fail in
                let isHard = noise == 0.06 && level == 1.05
                return cell(
                    "White noise, one metric at the level and five at +20 %",
                    "\(percent(noise)), \(signed(level))", .white(noise), [level] + others,
                    pass: isHard ? .atLeast(0.95) : pass, fail: fail)
            }
        }
    }

    /// One metric; its long-term level is named.
    private static var drift: [Cell] {
        let bounds: [(Double, [(Double, Bound, Bound)])] = [
            (
                0.5,
                [
                    (0.85, .told, .told), (0.95, .told, .told), (1, .told, .told),
                    (1.05, .told, .told), (1.2, .told, .told),
                ]
            ),
            (
                0.8,
                [
                    (0.85, .told, .atLeast(0.8)), (0.95, .atMost(0.005), .told),
                    (1, .atMost(0.04), .told), (1.05, .told, .told),
                    (1.2, .atLeast(0.92), .told),
                ]
            ),
            (
                0.95,
                [
                    (0.85, .told, .atLeast(0.9)), (0.95, .atMost(0.005), .told),
                    (1, .atMost(0.09), .told), (1.05, .told, .told),
                    (1.2, .atLeast(0.97), .told),
                ]
            ),
        ]
        return bounds.flatMap { memory, levels in
            levels.map { level, pass, fail in
                cell(
                    "Drift of 4 % from round to round, one metric, its long-term level",
                    "correlation \(memory), \(signed(level))",
                    .drift(memory, 0.04, whiteNoise: 0), [level], pass: pass, fail: fail)
            }
        }
    }

    private static var steal: [Cell] {
        let group = "Steal of a tenth to a half of a block, noise 2 %, tolerance 10 %, six metrics"
        let plan = MedianMachine.Plan(tolerancePercent: 10)
        let all = [1.2] + others
        let one = [0.6] + others
        func noise(_ share: Double, _ stretch: Int) -> MedianMachine.Noise {
            .steal(0.02, share: share, stretch: stretch)
        }
        return [0.1, 0.2].flatMap { share in
            [
                cell(
                    group, "in \(percent(share)) of blocks, all at +20 %", noise(share, 1), all,
                    plan: plan, pass: .atLeast(0.97)),
                cell(
                    group, "in \(percent(share)) of blocks, one at -40 %", noise(share, 1), one,
                    plan: plan, fail: .atLeast(0.93)),
            ]
        } + [
            cell(
                group, "in 10 % of blocks, stretches of three rounds, all at +20 %",
                noise(0.1, 3), all, plan: plan, pass: .atLeast(0.95)),
            cell(
                group, "in 10 % of blocks, stretches of three rounds, one at -40 %",
                noise(0.1, 3), one, plan: plan),
        ]
    }

    private static var load: [Cell] {
        let group = "Others take a share of the processor in all blocks, noise 2 %"
        return [
            cell(
                group, "10 %, one of six at -40 %", .load(0.02, share: 0.1), [0.6] + others,
                fail: .atLeast(0.95)),
            cell(
                group, "60 %, at the limit when quiet", .load(0.02, share: 0.6), [1],
                fail: .atMost(0)),
            cell(
                group, "60 %, -5 % when quiet", .load(0.02, share: 0.6), [0.95]),
            cell(
                group, "60 %, -75 % when quiet", .load(0.02, share: 0.6), [0.25],
                fail: .atLeast(0.99)),
            cell(
                group, "60 %, three times the limit when quiet", .load(0.02, share: 0.6), [3],
                pass: .atLeast(0.99)),
        ]
    }

    private static var shape: [Cell] {
        let phases = [0.9, 0.75, 0.5].flatMap { lower in
            [0.95, 1, 1.05].map { level in
                cell(
                    "Two levels in phases of ten rounds, noise 2 %, one metric, its mean",
                    "lower level \(percent(lower)) of the upper, \(signed(level))",
                    .phases(0.02, lower: lower, rounds: 10), [level])
            }
        }
        let stalls = [0.9, 1, 1.1, 1.2].map { level in
            cell(
                "Three blocks of ten at 40 %, one metric", signed(level),
                .stalls(0.02, share: 0.3, factor: 0.4), [level])
        }
        let throttled = [0.9, 1, 1.1].map { level in
            cell(
                "Every other five blocks throttled to 85 %, one metric", signed(level),
                .throttled, [level], fail: .atMost(0))
        }
        return phases + stalls + throttled
    }

    /// Whole runs of five required metrics with equal margins, as a user meets them.
    private static var wholeRuns: [Cell] {
        let noises: [(String, MedianMachine.Noise)] = [
            ("white noise 2 %", .white(0.02)), ("white noise 6 %", .white(0.06)),
            ("steal in 10 % of blocks", .steal(0.04, share: 0.1, stretch: 1)),
            ("steal in 20 % of blocks", .steal(0.04, share: 0.2, stretch: 1)),
            ("drift of 4 %, correlation 0.8", .drift(0.8, 0.04, whiteNoise: 0)),
            ("drift of 5 %, correlation 0.95, noise 2 %", .drift(0.95, 0.05, whiteNoise: 0.02)),
        ]
        return noises.flatMap { name, noise in
            [0.85, 0.95, 1.05, 1.1, 1.2].map { level in
                Cell(
                    "Five metrics with equal margins, tolerance 10 %", "\(name), \(signed(level))",
                    [("pass", .told), ("warn", .told), ("fail", .told)]
                ) { trials, seed in
                    let rates = MedianMachine.rates(
                        noise, levels: [Double](repeating: level, count: 5),
                        plan: .init(tolerancePercent: 10), trials: trials, seed: seed)
                    return [rates.pass, rates.warn, rates.fail]
                }
            }
        }
    }

    private static func percent(_ share: Double) -> String {
        "\(Int((share * 100).rounded())) %"
    }

    private static func signed(_ level: Double) -> String {
        let percent = Int(((level - 1) * 100).rounded())
        return percent > 0 ? "+\(percent) %" : "\(percent) %"
    }
}
