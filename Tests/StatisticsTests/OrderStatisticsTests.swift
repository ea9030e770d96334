import Statistics
import Testing

struct OrderStatisticsTests {
    @Test(
        arguments: [
            ([], nil), ([3], 3), ([1, 2], 1.5), ([5, 1, 3], 3), ([4, 4, 4, 4], 4),
        ] as [([Double], Double?)])
    func medianIsTheMiddleOfTheSorted(samples: [Double], median: Double?) {
        #expect(OrderStatistics.median(samples) == median)
    }

    /// Exact table of one-sided 95 % lower bounds of the median.
    ///
    /// Source: binomial quantiles; the same as in Conover's table of the sign test.
    @Test(
        arguments: [
            (4, nil), (5, 1), (8, 2), (11, 3), (12, 3), (15, 4), (20, 6), (30, 11), (40, 15),
        ] as [(Int, Int?)])
    func lowerBoundRanksAreThoseOfTheSignTest(count: Int, rank: Int?) {
        #expect(OrderStatistics.lowerBoundRank(count: count, alpha: 0.05) == rank)
    }

    @Test func boundsLieSymmetricallyInTheSortedSamples() throws {
        var generator = SplitMix(state: 20)
        let samples = (1...20).map(Double.init).shuffled(using: &generator)
        let bounds = try #require(OrderStatistics.medianBounds(samples, alpha: 0.05))
        #expect(bounds.lower == 6)
        #expect(bounds.upper == 15)
    }

    @Test func tooFewSamplesHaveNoBounds() {
        #expect(OrderStatistics.medianBounds([1, 2, 3, 4], alpha: 0.05) == nil)
    }

    /// Brute force over all outcomes of up to 12 tosses as a second opinion.
    @Test(arguments: 0...12)
    func cumulativeProbabilityAgreesWithCounting(trials: Int) {
        for successes in -1...trials {
            let outcomes = 0..<(1 << trials)
            let hits = outcomes.filter { $0.nonzeroBitCount <= successes }.count
            let expected = Double(hits) / Double(outcomes.count)
            let actual = FairBinomial.cumulative(successes, trials: trials)
            #expect(abs(actual - expected) < 1e-12)
        }
    }

    @Test func manyTrialsDoNotUnderflow() {
        #expect(abs(FairBinomial.cumulative(4999, trials: 9999) - 0.5) < 1e-9)
    }

    @Test func pValueCountsSamplesAtTheLevelAsSpeakingForIt() {
        let samples = [Double](repeating: 9, count: 11) + [10]
        let pValue = OrderStatistics.pValueMedianBelow(10, samples: samples)
        #expect(abs(pValue - 13.0 / 4096) < 1e-12)
        #expect(OrderStatistics.pValueMedianBelow(10, samples: []) == 1)
    }

    /// The coverage of the lower bound over seeded uniform samples is at least its confidence.
    @Test func lowerBoundIsRightAsOftenAsItSays() {
        var generator = SplitMix(state: 7)
        var misses = 0
        for _ in 0..<4000 {
            let samples = (0..<12).map { _ in Double.random(in: 0..<1, using: &generator) }
            let bounds = OrderStatistics.medianBounds(samples, alpha: 0.05)
            if (bounds?.lower ?? 1) > 0.5 { misses += 1 }
        }
        #expect(misses <= 4000 * 5 / 100)
        #expect(misses > 0)
    }
}

struct HolmTests {
    @Test(
        arguments: [
            ([], []),
            ([0.04], [true]),
            ([0.01, 0.04, 0.03], [true, false, false]),
            ([0.01, 0.02, 0.03], [true, true, true]),
            ([0.3, 0.001], [false, true]),
            ([1, 1], [false, false]),
        ] as [([Double], [Bool])])
    func rejectsStepByStep(pValues: [Double], rejected: [Bool]) {
        #expect(Holm.rejected(pValues: pValues, alpha: 0.05) == rejected)
    }
}

/// A small seeded generator, so that the statistics need no other target.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
