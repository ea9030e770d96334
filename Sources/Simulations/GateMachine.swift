import Foundation
import Judgement
import Model

/// A machine whose runs differ by a drift of each metric and an error within each run.
package struct GateMachine: Sendable {
    /// How a metric's figures differ between runs.
    package enum Drift: Sendable {
        case normal
        /// Skewed to the slow side, as a lognormal distribution of log-sd 1.
        case skewed
    }

    /// The median of the metrics' standard deviations between runs, as a fraction.
    private let median: Double
    private let drift: Drift
    private var generator: Generator
    private var deviations: [Double] = []
    private let definitions: [MetricDefinition]

    /// Metrics that a quick run is checked by.
    package static let metrics = 27

    /// Standard deviation of the error within a run.
    private static let error = 0.01

    package init(median: Double, drift: Drift = .normal, seed: UInt64) {
        self.median = median
        self.drift = drift
        generator = Generator(seed: seed)
        definitions = (0..<Self.metrics).map {
            MetricDefinition(
                id: MetricID(rawValue: "m.\($0)"), unit: .bytesPerSecond,
                direction: $0.isMultiple(of: 2) ? .higherIsBetter : .lowerIsBetter, title: "m\($0)")
        }
    }

    /// Draws the drifts of another machine: unlike by a lognormal factor of log-sd 0.5.
    private mutating func begin() {
        deviations = (0..<Self.metrics).map { _ in median * exp(0.5 * generator.normal()) }
    }

    /// One run, all metrics of which, or only the first, are worse by fractions.
    private mutating func run(_ id: Int, loss: Double = 0) -> RunSummary {
        var figures: [MetricFigure] = []
        figures.reserveCapacity(Self.metrics)
        for (index, metric) in definitions.enumerated() {
            let sign: Double = metric.direction == .higherIsBetter ? 1 : -1
            let shift = index == 0 ? log1p(-loss) : 0
            let noise = deviations[index] * drifted() + Self.error * generator.normal()
            figures.append(
                MetricFigure(
                    metric: metric, median: 1e6 * exp(sign * (noise + shift)), sampleCount: 20))
        }
        return RunSummary(
            runID: String(id), startedAt: "", complete: true, machine: [], methods: [],
            environment: [], figures: figures)
    }

    /// A deviate of mean 0 and variance 1, a loss below 0.
    private mutating func drifted() -> Double {
        switch drift {
        case .normal: return generator.normal()
        case .skewed:
            // exp(z) has mean sqrt(e) and variance (e - 1) e.
            let e = exp(1.0)
            return -(exp(generator.normal()) - e.squareRoot()) / ((e - 1) * e).squareRoot()
        }
    }

    /// What checks say over trials.
    package struct Rates: Sendable {
        /// Some metric is suspected; with a loss, the one that has it.
        package var suspected = Tally()
        /// It is confirmed by a run of another hour.
        package var confirmed = Tally()
        /// Some metric is called better than its budget explains.
        package var improved = Tally()
        /// The check ends as too noisy.
        package var tooNoisy = Tally()
    }

    /// Checks of runs that are as before, or of which the first metric is worse by `loss`.
    package static func rates(
        median: Double, drift: Drift = .normal, runs: Int, loss: Double = 0, trials: Int,
        seed: UInt64
    ) -> Rates {
        var machine = GateMachine(median: median, drift: drift, seed: seed)
        var rates = Rates()
        for _ in 0..<trials {
            machine.begin()
            let baseline = (0..<runs).map { machine.run($0) }
            let lines = RegressionRule.check(
                machine.run(runs, loss: loss), against: baseline)
            func has(_ outcome: RegressionOutcome, _ lines: [MetricRegression]) -> Bool {
                lines.contains { $0.outcome == outcome && (loss == 0 || $0.metric.id == "m.0") }
            }
            let isSuspected = has(.suspected, lines)
            rates.suspected.add(isSuspected)
            rates.improved.add(lines.contains { $0.outcome == .improved })
            rates.tooNoisy.add(RegressionRule.overall(of: lines).outcome == .cannotTell)
            guard isSuspected else {
                rates.confirmed.add(false)
                continue
            }
            let later = RegressionRule.confirm(
                lines, by: machine.run(runs + 1, loss: loss), controls: [], against: baseline,
                isLater: true)
            rates.confirmed.add(has(.regressed, later.lines))
        }
        return rates
    }

    /// How often a loss is suspected that a check says it detects four times out of five.
    package static func seen(median: Double, runs: Int, trials: Int, seed: UInt64) -> Tally {
        var machine = GateMachine(median: median, seed: seed)
        var tally = Tally()
        for _ in 0..<trials {
            machine.begin()
            let baseline = (0..<runs).map { machine.run($0) }
            let visible = RegressionRule.check(machine.run(runs), against: baseline)[0]
                .detectablePercent
            let lines = RegressionRule.check(
                machine.run(runs, loss: (visible ?? 0) / 100), against: baseline)
            tally.add(lines[0].outcome == .suspected)
        }
        return tally
    }

    /// How a baseline is kept from week to week.
    package enum Baseline: String, Sendable, CaseIterable {
        /// The first eight runs.
        case fixed
        /// Every run is added to it.
        case growing
        /// It is made anew of the newest eight runs.
        case rolling
    }

    /// The share of histories that are told of a loss, or of creep, within so many weeks.
    ///
    /// - Parameters:
    ///   - weeks: ascending.
    ///   - median: of the drifts.
    ///   - drift: its form.
    ///   - creep: loss of the first metric a week, as a fraction.
    ///   - baseline: against which each week's run is checked; nil means only creep is looked for.
    ///   - trials: histories.
    ///   - seed: of the numbers.
    /// - Returns: one tally a number of weeks.
    package static func told(
        within weeks: [Int], median: Double, drift: Drift = .normal, creep: Double,
        baseline: Baseline?, trials: Int, seed: UInt64
    ) -> [Tally] {
        var machine = GateMachine(median: median, drift: drift, seed: seed)
        var tallies = weeks.map { _ in Tally() }
        for _ in 0..<trials {
            let week = machine.firstTold(upTo: weeks.last ?? 0, creep: creep, baseline: baseline)
            for index in weeks.indices {
                tallies[index].add(week.map { $0 <= weeks[index] } ?? false)
            }
        }
        return tallies
    }

    private mutating func firstTold(
        upTo last: Int, creep: Double, baseline: Baseline?
    ) -> Int? {
        begin()
        // The metric that creeps has the drift named; the others are unlike.
        if creep > 0 { deviations[0] = median }
        let count = RegressionConstants.firstRuns
        var runs = (0..<count).map { run($0) }
        var figures: [MetricID: [Double]] = [:]
        for run in runs {
            for figure in run.figures {
                figures[figure.metric.id, default: []].append(figure.median)
            }
        }
        let first = FirstFigures(since: "", runIDs: runs.map(\.runID), figures: figures)
        guard last > 0 else { return nil }
        for week in 1...last {
            let run = run(count + week, loss: min(0.99, creep * Double(week)))
            let crept = CreepRule.lines(first: first, runs: runs + [run])
            func isTold(_ id: MetricID) -> Bool { creep == 0 || id == "m.0" }
            if crept.contains(where: { $0.isCrept && isTold($0.metric.id) }) { return week }
            if let baseline {
                let members =
                    switch baseline {
                    case .fixed: Array(runs.prefix(count))
                    case .growing: runs
                    case .rolling: Array(runs.suffix(count))
                    }
                let lines = RegressionRule.check(run, against: members)
                if lines.contains(where: { $0.outcome == .suspected && isTold($0.metric.id) }) {
                    return week
                }
            }
            runs.append(run)
        }
        return nil
    }
}
