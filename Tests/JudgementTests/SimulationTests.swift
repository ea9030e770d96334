import Simulations
import Testing

/// The judge and the gate driven by machines whose truth is known, as far as 400 runs can tell.
///
/// `make simulate` asserts the figures themselves with 5,000.
struct SimulationTests {
    private static let trials = 400

    @Test(arguments: Cells.promised)
    func promisesAreKept(of cell: Cell) {
        let tallies = cell.run(Self.trials, 2026)
        #expect(tallies.count == cell.claims.count)
        for (claim, tally) in zip(cell.claims, tallies) {
            #expect(tally.trials == Self.trials)
            #expect(
                claim.bound.holds(tally, isSharp: false),
                "\(claim.what) \(tally.text), promised \(claim.bound.text)")
        }
    }

    /// A promise that no rate could break would assert nothing.
    @Test func aRateThatIsSurelyBeyondAPromiseBreaksIt() {
        #expect(!Bound.atMost(0.05).holds(Tally(count: 60, trials: 400), isSharp: false))
        #expect(Bound.atMost(0.05).holds(Tally(count: 24, trials: 400), isSharp: false))
        #expect(!Bound.atMost(0.05).holds(Tally(count: 24, trials: 400), isSharp: true))
        #expect(!Bound.atLeast(0.9).holds(Tally(count: 340, trials: 400), isSharp: false))
        #expect(Bound.atLeast(0.9).holds(Tally(count: 352, trials: 400), isSharp: false))
    }
}
