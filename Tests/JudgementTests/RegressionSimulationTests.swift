import Judgement
import Model
import Testing

/// What the regression rule promises, by seeded simulation: 12 independent metrics, an error of 1 %
/// within each run, and a drift between runs.
struct RegressionSimulationTests {
    /// Shares of checks in which some metric alarmed, and was confirmed by a fresh run.
    private struct Shares {
        var candidates = 0.0
        var confirmed = 0.0
    }

    private static func simulate(
        drift: Double, runs: Int, loss: Double = 0, trials: Int, seed: UInt64
    ) -> Shares {
        var machine = SimulatedInvocations(drift: drift, seed: seed)
        var candidates = 0
        var confirmed = 0
        for _ in 0..<trials {
            let baseline = (0..<runs).map { _ in machine.run() }
            let lines = RegressionRule.check(machine.run(loss: loss), against: baseline)
            // A true loss counts only where it is.
            func alarms(_ line: MetricRegression, _ outcome: RegressionOutcome) -> Bool {
                line.outcome == outcome && (loss == 0 || line.metric.id == "m.0")
            }
            guard lines.contains(where: { alarms($0, .suspected) }) else { continue }
            candidates += 1
            let fresh = machine.run(loss: loss)
            let again = RegressionRule.confirm(lines, by: fresh, controls: [], against: baseline)
            if again.lines.contains(where: { alarms($0, .regressed) }) { confirmed += 1 }
        }
        return Shares(
            candidates: Double(candidates) / Double(trials),
            confirmed: Double(confirmed) / Double(trials))
    }

    @Test(arguments: [0, 0.02, 0.04])
    func anUnchangedMachineSeldomAlarms(drift: Double) {
        let shares = Self.simulate(drift: drift, runs: 5, trials: 8_000, seed: 2)
        #expect(shares.candidates <= 0.025, "\(shares)")
        #expect(shares.confirmed <= 0.003, "\(shares)")
        // A gate that could never alarm would pass the lines above.
        if drift == 0.04 { #expect(shares.candidates > 0.01, "\(shares)") }
    }

    @Test func aTrueLossIsConfirmed() {
        let shares = Self.simulate(drift: 0.01, runs: 8, loss: 0.10, trials: 1_500, seed: 2)
        #expect(shares.confirmed >= 0.95, "\(shares)")
    }

    /// The change that a check names as visible is seen about four times out of five.
    @Test func whatCouldHaveBeenSeenIsSeen() {
        var machine = SimulatedInvocations(drift: 0.02, seed: 3)
        var seen = 0
        let trials = 400
        for _ in 0..<trials {
            let baseline = (0..<8).map { _ in machine.run() }
            let visible = RegressionRule.check(machine.run(), against: baseline)[0]
                .detectablePercent
            let lines = RegressionRule.check(
                machine.run(loss: (visible ?? 0) / 100), against: baseline)
            if lines[0].outcome == .suspected { seen += 1 }
        }
        let share = Double(seen) / Double(trials)
        #expect(share > 0.7 && share < 0.95, "\(share)")
    }
}
