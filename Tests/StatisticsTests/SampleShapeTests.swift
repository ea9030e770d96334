import Statistics
import Testing

struct SampleShapeTests {
    @Test func theSpreadIsThatOfTheMiddleAndNoOutlierMovesIt() throws {
        let calm = [98, 99, 100, 101, 102.0]
        let spread = try #require(SampleShape.spread(calm))
        #expect(abs(spread - 0.014826) < 1e-9)
        #expect(SampleShape.spread([98, 99, 100, 101, 1e9]) == spread)
        #expect(SampleShape.spread([1]) == nil)
        #expect(SampleShape.spread([0, 0, 0]) == nil)
        #expect(SampleShape.spread([7, 7, 7]) == 0)
    }

    @Test func aTrendResemblesItselfAndAnAlternationDoesNot() throws {
        let trend = try #require(SampleShape.resemblance((1...20).map(Double.init), alpha: 0.05))
        #expect(trend.isSignificant && trend.coefficient > 0.9)
        let saw = (1...20).map { $0.isMultiple(of: 2) ? 1.0 : 2.0 }
        let alternation = try #require(SampleShape.resemblance(saw, alpha: 0.05))
        #expect(!alternation.isSignificant && alternation.coefficient < 0)
        #expect(SampleShape.resemblance([5, 5, 5, 5, 5, 5], alpha: 0.05) == nil)
        #expect(SampleShape.resemblance([1, 2, 3, 4], alpha: 0.05) == nil)
    }

    @Test func oneOutlierIsNoResemblance() throws {
        let samples = [3, 1, 4, 1.5, 5, 900, 2, 6, 5.3, 3.5, 1.2, 4.4]
        #expect(try #require(SampleShape.resemblance(samples, alpha: 0.05)).isSignificant == false)
    }

    @Test(arguments: [(20, 0.0, 20), (20, 0.5, 6), (20, 0.9, 1), (12, 0.999, 1), (20, -0.5, 20)])
    func resemblingSamplesAreWorthFewer(count: Int, coefficient: Double, worth: Int) {
        #expect(SampleShape.effectiveCount(count, coefficient: coefficient) == worth)
    }

    @Test func fewerIndependentSamplesHaveWiderBounds() throws {
        let samples = (1...20).map(Double.init)
        let all = try #require(OrderStatistics.medianBounds(samples, alpha: 0.05))
        let few = try #require(
            OrderStatistics.medianBounds(samples, effectiveCount: 10, alpha: 0.05))
        #expect(all.lower == 6 && few.lower < 6 && few.upper > 15)
        #expect(OrderStatistics.medianBounds(samples, effectiveCount: 4, alpha: 0.05) == nil)
        #expect(
            OrderStatistics.pValueMedianBelow(30, samples: samples, effectiveCount: 4) == 1.0 / 16)
    }

    @Test func levelSamplesAreSteadyFromTheFirstOn() {
        #expect(SteadyState.start([100, 101, 99, 100.5, 99.5, 100], latest: 1) == 0)
        #expect(SteadyState.start([7, 7, 7, 7, 7], latest: 1) == 0)
        #expect(SteadyState.start([1, 2, 3, 4], latest: 1) == nil)
    }

    @Test(
        arguments: [
            ([7, 7, 7, 7, 7], 0), ([9, 9, 9, 9, 9, 9, 1, 1, 1, 1, 1], 6),
            ([9, 9, 9, 9, 9, 9, 9, 1, 1, 1, 1], nil), ([1, 1, 1, 1], nil),
            ([50, 100, 101, 99, 100, 101, 99], 1),
        ] as [([Double], Int?)])
    func theLastLevelIsSeenAndNotAnEarlierOne(samples: [Double], start: Int?) {
        #expect(SteadyState.lastStart(samples) == start)
    }

    @Test func aWarmingBeginningIsLeftOutUpToItsLimit() {
        let samples = [60, 70, 100, 101, 99, 100.5, 99.5, 100, 101, 99, 100, 100.5]
        #expect(SteadyState.start(samples, latest: 3) == 2)
        #expect(SteadyState.start(samples, latest: 1) == nil)
    }

    @Test func aTrendIsNotSteadyHoweverSmallItsRange() {
        #expect(SteadyState.start((0..<12).map { 100 + Double($0) }, latest: 3) == nil)
    }

    @Test(
        arguments: [
            // One outlier is an outlier; two of twelve below half the median are a level.
            ([100, 101, 99, 100, 102, 98, 100, 101, 99, 100, 100, 40], false),
            ([100, 101, 99, 100, 102, 98, 100, 101, 99, 100, 45, 40], true),
            // Two clusters a quarter apart, and two that lie nearer than level samples may.
            ([100, 101, 99, 100, 102, 98, 75, 76, 74, 75, 77, 73], true),
            ([100, 101, 99, 100, 102, 98, 85, 86, 84, 85, 87, 83], false),
            // Wide noise has no gap.
            ([60, 140, 70, 130, 80, 120, 85, 115, 88, 112, 89, 111], false),
            ([1, 100], false), ([], false),
        ] as [([Double], Bool)])
    func twoLevelsAreTold(samples: [Double], isBimodal: Bool) {
        #expect(Modality.isBimodal(samples, higherIsBetter: true) == isBimodal)
    }

    @Test func forTimesTheWorseLevelLiesAbove() {
        let times = [1, 1.01, 0.99, 1, 1.02, 0.98, 1, 1.01, 0.99, 1, 2.2, 2.4]
        #expect(Modality.isBimodal(times, higherIsBetter: false))
    }
}
