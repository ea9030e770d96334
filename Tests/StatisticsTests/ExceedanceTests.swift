import Statistics
import Testing

struct ExceedanceTests {
    private func one(_ exceedances: Int, of trials: Int, share: Double) -> (Double, Double) {
        (
            Binomial.cumulative(exceedances, trials: trials, probability: share),
            Binomial.atLeast(exceedances, trials: trials, probability: share)
        )
    }

    /// A limit on the 99th percentile: exact one-sided 95 % bounds of the binomial distribution.
    @Test(arguments: [
        (299, 0.01, 0, 7), (1000, 0.01, 4, 16), (5000, 0.01, 38, 63), (10_000, 0.01, 83, 118),
        (2995, 0.001, 0, 7), (10_000, 0.001, 4, 16), (30_000, 0.001, 20, 40),
    ])
    func countsForAPercentile(trials: Int, share: Double, within: Int, beyond: Int) {
        #expect(one(within, of: trials, share: share).0 <= 0.05)
        #expect(one(within + 1, of: trials, share: share).0 > 0.05)
        #expect(one(beyond, of: trials, share: share).1 <= 0.05)
        #expect(one(beyond - 1, of: trials, share: share).1 > 0.05)
    }

    @Test func fewerThan299MeasurementsNeverBoundANinetyNinthPercentile() {
        #expect(Exceedance.fewestTrials(share: 0.01, alpha: 0.05) == 299)
        #expect(Exceedance.fewestTrials(share: 0.001, alpha: 0.05) == 2995)
        #expect(Exceedance.fewestTrials(share: 0.5, alpha: 0.05) == 5)
        #expect(one(0, of: 298, share: 0.01).0 > 0.05)
        #expect(Exceedance.pValueWithin([], share: 0.01, alpha: 0.05) == 1)
        #expect(Exceedance.pValueBeyond([], share: 0.01, alpha: 0.05) == 1)
    }

    /// Millions of reads at a limit of their median: terms far from the mean are left out.
    @Test func greatCountsAreSummedFastAndRightly() {
        let half = one(2_000_000, of: 4_000_000, share: 0.5).0
        #expect(abs(half - 0.5) < 1e-3)
        // Three standard deviations, each 1,000.
        #expect(abs(one(1_997_000, of: 4_000_000, share: 0.5).0 - 0.001_35) < 1e-5)
        #expect(abs(one(2_003_000, of: 4_000_000, share: 0.5).1 - 0.001_35) < 1e-5)
        #expect(one(40_000, of: 1_000_000, share: 0.01).1 < 1e-300)
    }

    /// Of 1,000 measurements: the 950th percentile of 99 % lies between the ranks that the binomial
    /// distribution gives.
    @Test func ranksBoundAPercentile() {
        func ranks(_ count: Int, _ caution: Double = 1) -> [Int?] {
            let ranks = Exceedance.ranks(
                count: count, share: 0.99, caution: caution, alpha: 0.05)
            return [ranks.lower, ranks.upper]
        }
        // Complements of the counts above: 16 of 1,000 beyond, 4 within.
        #expect(ranks(1000) == [985, 996])
        #expect(ranks(298)[1] == nil && ranks(299)[1] == 299)
        #expect(ranks(100) == [97, nil])
        #expect(ranks(10_000, 10) == [9850, 9960])
        #expect(ranks(5, .infinity) == [nil, nil])
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
        func pValues(_ counts: [Int]) -> (within: Double, beyond: Double) {
            let blocks = counts.map { Exceedance.Block(exceedances: $0, trials: 1000) }
            return (
                Exceedance.pValueWithin(blocks, share: 0.01, alpha: 0.05),
                Exceedance.pValueBeyond(blocks, share: 0.01, alpha: 0.05)
            )
        }
        // 30 of 5,000 are surely less than 1 %; in one block of five they tell next to nothing.
        #expect(pValues([6, 6, 6, 6, 6]).within < 0.05)
        #expect(pValues([30, 0, 0, 0, 0]).within > 0.05)
        #expect(pValues([15, 15, 15, 15, 15]).beyond < 0.05)
        #expect(pValues([75, 0, 0, 0, 0]).beyond > 0.05)
        #expect(pValues([10, 10, 10, 10, 10]).within > 0.05)
        #expect(pValues([10, 10, 10, 10, 10]).beyond > 0.05)
    }

    @Test func fewBlocksAreChargedForWhatTheySayOfClusters() {
        func caution(_ blocks: Int) -> Double {
            Exceedance.caution(
                [Exceedance.Block](repeating: .init(exceedances: 1, trials: 100), count: blocks),
                alpha: 0.05)
        }
        #expect(caution(1) == .infinity)
        // (2.132 / 1.645)² of Student's table at four degrees of freedom.
        #expect(abs(caution(5) - 1.680) < 0.002)
        #expect(caution(12) < 1.2 && caution(40) < 1.06)
    }

    /// With so many measurements, none of them slow, a p99 is shown; with one fewer it is not.
    @Test(arguments: [(5, 503), (12, 357), (40, 314)])
    func fewBlocksNeedMoreMeasurements(blocks: Int, fewest: Int) {
        let caution = Exceedance.cautionOfFew(blocks: blocks, alpha: 0.05)
        #expect(
            Exceedance.fewestTrials(share: 0.01, alpha: 0.05, caution: caution) == fewest)
        for (trials, isShown) in [(fewest, true), (fewest - 1, false)] {
            var counts = [Int](repeating: trials / blocks, count: blocks)
            counts[0] += trials % blocks
            let none = counts.map { Exceedance.Block(exceedances: 0, trials: $0) }
            #expect((Exceedance.pValueWithin(none, share: 0.01, alpha: 0.05) <= 0.05) == isShown)
        }
    }

    /// 1,000 measurements in 12 blocks, the slow ones spread evenly.
    @Test func aThousandMeasurementsInTwelveBlocks() {
        func pValues(slow: Int) -> (within: Double, beyond: Double) {
            let blocks = (0..<12).map { place in
                Exceedance.Block(
                    exceedances: slow / 12 + (place < slow % 12 ? 1 : 0),
                    trials: place < 4 ? 84 : 83)
            }
            return (
                Exceedance.pValueWithin(blocks, share: 0.01, alpha: 0.05),
                Exceedance.pValueBeyond(blocks, share: 0.01, alpha: 0.05)
            )
        }
        #expect(pValues(slow: 3).within <= 0.05 && pValues(slow: 4).within > 0.05)
        #expect(pValues(slow: 17).beyond <= 0.05 && pValues(slow: 16).beyond > 0.05)
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
