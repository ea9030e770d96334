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
    /// Whether further rounds may follow.
    let look: Look
    /// How little the slow operations tell where they cluster, as seen at the run's own percentile.
    private let ownEffect: Double

    /// nil if the record holds no distribution of the metric.
    init?(
        _ series: LatencySeries?, statistic: Requirement.Statistic, line: PassLine, alpha: Double,
        look: Look
    ) {
        guard let series else { return nil }
        self.series = series
        self.line = line
        // The median of a distribution is that of its measurements.
        permille = statistic.permille ?? 500
        self.alpha = alpha
        self.look = look
        ownEffect = series.ownEffect(permille: statistic.permille ?? 500)
    }

    /// The share that may exceed the limit.
    private var share: Double { Double(1000 - permille) / 1000 }

    /// The pass line plus the guard band, in seconds.
    private var guarded: Double { abs(line.guarded) }

    private var hasBlocks: Bool {
        series.blocks.count >= JudgementConstants.fewestPercentileBlocks
    }

    /// The p-value against "the percentile is at the guarded line or below".
    ///
    /// - `isCredited`: whether blocks count as if others had taken nothing.
    func pValueBelow(isCredited: Bool) -> Double {
        guard series.pooled != nil, !line.higherIsBetter, hasBlocks else { return 1 }
        return series.pValueBeyond(
            guarded, share: share, alpha: alpha, leastEffect: ownEffect, isCredited: isCredited)
    }

    /// The p-value against "more than permitted exceed the limit".
    private func pValueWithin(_ limit: Double) -> Double {
        series.pValueWithin(limit, share: share, alpha: alpha, leastEffect: ownEffect)
    }

    /// The decision on the line, and its figures.
    func decision(unit: Unit, miss: Miss) -> Decision {
        var figures = LineFigures(
            sampleCount: series.blocks.count, labels: series.labels, dropped: series.dropped)
        if let damage = series.damage {
            return Decision(
                .unmeasurable, "the record cannot be judged: \(damage)", figures: figures)
        }
        guard unit == .seconds, !line.higherIsBetter else {
            return Decision(
                .unmeasurable, "a percentile is judged of times, and by 'at-most'",
                figures: figures)
        }
        guard let found = series.percentile(permille: permille, alpha: alpha) else {
            return Decision(.skipped, "no block was kept", figures: figures)
        }
        let count = series.exceedance(of: line.limit, share: share, leastEffect: ownEffect)
        figures.measured = found.value
        figures.lowerBound = hasBlocks ? found.lower : nil
        figures.upperBound = hasBlocks ? found.upper : nil
        figures.marginPercent = line.marginPercent(found.value)
        figures.exceedance = count
        if let dropped = series.dropped, dropped.leavesTooFew {
            return Decision(.inconclusive, dropped.clause, figures: figures)
        }
        let (outcome, reason) = decide(count, miss: miss)
        return Decision(outcome, reason, figures: figures)
    }

    private func decide(_ count: ExceedanceCount, miss: Miss) -> (Outcome, String) {
        let (above, all) = (count.above.grouped, count.of.grouped)
        let seen =
            "\(above) of \(all) operations took longer than the limit; at most "
            + "\(share.percent) % may"
        guard hasBlocks else {
            let blocks = counted(series.blocks.count, "block")
            return (
                .inconclusive,
                "\(seen); \(blocks) cannot show whether the slow ones come in clusters: "
                    + "\(JudgementConstants.fewestPercentileBlocks) are the fewest"
            )
        }
        let cleared = line.cleared(look)
        if pValueWithin(abs(cleared.limit)) <= alpha { return (.pass, seen) }
        if pValueWithin(abs(cleared.line)) <= alpha {
            return (.warn, "\(seen); within the tolerance")
        }
        return switch miss {
        case .certain: (.fail, "\(seen), beyond tolerance and doubt")
        case .excused: (.inconclusive, seen)
        case .none: (.inconclusive, "\(seen); \(doubt(count))")
        }
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
