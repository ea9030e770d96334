import Testing

@testable import Statistics

struct HodgesLehmannTests {
    @Test func theShiftIsTheMedianOfAllDifferences() {
        // Differences of {1, 2} and {4, 8, 16}: 3, 2, 7, 6, 15, 14; their median is 6.5.
        let shift = HodgesLehmannShift(from: [1, 2], to: [4, 8, 16], alpha: 0.05)
        #expect(shift?.estimate == 6.5)
        #expect(shift?.interval == nil)
    }

    @Test func nothingHasNoShift() {
        #expect(HodgesLehmannShift(from: [], to: [1], alpha: 0.05) == nil)
        #expect(HodgesLehmannShift(from: [1], to: [], alpha: 0.05) == nil)
    }

    /// Ranks by the table of critical values: the interval takes the (critical + 1)-th difference.
    ///
    /// Source: Mann & Whitney's U, two-sided 0.05: 2 for 5 and 5, 13 for 8 and 8, 23 for 10 and 10,
    /// 127 for 20 and 20 (Siegel, Nonparametric Statistics, table K).
    @Test(arguments: [(5, 5, 2), (8, 8, 13), (10, 10, 23), (20, 20, 127)])
    func ranksAreThoseOfTheTable(m: Int, n: Int, critical: Int) {
        #expect(RankSum.lowerRank(m, n, tail: 0.025) == critical + 1)
    }

    @Test func threeAndThreeHaveNoInterval() {
        #expect(RankSum.lowerRank(3, 3, tail: 0.025) == nil)
        #expect(RankSum.lowerRank(1, 1, tail: 0.025) == nil)
    }

    @Test func theApproximationJoinsTheExactRanks() throws {
        let exact = try #require(RankSum.lowerRank(50, 50, tail: 0.025))
        let approximate = try #require(RankSum.lowerRank(51, 50, tail: 0.025))
        #expect((approximate - exact - 20).magnitude < 12)
    }

    @Test func theIntervalHoldsTheShiftOfShiftedSamples() throws {
        let first = (0..<20).map { Double($0 * 7 % 20) }
        let second = first.map { $0 + 3 }
        let shift = try #require(HodgesLehmannShift(from: first, to: second, alpha: 0.05))
        #expect(shift.estimate == 3)
        let interval = try #require(shift.interval)
        #expect(interval.lower < 3 && interval.upper > 3)
    }
}
