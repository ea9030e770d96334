import Measurement
import Model
import Testing

struct NoiseFitnessTests {
    private func floor(spread: Double, steal: Double?) -> NoiseFloor {
        var stage = NoiseFloor.Stage(
            threads: 1, seconds: 1, spreadPercent: spread, gapSeconds999: 0.001,
            gapSecondsMax: 0.002)
        stage.stealFraction = steal
        return NoiseFloor(one: stage, all: nil)
    }

    @Test(arguments: [(0.5, 0.0), (20, 0.1), (15, nil)] as [(Double, Double?)])
    func aMachineWithinTwiceTheLimitsIsJudged(spread: Double, steal: Double?) {
        #expect(NoiseFindings.unfitness(floor(spread: spread, steal: steal)) == nil)
    }

    @Test(
        arguments: [(20.1, nil, "varied by 20 %"), (1, 0.2, "other guests took 20 %")]
            as [(Double, Double?, String)])
    func beyondThemTheReasonNamesTheFigureAndTheWayPast(
        spread: Double, steal: Double?, words: String
    ) {
        let reason = NoiseFindings.unfitness(floor(spread: spread, steal: steal))
        #expect(reason?.contains(words) == true)
        #expect(reason?.contains("--force") == true)
    }

    @Test func withoutANoiseFloorNothingIsRefused() {
        #expect(NoiseFindings.unfitness(nil) == nil)
    }
}
