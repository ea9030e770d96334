import Foundation
import Testing

/// The judge driven by machines whose levels are known.
///
/// Levels are those during the run: what lies between runs, one run cannot see. One metric stands
/// at the level named, five at 20 % above their limits, without tolerance; quick runs with
/// extension, since they know least. `TOUCHSTONE_TRIALS` multiplies the trials.
struct SimulationTests {
    private static let factor =
        ProcessInfo.processInfo.environment["TOUCHSTONE_TRIALS"].flatMap { Int($0) } ?? 1

    private func rates(
        _ kind: SimulatedMachine.Kind, level: Double, rounds: Int = 12, trials: Int
    ) -> SimulatedMachine.Rates {
        SimulatedMachine.rates(
            kind, level: level, rounds: rounds, trials: trials * Self.factor, seed: 2026)
    }

    @Test(arguments: [0.02, 0.04, 0.06])
    func atTheLimitAtMostOneInTwentyPasses(noise: Double) {
        #expect(rates(.white(noise), level: 1, trials: 800).pass <= 0.05)
    }

    @Test(arguments: [0.02, 0.04, 0.06])
    func fivePerCentTooSlowAtMostOneInAHundredPasses(noise: Double) {
        #expect(rates(.white(noise), level: 0.95, trials: 400).pass <= 0.01)
    }

    @Test(arguments: [0.02, 0.04, 0.06])
    func fivePerCentBetterAtMostOneInTwoHundredFails(noise: Double) {
        let rates = rates(.white(noise), level: 1.05, trials: 400)
        #expect(rates.fail <= 0.005)
        #expect(rates.pass >= 0.9)
    }

    @Test(arguments: [(0.9, 0.0, 0.95), (1.1, 0.95, 0.0), (1.2, 0.95, 0.0)])
    func aQuietMachineIsDecidedEitherWay(level: Double, pass: Double, fail: Double) {
        let rates = rates(.white(0.01), level: level, trials: 60)
        #expect(rates.pass >= pass && (pass > 0 || rates.pass == 0))
        #expect(rates.fail >= fail && (fail > 0 || rates.fail == 0))
    }

    @Test func aNoisyGuestIsFailedOrPassedWrongButRarely() {
        #expect(rates(.noisyGuest, level: 0.9, trials: 200).pass <= 0.01)
        #expect(rates(.noisyGuest, level: 0.95, trials: 200).pass <= 0.01)
        #expect(rates(.noisyGuest, level: 1, trials: 200).pass <= 0.05)
        #expect(rates(.noisyGuest, level: 1.05, trials: 200).fail <= 0.01)
        #expect(rates(.noisyGuest, level: 1.1, trials: 200).fail == 0)
    }

    @Test(arguments: [0.9, 1, 1.1, 1.2])
    func aMachineOnTwoLevelsIsUnmeasurableAndNeverPasses(level: Double) {
        let rates = rates(.bimodal, level: level, rounds: 20, trials: 100)
        #expect(rates.unmeasurable >= 0.9)
        #expect(rates.pass <= 0.01)
    }

    /// Throttled to 85 % for half of the time: what it misses says nothing, what it reaches stands.
    @Test func aThrottledMachineIsNeverFailed() {
        for level in [0.9, 0.95, 1, 1.05, 1.1] {
            let rates = rates(.throttled, level: level, trials: 40)
            #expect(rates.fail == 0)
            #expect(rates.pass == 0)
        }
        #expect(rates(.throttled, level: 1.2, trials: 40).fail == 0)
    }

    @Test(arguments: [2.0, 10, 50])
    func driftNeverFailsAMachineThatIsTenPerCentBetter(rounds: Double) {
        #expect(rates(.drifting(rounds: rounds), level: 1.1, trials: 100).fail <= 0.01)
        #expect(rates(.drifting(rounds: rounds), level: 0.9, trials: 100).pass <= 0.01)
    }

    /// Prints the table of docs/METHODOLOGY.md; asked for by `TOUCHSTONE_TRIALS`, not judged.
    @Test(.enabled(if: factor > 1), arguments: [true, false])
    func ratesUnderDriftAsTheyAre(ofTheRun: Bool) {
        for level in [0.9, 0.95, 1, 1.05, 1.1, 1.2] {
            var line = "| \(Int((level * 100 - 100).rounded())) % |"
            for presetRounds in [12, 20] {
                for rounds in [2.0, 10, 50] {
                    let rates = SimulatedMachine.rates(
                        .drifting(rounds: rounds), level: level, rounds: presetRounds,
                        trials: 100 * Self.factor, seed: 2026, aroundDrift: ofTheRun)
                    line += " \(rates) |"
                }
            }
            Issue.record(Comment(rawValue: "level of the run: \(ofTheRun) " + line))
        }
    }
}
