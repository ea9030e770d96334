package import Model

/// How much worse a metric may get before it matters, in per cent.
package struct RegressionBudgets: Sendable, Equatable {
    /// For every metric without one of its own.
    package var general: Double
    package var byMetric: [MetricID: Double]

    /// - Parameters: each above 0 and below 100.
    package init(
        general: Double = RegressionConstants.budgetPercentDefault,
        byMetric: [MetricID: Double] = [:]
    ) {
        self.general = general
        self.byMetric = byMetric
    }

    /// The budgets that a profile's requirements carry; where two lines of a metric do, the lower.
    package init(profile: Profile?) {
        self.init()
        for requirement in profile?.requirements ?? [] {
            guard case .metric(let base, let statistic) = requirement.subject,
                let percent = requirement.regressionBudgetPercent
            else { continue }
            let metric = statistic.figureID(of: base)
            byMetric[metric] = min(percent, byMetric[metric] ?? percent)
        }
    }

    /// The budget of a metric in per cent.
    package func percent(_ metric: MetricID) -> Double { byMetric[metric] ?? general }
}
