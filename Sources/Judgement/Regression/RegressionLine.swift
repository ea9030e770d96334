import Glibc
import Model
import Statistics

/// One metric of a check while it is being decided.
struct RegressionLine {
    let metric: MetricDefinition
    /// This run's figure; nil if not measured.
    let figure: MetricFigure?
    /// nil if a figure is 0 or below, which has no logarithm.
    private var interval: PredictionInterval?
    /// Oriented logarithm of this run's figure.
    private let log: Double?
    private let budgetPercent: Double
    private(set) var pValue: Double?
    private(set) var result: MetricRegression

    /// One line a metric of the baseline, in the order of its newest run, others after.
    static func all(
        of run: RunSummary, against baseline: [RunSummary], budgets: RegressionBudgets
    ) -> [RegressionLine] {
        var seen: Set<MetricID> = []
        var metrics: [MetricDefinition] = []
        for figure in baseline.reversed().flatMap(\.figures)
        where seen.insert(figure.metric.id).inserted {
            metrics.append(figure.metric)
        }
        var lines = metrics.map { metric in
            RegressionLine(
                metric, earlier: baseline.compactMap { $0.figure(of: metric.id) },
                figure: run.figure(of: metric.id), budgetPercent: budgets.percent(metric.id))
        }
        let prior = PredictionInterval.prior(lines.compactMap(\.interval))
        for index in lines.indices { lines[index].moderate(by: prior) }
        return lines
    }

    /// - `earlier`: one figure or more.
    init(
        _ metric: MetricDefinition, earlier: [MetricFigure], figure: MetricFigure?,
        budgetPercent: Double
    ) {
        self.metric = metric
        self.figure = figure
        self.budgetPercent = budgetPercent
        let medians = earlier.map(\.median)
        let direction = metric.direction
        interval =
            medians.allSatisfy { $0 > 0 }
            ? PredictionInterval(logs: medians.map { direction.oriented(Glibc.log($0)) }) : nil
        log = figure.flatMap { $0.median > 0 ? direction.oriented(Glibc.log($0.median)) : nil }
        let expected = interval.map { exp(direction.oriented($0.mean)) } ?? medians[0]
        result = MetricRegression(
            metric: metric, outcome: .notMeasured, baselineRuns: earlier.count, expected: expected,
            budgetPercent: budgetPercent, reason: "in the baseline, but not in this run")
        result.spreadPercent = interval?.deviation.map { $0 * 100 }
        result.measured = figure?.median
        result.changePercent = changePercent
        // A doubt that all earlier runs had as well does not tell them apart.
        if let cap = figure?.cap, !earlier.allSatisfy({ $0.cap == cap }) { result.cap = cap }
    }

    /// Draws the spread of the earlier runs towards that of the other metrics.
    private mutating func moderate(by prior: VariancePrior?) {
        interval = interval?.moderated(by: prior)
        if let interval, let log { pValue = interval.pValueWorse(log) }
        result.pValue = pValue
    }

    /// How far the figure lies above the earlier ones, oriented; nil if not comparable.
    private var gain: Double? {
        if let interval, let log { log - interval.mean } else { nil }
    }

    var changePercent: Double? {
        gain.map { metric.direction.percent(orientedDifference: $0) }
    }

    var isBeyondBudget: Bool {
        gain.map { -$0 > metric.direction.loss(percent: budgetPercent) } ?? false
    }

    /// Whether the figure is better by more than the budget.
    private var isBetterThanBudget: Bool {
        gain.map { $0 > metric.direction.gain(percent: budgetPercent) } ?? false
    }

    /// Whether this check could not alarm before the metric is worse by a multiple of its budget.
    private var isBlind: Bool {
        result.alarmPercent.map { $0 > RegressionConstants.blindBudgets * budgetPercent } ?? false
    }

    /// Settles the outcome.
    ///
    /// - Parameters:
    ///   - isOutside: whether Holm's procedure found the figure below the interval.
    ///   - isAbove: whether it found the figure above the interval.
    ///   - family: how many metrics were tested.
    ///   - quantiles: of this check.
    mutating func decide(
        isOutside: Bool, isAbove: Bool, family: Int, quantiles: inout QuantileTable
    ) {
        setReach(family: family, quantiles: &quantiles)
        guard figure != nil else { return }
        guard let gain else {
            result.outcome = .notMeasured
            result.reason = "a figure of 0 has no ratio to another"
            return
        }
        let runs = result.baselineRuns
        let isFew = runs < RegressionConstants.fewestRuns
        if isBeyondBudget, isFew {
            result.outcome = .suspected
            result.reason =
                "worse than the budget; \(counted(runs, "earlier run")) cannot "
                + "confirm it: \(RegressionConstants.fewestRuns) are the fewest"
        } else if isBeyondBudget, isOutside {
            result.outcome = .suspected
            result.reason =
                result.cap.map { "worse, but \($0)" } ?? "worse beyond spread and budget"
        } else if isBetterThanBudget, isAbove || pValue == nil {
            result.outcome = .improved
            result.reason = "better than the budget: a wrong disk or a cache would look like this"
        } else if isBlind, let alarm = result.alarmPercent {
            result.outcome = .cannotTell
            let least = Int(min(alarm, 1e6).rounded())
            result.reason =
                (isBeyondBudget ? "worse than the budget, and " : "")
                + "the earlier runs differ so much that only \(least) % would alarm"
        } else {
            result.outcome = .steady
            result.reason =
                isBeyondBudget
                ? "worse than the budget, but within what the earlier runs' spread explains"
                : gain < 0 && isOutside
                    ? "worse beyond the earlier runs' spread, but within the budget"
                    : "as before"
        }
    }

    /// What this check can see at all.
    private mutating func setReach(family: Int, quantiles: inout QuantileTable) {
        guard let prediction = interval?.prediction(), family > 0 else { return }
        func quantile(_ tail: Double) -> Double {
            quantiles.quantile(upperTail: tail, degreesOfFreedom: prediction.degreesOfFreedom)
        }
        let deviation = prediction.deviation
        let direction = metric.direction
        let reach = deviation * quantile(RegressionConstants.alpha / Double(family))
        let alarm = max(reach, direction.loss(percent: budgetPercent))
        // Approximate: the power of a t test by the sum of its two quantiles.
        let seen = alarm + deviation * quantile(1 - RegressionConstants.power)
        result.alarmPercent = direction.worsening(loss: alarm)
        result.detectablePercent = direction.worsening(loss: seen)
    }
}

extension Direction {
    /// The oriented gain that an improvement in per cent is.
    fileprivate func gain(percent: Double) -> Double {
        self == .higherIsBetter ? log1p(percent / 100) : -log1p(-percent / 100)
    }
}
