import Foundation
import Statistics

/// How often something happened in independent trials.
package struct Tally: Sendable, Equatable {
    package var count = 0
    package var trials = 0

    package init(count: Int = 0, trials: Int = 0) {
        self.count = count
        self.trials = trials
    }

    /// Counts one more trial.
    package mutating func add(_ happened: Bool) {
        trials += 1
        if happened { count += 1 }
    }

    package var rate: Double { Double(count) / Double(max(1, trials)) }

    /// The two-sided 95 % interval of the rate.
    ///
    /// - Source: Clopper & Pearson (1934).
    package var interval: ClosedRange<Double> {
        func root(_ isBelow: (Double) -> Bool) -> Double {
            var (low, high) = (0.0, 1.0)
            for _ in 0..<60 {
                let middle = (low + high) / 2
                if isBelow(middle) { low = middle } else { high = middle }
            }
            return (low + high) / 2
        }
        let lower =
            count == 0
            ? 0
            : root { Binomial.atLeast(count, trials: trials, probability: $0) < 0.025 }
        let upper =
            count == trials
            ? 1
            : root { Binomial.cumulative(count, trials: trials, probability: $0) > 0.025 }
        return lower...upper
    }

    /// As per cent with its interval: `1.2 [0.9, 1.6]`.
    package var text: String {
        String(
            format: "%.1f [%.1f, %.1f]", rate * 100, interval.lowerBound * 100,
            interval.upperBound * 100)
    }
}

/// What is promised of a rate.
package enum Bound: Sendable, Equatable {
    case atMost(Double)
    case atLeast(Double)
    /// It is reported, and nothing is promised.
    case told

    package var text: String {
        switch self {
        case .atMost(let rate): String(format: "at most %g %%", rate * 100)
        case .atLeast(let rate): String(format: "at least %g %%", rate * 100)
        case .told: "–"
        }
    }

    /// Whether a tally keeps the promise.
    ///
    /// - `isSharp`: whether the rate itself must; else its interval need only reach it, as few
    ///   trials allow no more.
    package func holds(_ tally: Tally, isSharp: Bool) -> Bool {
        switch self {
        case .atMost(let rate):
            (isSharp ? tally.rate : tally.interval.lowerBound) <= rate
        case .atLeast(let rate):
            (isSharp ? tally.rate : tally.interval.upperBound) >= rate
        case .told: true
        }
    }
}

/// One simulated case: what is promised of it, and how it is tried.
package struct Cell: Sendable, CustomStringConvertible {
    /// A rate of a cell.
    package struct Claim: Sendable {
        package let what: String
        package let bound: Bound
    }

    /// Which table it belongs to.
    package let group: String
    package let title: String
    package let claims: [Claim]
    /// Tries it so often, from a seed: one tally a claim.
    package let run: @Sendable (_ trials: Int, _ seed: UInt64) -> [Tally]

    package init(
        _ group: String, _ title: String, _ claims: [(String, Bound)],
        run: @escaping @Sendable (_ trials: Int, _ seed: UInt64) -> [Tally]
    ) {
        self.group = group
        self.title = title
        self.claims = claims.map { Claim(what: $0.0, bound: $0.1) }
        self.run = run
    }

    package var description: String { "\(group): \(title)" }

    /// Whether anything is promised of it.
    package var isPromised: Bool { claims.contains { $0.bound != .told } }
}
