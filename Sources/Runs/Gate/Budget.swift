package import Judgement
package import Model

/// A budget in per cent, for all metrics or for one.
package struct Budget: Sendable {
    /// nil means every metric.
    let metric: MetricID?
    let percent: Double

    /// Reads `8`, `8%` or `memory.copy=10`; nil for anything else.
    private init?(_ argument: Substring) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let figure = parts.last.map { $0.hasSuffix("%") ? $0.dropLast() : $0 } ?? ""
        guard let percent = Double(figure), percent > 0, percent < 100 else { return nil }
        self.percent = percent
        metric = parts.count == 2 ? MetricID(rawValue: String(parts[0])) : nil
        if metric?.rawValue.isEmpty == true { return nil }
    }

    /// Reads budgets that are joined by commas; nil if one of them is none.
    package static func list(_ text: String) -> [Budget]? {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let budgets = parts.compactMap { Budget($0) }
        return budgets.count == parts.count ? budgets : nil
    }
}

extension RegressionBudgets {
    /// The budgets that were given, before those of a profile.
    ///
    /// - Throws: exit code 64 for a metric that the baseline has not.
    package init(_ budgets: [Budget], profile: Profile?, known: [MetricID]) throws {
        self.init(profile: profile)
        for option in budgets {
            guard let metric = option.metric else {
                general = option.percent
                continue
            }
            guard known.contains(metric) else {
                let hint = didYouMean(metric.rawValue, among: known.map(\.rawValue))
                throw CommandFailure(
                    .usage,
                    "--budget: the baseline has no metric '\(metric)'"
                        + (hint.map { "; " + $0 } ?? ""))
            }
            byMetric[metric] = option.percent
        }
    }
}
