import Glibc

/// The shift between two groups of samples, without a model of their distribution.
///
/// - Source: Hodges & Lehmann, Estimates of Location Based on Rank Tests, Ann. Math. Stat. 34
///   (1963); the interval is Moses', as in Hollander, Wolfe & Chicken, Nonparametric Statistical
///   Methods, 3rd ed., 4.3.
package struct HodgesLehmannShift: Sendable, Equatable {
    /// The median of all pairwise differences, second less first.
    package let estimate: Double
    /// Bounds of the shift; nil means so few samples have none at this confidence.
    package let interval: (lower: Double, upper: Double)?

    /// The shift from `first` to `second`, or nil if either is empty.
    ///
    /// - `alpha`: two-sided error of the interval, above 0 and below 1.
    /// - Complexity: O(m·n·log(m·n)) and, for the interval, O(m·n·(m + n)).
    package init?(from first: [Double], to second: [Double], alpha: Double) {
        if first.isEmpty || second.isEmpty { return nil }
        var differences: [Double] = []
        differences.reserveCapacity(first.count * second.count)
        for later in second { for earlier in first { differences.append(later - earlier) } }
        differences.sort()
        estimate = OrderStatistics.median(differences) ?? 0
        let rank = RankSum.lowerRank(first.count, second.count, tail: alpha / 2)
        interval = rank.map { (differences[$0 - 1], differences[differences.count - $0]) }
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.estimate == right.estimate && left.interval?.lower == right.interval?.lower
            && left.interval?.upper == right.interval?.upper
    }
}

/// The distribution of Mann and Whitney's U when both groups are alike.
///
/// - Source: Mann & Whitney, Ann. Math. Stat. 18 (1947), whose recurrence is used here.
enum RankSum {
    /// Above this many pairs the normal approximation serves.
    ///
    /// Ours: its error is then below 1e-3.
    private static let pairsExact = 2_500

    /// The largest k from 1 with P(U < k) <= `tail`; nil if even k = 1 has more.
    static func lowerRank(_ m: Int, _ n: Int, tail: Double) -> Int? {
        let rank = m * n <= pairsExact ? exact(m, n, tail: tail) : approximate(m, n, tail: tail)
        return rank >= 1 ? rank : nil
    }

    private static func exact(_ m: Int, _ n: Int, tail: Double) -> Int {
        var sum = 0.0
        var rank = 0
        for probability in probabilities(m, n) {
            sum += probability
            if sum > tail { break }
            rank += 1
        }
        return rank
    }

    /// P(U = u) for u in 0...m·n.
    ///
    /// p(i, j, u) = i/(i+j) p(i-1, j, u-j) + j/(i+j) p(i, j-1, u): the largest of all is of the
    /// first group or of the second.
    private static func probabilities(_ m: Int, _ n: Int) -> [Double] {
        var rows = [[Double]](repeating: [1], count: n + 1)
        for i in 1...m {
            rows[0] = [1]
            for j in 1...n {
                let above = rows[j]
                let left = rows[j - 1]
                let share = Double(i) / Double(i + j)
                var current = [Double](repeating: 0, count: i * j + 1)
                for (u, p) in above.enumerated() { current[u + j] += share * p }
                for (u, p) in left.enumerated() { current[u] += (1 - share) * p }
                rows[j] = current
            }
        }
        return rows[n]
    }

    private static func approximate(_ m: Int, _ n: Int, tail: Double) -> Int {
        let pairs = Double(m) * Double(n)
        let deviation = (pairs * Double(m + n + 1) / 12).squareRoot()
        // Halving for the normal quantile: it is needed once a comparison.
        var low = -40.0
        var high = 0.0
        for _ in 0..<80 {
            let middle = (low + high) / 2
            if erfc(-middle / 2.0.squareRoot()) / 2 > tail { high = middle } else { low = middle }
        }
        return Int((pairs / 2 + low * deviation).rounded(.down))
    }
}
