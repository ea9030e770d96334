import Statistics
import Testing

struct ExceedanceTests {
    /// A limit on the 99th percentile: exact one-sided 95 % bounds of the binomial distribution.
    @Test(arguments: [(299, 0, 7), (1000, 4, 16), (5000, 38, 63), (10_000, 83, 118)])
    func countsForANinetyNinthPercentile(trials: Int, within: Int, beyond: Int) {
        #expect(Exceedance.greatestWithin(trials: trials, share: 0.01, alpha: 0.05) == within)
        #expect(Exceedance.smallestBeyond(trials: trials, share: 0.01, alpha: 0.05) == beyond)
    }

    @Test(arguments: [(2995, 0, 7), (10_000, 4, 16), (30_000, 20, 40)])
    func countsForAPercentileOf999(trials: Int, within: Int, beyond: Int) {
        #expect(Exceedance.greatestWithin(trials: trials, share: 0.001, alpha: 0.05) == within)
        #expect(Exceedance.smallestBeyond(trials: trials, share: 0.001, alpha: 0.05) == beyond)
    }

    @Test func fewerThan299MeasurementsNeverBoundANinetyNinthPercentile() {
        #expect(Exceedance.greatestWithin(trials: 298, share: 0.01, alpha: 0.05) == nil)
        #expect(Exceedance.greatestWithin(trials: 2994, share: 0.001, alpha: 0.05) == nil)
        #expect(Exceedance.greatestWithin(trials: 0, share: 0.01, alpha: 0.05) == nil)
        #expect(Exceedance.smallestBeyond(trials: 0, share: 0.01, alpha: 0.05) == nil)
    }

    @Test func independentExceedancesHaveNoDesignEffect() {
        let blocks = [2, 1, 0, 1, 2, 1, 0, 1].map {
            Exceedance.Block(exceedances: $0, trials: 100)
        }
        #expect(Exceedance.designEffect(blocks) == 1)
        #expect(Exceedance.designEffect([]) == 1)
        #expect(Exceedance.designEffect([.init(exceedances: 5, trials: 9)]) == 1)
        #expect(
            Exceedance.designEffect(blocks.map { .init(exceedances: 0, trials: $0.trials) }) == 1)
    }

    /// All eight exceedances in one block of eight: variance 8, mean 1.
    @Test func clusteredExceedancesAreWorthFewer() {
        let blocks = (0..<8).map { Exceedance.Block(exceedances: $0 == 3 ? 8 : 0, trials: 1000) }
        #expect(abs(Exceedance.designEffect(blocks) - 8) < 0.02)
    }

    @Test func clusteringTurnsAClaimIntoAnOpenQuestion() {
        func standing(_ counts: [Int], trials: Int = 1000) -> Exceedance.Standing {
            Exceedance.standing(
                counts.map { .init(exceedances: $0, trials: trials) }, share: 0.01,
                alphaWithin: 0.05, alphaBeyond: 0.05)
        }
        // 30 of 5,000 are surely less than 1 %; in one block of five they tell next to nothing.
        #expect(standing([6, 6, 6, 6, 6]) == .within)
        #expect(standing([30, 0, 0, 0, 0]) == .undecided)
        #expect(standing([14, 14, 14, 14, 14]) == .beyond)
        #expect(standing([70, 0, 0, 0, 0]) == .undecided)
        #expect(standing([10, 10, 10, 10, 10]) == .undecided)
        #expect(standing([]) == .undecided)
    }

    @Test(arguments: [(300, 0.01), (3000, 0.001)])
    func nothingSeenBoundsTheShareByThreeInN(trials: Int, share: Double) {
        let bound = Exceedance.shareBoundOfNone(trials: trials, alpha: 0.05)
        #expect(bound < share && bound > share * 0.99)
    }

    @Test func theBinomialAgreesWithTheFairCoinAndItsEnds() {
        for count in -1...20 {
            let fair = FairBinomial.cumulative(count, trials: 20)
            #expect(abs(Binomial.cumulative(count, trials: 20, probability: 0.5) - fair) < 1e-12)
        }
        #expect(Binomial.cumulative(0, trials: 10, probability: 0) == 1)
        #expect(Binomial.cumulative(9, trials: 10, probability: 1) == 0)
    }
}
