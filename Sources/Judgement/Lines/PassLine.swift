import Model

/// A limit with its tolerance, seen so that more is always better.
struct PassLine {
    /// The limit in the base unit, above 0.
    let limit: Double
    let tolerance: Double
    /// Whether the requirement is a minimum.
    let higherIsBetter: Bool

    /// nil if the requirement's limit is not a quantity.
    init?(_ requirement: Requirement) {
        guard case .quantity(let limit, _) = requirement.limit else { return nil }
        self.limit = limit
        tolerance = requirement.tolerancePercent / 100
        higherIsBetter = requirement.comparison != .atMost
    }

    /// The limit less its tolerance (plus it, where less is better).
    var line: Double { higherIsBetter ? limit * (1 - tolerance) : limit * (1 + tolerance) }

    /// The pass line less the guard band, oriented.
    var guarded: Double {
        let guardBand = JudgementConstants.failGuard
        return oriented(higherIsBetter ? line * (1 - guardBand) : line * (1 + guardBand))
    }

    /// Values with their sign turned where less is better, so that more is better.
    func oriented(_ values: [Double]) -> [Double] { values.map(oriented) }

    func oriented(_ value: Double) -> Double { higherIsBetter ? value : -value }

    /// Per cent by which a value is better than the limit; negative = worse; `nil` of nothing at
    /// all where less is better, which is better by no number.
    func marginPercent(_ value: Double) -> Double? {
        if !higherIsBetter, value == 0 { return nil }
        return (higherIsBetter ? value / limit - 1 : limit / value - 1) * 100
    }

    /// The limit, and the pass line, that a bound must clear at a look; oriented.
    func cleared(_ look: Look) -> (limit: Double, line: Double) {
        let factor = higherIsBetter ? 1 + look.passGuard : 1 - look.passGuard
        return (oriented(limit * factor), oriented(line * factor))
    }

    /// The decision from the oriented lower bound.
    ///
    /// - Parameters:
    ///   - lower: of the median, with the error of a look.
    ///   - miss: what the sign test says of the guarded line.
    ///   - look: whether further rounds may follow.
    /// - Returns: the outcome, and one sentence that says why.
    func decide(lower: Double, miss: Miss, look: Look) -> (Outcome, String) {
        let cleared = cleared(look)
        if lower >= cleared.limit {
            return (.pass, "at its limit or better (95 % confidence)")
        }
        if lower >= cleared.line {
            let percent = (tolerance * 100).formattedPercent
            let side = higherIsBetter ? "below" : "above"
            return (.warn, "within the tolerance of \(percent) % \(side) its limit")
        }
        switch miss {
        case .certain:
            let side = higherIsBetter ? "below" : "above"
            return (.fail, "\(side) its limit, even with the tolerance (95 % confidence)")
        case .excused:
            return (.inconclusive, higherIsBetter ? "below its limit" : "above its limit")
        case .none:
            return (
                .inconclusive,
                "too close to the limit to call: more rounds, or a quieter machine"
            )
        }
    }
}

/// Whether a figure is on the wrong side of its guarded pass line.
enum Miss {
    /// Not surely.
    case none
    /// By the samples as they are, but not by what they count as without what others took.
    case excused
    /// In any case.
    case certain
}

extension Double {
    /// The number without a needless fraction: `10`, `2.5`.
    fileprivate var formattedPercent: String {
        self == rounded() && abs(self) < 1e15 ? String(Int(self)) : String(self)
    }
}
