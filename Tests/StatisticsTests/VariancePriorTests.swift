import Foundation
import Testing

@testable import Statistics

struct VariancePriorTests {
    /// Known values: -gamma, -gamma - 2 ln 2, pi^2/6, pi^2/2.
    @Test func derivativesOfTheGammaFunctionAreRight() {
        #expect(abs(Gamma.digamma(1) + 0.577_215_664_901_532_9) < 1e-10)
        #expect(abs(Gamma.digamma(0.5) + 1.963_510_026_021_423_5) < 1e-10)
        #expect(abs(Gamma.trigamma(1) - Double.pi * Double.pi / 6) < 1e-10)
        #expect(abs(Gamma.trigamma(0.5) - Double.pi * Double.pi / 2) < 1e-10)
        for x in [0.1, 0.7, 2, 9, 40] {
            #expect(abs(Gamma.inverseTrigamma(Gamma.trigamma(x)) / x - 1) < 1e-8)
        }
    }

    /// Variances drawn from the model itself give its parameters back.
    @Test func thePriorOfItsOwnModelIsFound() throws {
        var state: UInt64 = 5
        func uniform() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (Double((state ^ (state >> 31)) >> 11) + 0.5) / Double(1 << 53)
        }
        func chiSquared(_ freedom: Int) -> Double {
            (0..<freedom).reduce(0) { sum, _ in
                let normal = (-2 * log(uniform())).squareRoot() * cos(2 * Double.pi * uniform())
                return sum + normal * normal
            }
        }
        let variances = (0..<3000).map { _ in
            (variance: 4 * 6 / chiSquared(6) * chiSquared(7) / 7, degreesOfFreedom: 7)
        }
        let prior = try #require(VariancePrior(variances))
        #expect(abs(prior.degreesOfFreedom - 6) < 1)
        #expect(abs(prior.variance - 4) < 0.3)
        let drawn = prior.moderated(variance: 40, degreesOfFreedom: 7)
        #expect(drawn.variance < 40 && drawn.variance > prior.variance)
        #expect(drawn.degreesOfFreedom == prior.degreesOfFreedom + 7)
    }

    @Test func variancesThatAreAlikeAreOne() throws {
        let prior = try #require(
            VariancePrior((0..<20).map { _ in (variance: 2, degreesOfFreedom: 4) }))
        #expect(prior.degreesOfFreedom == .infinity)
        let drawn = prior.moderated(variance: 9, degreesOfFreedom: 4)
        #expect(drawn.variance == prior.variance)
        // With no excess over chance all that is left is the mean of the logarithms, corrected.
        #expect(drawn.variance > 2 && drawn.variance < 3)
        #expect(StudentT.upperTail(1.96, degreesOfFreedom: drawn.degreesOfFreedom) < 0.0251)
    }

    @Test func tooFewVariancesOrNoneAtAllHaveNoPrior() {
        #expect(VariancePrior([(1, 4), (2, 4)]) == nil)
        #expect(VariancePrior([(0, 4), (0, 4), (0, 4), (1, 4)]) == nil)
        #expect(VariancePrior([(1, 0), (2, 0), (3, 0)]) == nil)
        #expect(VariancePrior([(0, 4), (1, 4), (2, 4), (3, 4)]) != nil)
    }

    @Test func fractionsOfDegreesOfFreedomLieBetweenWholeOnes() {
        let tails = [4.0, 4.5, 5].map { StudentT.upperTail(2, degreesOfFreedom: $0) }
        #expect(tails[0] > tails[1] && tails[1] > tails[2])
        let quantile = StudentT.quantile(upperTail: 0.01, degreesOfFreedom: 4.5)
        #expect(abs(StudentT.upperTail(quantile, degreesOfFreedom: 4.5) - 0.01) < 1e-12)
        #expect(
            abs(StudentT.quantile(upperTail: 0.025, degreesOfFreedom: .infinity) - 1.959964) < 1e-5)
    }
}
