import Statistics
import Testing

/// Values published in tables; the digits are those of the tables.
struct StudentTTests {
    /// Upper-tail quantiles.
    ///
    /// Source: NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2, critical values of
    /// Student's t distribution.
    @Test(
        arguments: [
            (1, 0.10, 3.078), (1, 0.05, 6.314), (1, 0.025, 12.706), (1, 0.01, 31.821),
            (2, 0.025, 4.303), (2, 0.005, 9.925), (4, 0.025, 2.776),
            (4, 0.005, 4.604), (4, 0.001, 7.173), (5, 0.05, 2.015), (7, 0.05, 1.895),
            (7, 0.025, 2.365), (10, 0.025, 2.228), (30, 0.05, 1.697),
            (30, 0.025, 2.042), (100, 0.025, 1.984), (100, 0.001, 3.174),
        ] as [(Int, Double, Double)])
    func quantilesAreThoseOfTheTable(freedom: Int, tail: Double, published: Double) {
        let value = StudentT.quantile(upperTail: tail, degreesOfFreedom: freedom)
        #expect((value - published).magnitude < 6e-4, "\(value)")
    }

    @Test(arguments: [1, 2, 4, 7, 30, 1_000], [1e-9, 1e-4, 0.002, 0.025, 0.3, 0.5, 0.9])
    func tailAndQuantileUndoEachOther(freedom: Int, tail: Double) {
        let value = StudentT.quantile(upperTail: tail, degreesOfFreedom: freedom)
        let back = StudentT.upperTail(value, degreesOfFreedom: freedom)
        #expect((back / tail - 1).magnitude < 1e-9)
    }

    @Test func oneDegreeIsCauchyAndTwoHasAClosedForm() {
        // P(T > 1) of Cauchy is 1/4; with two degrees P(T > t) = 1/2 - t / (2 sqrt(2 + t²)).
        #expect((StudentT.upperTail(1, degreesOfFreedom: 1) - 0.25).magnitude < 1e-14)
        for t in [-3.0, -0.5, 0, 0.7, 2, 40] {
            let closed = 0.5 - t / (2 * (2 + t * t).squareRoot())
            let value = StudentT.upperTail(t, degreesOfFreedom: 2)
            #expect((value - closed).magnitude < 1e-12)
        }
    }

    @Test func whatIsNoNumberNeverAlarms() {
        #expect(StudentT.upperTail(.nan, degreesOfFreedom: 4) == 1)
        #expect(StudentT.upperTail(.infinity, degreesOfFreedom: 4) == 0)
        #expect(StudentT.upperTail(-.infinity, degreesOfFreedom: 4) == 1)
    }
}
