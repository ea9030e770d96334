import Foundation
import Statistics
import Testing

struct ChangePointTests {
    /// White noise about the levels named, in so many values each.
    private func series(_ levels: [(Double, Int)], deviation: Double, seed: UInt64) -> [Double] {
        var state = seed
        func uniform() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (Double((state ^ (state >> 31)) >> 11) + 0.5) / Double(1 << 53)
        }
        return levels.flatMap { level, count in
            (0..<count).map { _ in
                level + deviation * (-2 * log(uniform())).squareRoot()
                    * cos(2 * Double.pi * uniform())
            }
        }
    }

    @Test func aShiftIsFoundWhereItIs() {
        let found = ChangePoints.indices(
            series([(0, 15), (-0.05, 15)], deviation: 0.01, seed: 3))
        #expect(found.count == 1)
        #expect(abs((found.first ?? 0) - 15) <= 1, "\(found)")
    }

    @Test func twoShiftsAreTwo() {
        let found = ChangePoints.indices(
            series([(0, 12), (-0.1, 12), (0, 12)], deviation: 0.01, seed: 4))
        #expect(found.count == 2)
        #expect(zip(found, [12, 24]).allSatisfy { abs($0 - $1) <= 1 }, "\(found)")
    }

    @Test func oneBadRunIsNoShift() {
        var values = series([(0, 20)], deviation: 0.01, seed: 5)
        values[10] = -0.5
        #expect(ChangePoints.indices(values).isEmpty)
    }

    @Test func anUnchangedSeriesSeldomHasOne() {
        let found = (0..<100).count { seed in
            !ChangePoints.indices(
                series([(0, 20)], deviation: 0.02, seed: UInt64(seed) &* 7919 &+ 1)
            ).isEmpty
        }
        #expect(found <= 5, "\(found) of 100")
    }

    @Test func shortAndLevelSeriesHaveNone() {
        #expect(ChangePoints.indices([]).isEmpty)
        #expect(ChangePoints.indices([1, 1, 1, 5, 5, 5]).isEmpty)
        #expect(ChangePoints.indices([Double](repeating: 1, count: 30)).isEmpty)
    }

    @Test func theSameSeriesGivesTheSame() {
        let values = series([(0, 10), (1, 10)], deviation: 0.3, seed: 9)
        #expect(ChangePoints.indices(values) == ChangePoints.indices(values))
    }
}
