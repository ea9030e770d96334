import Model
import Statistics

/// Holds a percentile against its limit by counting what took longer than the limit.
///
/// The 99th percentile is at the limit or below when at most one in a hundred exceeds it, and that
/// count is known better than the percentile's value is.
struct PercentileJudge {
    let series: LatencySeries
    let line: PassLine
    let permille: Int
    /// One-sided error of each claim: that of a look.
    let alpha: Double

    /// `nil` when the record holds no distribution of the metric.
    init?(
        _ series: LatencySeries?, statistic: Requirement.Statistic, line: PassLine, alpha: Double
    ) {
        guard let series else { return nil }
        self.series = series
        self.line = line
        // The median of a distribution is that of its measurements.
        permille = statistic.permille ?? 500
        self.alpha = alpha
    }

    /// The share that may exceed the limit.
    private var share: Double { Double(1000 - permille) / 1000 }

    /// The pass line plus the guard band, in seconds.
    private var guarded: Double { abs(line.guarded) }

    private var hasBlocks: Bool {
        series.blocks.count >= JudgementConstants.fewestPercentileBlocks
    }

    /// The p-value against "the percentile is at the guarded line or below".
    var pValueBelow: Double {
        guard series.pooled != nil, !line.higherIsBetter, hasBlocks else { return 1 }
        return series.pValueBeyond(guarded, share: share, alpha: alpha)
    }

    /// Fills in figures, outcome and reason.
    ///
    /// - `surelyBelow`: whether Holm's procedure called the line missed.
    func judge(_ verdict: inout RequirementVerdict, unit: Unit, surelyBelow: Bool) {
        verdict.sampleCount = series.blocks.count
        verdict.labels = series.labels.isEmpty ? nil : series.labels
        if let damage = series.damage {
            verdict.reason = "the record cannot be judged: \(damage)"
            return
        }
        guard unit == .seconds, !line.higherIsBetter else {
            verdict.reason = "a percentile is judged of times, and by 'at-most'"
            return
        }
        guard let found = series.percentile(permille: permille, alpha: alpha) else {
            verdict.outcome = .skipped
            verdict.reason = "no block was kept"
            return
        }
        let count = series.exceedance(of: line.limit, share: share)
        verdict.measured = found.value
        verdict.lowerBound = hasBlocks ? found.lower : nil
        verdict.upperBound = hasBlocks ? found.upper : nil
        verdict.marginPercent = line.marginPercent(found.value)
        verdict.exceedance = count
        (verdict.outcome, verdict.reason) = decide(count, surelyBelow: surelyBelow)
    }

    private func decide(_ count: ExceedanceCount, surelyBelow: Bool) -> (Outcome, String) {
        let (above, all) = (count.above.grouped, count.of.grouped)
        let seen =
            "\(above) of \(all) operations took longer than the limit; at most "
            + "\(share.percent) % may"
        guard hasBlocks else {
            let blocks = series.blocks.count == 1 ? "1 block" : "\(series.blocks.count) blocks"
            return (
                .inconclusive,
                "\(seen); \(blocks) cannot show whether the slow ones come in clusters: "
                    + "\(JudgementConstants.fewestPercentileBlocks) are the fewest"
            )
        }
        if series.pValueWithin(line.limit, share: share, alpha: alpha) <= alpha {
            return (.pass, seen)
        }
        if series.pValueWithin(line.line, share: share, alpha: alpha) <= alpha {
            return (.warn, "\(seen); within the tolerance")
        }
        if surelyBelow { return (.fail, "\(seen), beyond tolerance and doubt") }
        return (.inconclusive, "\(seen); \(doubt(count))")
    }

    /// Why a count decides nothing.
    private func doubt(_ count: ExceedanceCount) -> String {
        let blocks = series.filledBlocks
        let caution = Exceedance.cautionOfFew(blocks: blocks, alpha: alpha)
        if caution.isInfinite { return "all lie in one block, which says nothing of clusters" }
        let fewest = Exceedance.fewestTrials(share: share, alpha: alpha, caution: caution)
        if count.of < fewest {
            return "so few cannot show it: in \(blocks) blocks \(fewest.grouped) are the fewest"
        }
        if count.designEffect >= 2 {
            return "the slow ones come in clusters, so that "
                + "\(Int(count.designEffect.rounded()).grouped) of them tell no more than one: "
                + "more rounds, or a quieter machine"
        }
        return "too near to that to tell: more rounds decide"
    }
}

extension Double {
    /// A share as per cent without needless digits: `1`, `0.1`, `50`.
    fileprivate var percent: String {
        let percent = (self * 1e6).rounded() / 1e4
        return percent == percent.rounded() ? String(Int(percent)) : String(percent)
    }
}

extension Int {
    /// The number with a comma between groups of three digits.
    fileprivate var grouped: String {
        var text = ""
        for (place, digit) in String(magnitude).reversed().enumerated() {
            if place > 0, place.isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }
}
