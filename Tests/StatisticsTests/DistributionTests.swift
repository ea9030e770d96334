import Statistics
import Testing

struct DistributionTests {
    /// Quantiles as every table has them.
    @Test(arguments: [(0.5, 0.0), (0.95, 1.644854), (0.975, 1.959964), (0.8, 0.841621)])
    func normalQuantilesAreThoseOfTheTables(probability: Double, value: Double) {
        #expect(abs(NormalDistribution.quantile(probability) - value) < 1e-6)
        #expect(abs(NormalDistribution.cumulative(value) - probability) < 1e-6)
    }

    /// The exact error of three looks at n, 2n and 4n rounds, by adding up all ways of the counts.
    @Test(arguments: [(12, 0.037), (20, 0.044), (40, 0.041)])
    func threeLooksTogetherKeepTheErrorOfOne(rounds: Int, about: Double) {
        var ways = [0: 1.0]
        var error = 0.0
        var done = 0
        for count in [rounds, 2 * rounds, 4 * rounds] {
            for _ in done..<count {
                var next: [Int: Double] = [:]
                for (below, probability) in ways {
                    next[below, default: 0] += probability / 2
                    next[below + 1, default: 0] += probability / 2
                }
                ways = next
            }
            done = count
            let rank = OrderStatistics.lowerBoundRank(count: count, alpha: 0.0221) ?? 0
            error += ways.filter { $0.key < rank }.values.reduce(0, +)
            ways = ways.filter { $0.key >= rank }
        }
        #expect(error <= 0.05)
        #expect(abs(error - about) < 0.001)
    }

    @Test(arguments: [(10, 2), (20, 6), (40, 14)])
    func boundsOfALookAreThoseOfPocock(count: Int, rank: Int) {
        #expect(OrderStatistics.lowerBoundRank(count: count, alpha: 0.0221) == rank)
    }

    @Test func moreRoundsSeeSmallerDifferences() throws {
        func deviations(_ count: Int) -> Double? {
            SmallestDifference.deviations(count: count, alpha: 0.0221, power: 0.8)
        }
        #expect(deviations(5) == nil)
        let few = try #require(deviations(12))
        let more = try #require(deviations(48))
        #expect(few > 1.0 && few < 1.4)
        #expect(more > 0.45 && more < 0.65)
    }
}
