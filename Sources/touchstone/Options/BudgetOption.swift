import ArgumentParser
import Judgement
import Model

/// A budget in per cent, for all metrics or for one.
struct Budget {
    /// `nil` = every metric.
    let metric: MetricID?
    let percent: Double

    init?(_ argument: Substring) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let figure = parts.last.map { $0.hasSuffix("%") ? $0.dropLast() : $0 } ?? ""
        guard let percent = Double(figure), percent > 0, percent < 100 else { return nil }
        self.percent = percent
        metric = parts.count == 2 ? MetricID(rawValue: String(parts[0])) : nil
        if metric?.rawValue.isEmpty == true { return nil }
    }
}

/// One `--budget`, which may hold several, joined by commas.
struct BudgetOption: ExpressibleByArgument {
    let budgets: [Budget]

    init?(argument: String) {
        let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
        budgets = parts.compactMap { Budget($0) }
        if budgets.count != parts.count { return nil }
    }
}

extension RegressionBudgets {
    /// The budgets that the options give, before those of a profile.
    ///
    /// - Throws: a usage error for a metric that the baseline has not.
    init(_ options: [BudgetOption], profile: Profile?, known: [MetricID]) throws {
        self.init(profile: profile)
        for option in options.flatMap(\.budgets) {
            guard let metric = option.metric else {
                general = option.percent
                continue
            }
            guard known.contains(metric) else {
                let nearest = nearestNames(to: metric.rawValue, among: known.map(\.rawValue))
                let hint =
                    nearest.isEmpty ? "" : "; did you mean \(nearest.joined(separator: " or "))?"
                throw ValidationError("--budget: the baseline has no metric '\(metric)'\(hint)")
            }
            byMetric[metric] = option.percent
        }
    }
}
