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

    /// The budget of a metric in per cent.
    package func percent(_ metric: MetricID) -> Double { byMetric[metric] ?? general }
}
