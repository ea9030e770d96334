import Testing

@testable import TouchstoneBench

/// How a kernel's passes are told apart by the state of the core that they ran in.
struct CoreStatesTests {
    /// Groups of a rival that is `ratio` times as fast as a yardstick of `rate`, with noise of half
    /// a per cent.
    private func groups(
        _ count: Int, rate: Double, ratio: Double, using generator: inout SeededGenerator
    ) -> [PassGroup] {
        (0..<count).map { _ in
            var noise: Double { Double.random(in: 0.995...1.005, using: &generator) }
            return PassGroup(
                before: rate * noise, rates: [rate * ratio * noise, rate * ratio * noise],
                behind: rate * noise)
        }
    }

    @Test func aRatioIsGivenForEachStateByItself() throws {
        var generator = SeededGenerator(seed: 17)
        let groups =
            groups(40, rate: 20_400, ratio: 0.94, using: &generator)
            + groups(30, rate: 16_500, ratio: 0.8, using: &generator)
        let states = CoreStates(groups)
        let ratios = states.ratios(of: groups)
        let faster = try #require(ratios[.faster])
        let shared = try #require(ratios[.shared])
        #expect(abs(faster.value - 0.94) < 0.003)
        #expect(abs(shared.value - 0.8) < 0.003)
        #expect(faster.passes == 160)
        #expect(shared.passes == 120)
    }

    @Test func aStateThatWasNotMetIsSaid() {
        var generator = SeededGenerator(seed: 18)
        let groups = groups(75, rate: 20_400, ratio: 1, using: &generator)
        let states = CoreStates(groups)
        #expect(states.wasMet(.faster))
        #expect(!states.wasMet(.shared))
        #expect(states.ratios(of: groups)[.shared] == nil)
        #expect(states.description(unit: "/s").contains("shared state: not met"))
    }

    /// The core changed its state between the yardstick's two passes: nobody knows in which state
    /// the rival's were.
    @Test func aGroupBetweenStatesIsLeftOut() throws {
        var generator = SeededGenerator(seed: 19)
        let steady = groups(20, rate: 20_400, ratio: 1, using: &generator)
        let torn = (0..<30).map { _ in
            PassGroup(before: 20_400, rates: [16_000, 16_000], behind: 16_500)
        }
        let states = CoreStates(steady + torn)
        let ratio = try #require(states.ratios(of: steady + torn)[.faster])
        #expect(ratio.passes == 80)
        #expect(abs(ratio.value - 1) < 0.003)
        #expect(states.description(unit: "/s").contains("30 groups between states left out"))
    }

    @Test(arguments: [(1.004, true), (0.996, true), (1.006, false), (0.994, false)])
    func theYardstickMayMissItselfByHalfAPerCent(ratio: Double, isEqual: Bool) {
        #expect(StateRatio(value: ratio, passes: 300).isEqual == isEqual)
    }

    @Test func aFailedPassBelongsToNoState() {
        var generator = SeededGenerator(seed: 20)
        var groups = groups(20, rate: 20_400, ratio: 1, using: &generator)
        groups.append(PassGroup(before: .nan, rates: [1, 1], behind: 20_400))
        #expect(CoreStates(groups).ratios(of: groups)[.faster]?.passes == 80)
    }
}
