import Measurement
import Model
import TestSupport
import Testing

struct RoundExtensionTests {
    private let journal = Journal()
    private let clock = ManualClock()
    private let cancellation = Cancellation()

    private func run(
        _ ids: [String], kept: Int = 2, budget: Double = 1000, staged: [String] = [],
        cancelAfter: Int? = nil, undecided: @escaping ([ProbeRecord]) -> Set<String>
    ) -> RunOutcome {
        let runner = ProbeRunner(
            schedule: .init(warmupRounds: 1, keptRounds: kept, blockSeconds: 0.25, seed: 1),
            environment: ProbeEnvironment(
                scale: .smoke, scratch: nil, allowedCPUs: 2, availableMemoryBytes: nil, seed: 1,
                cancellation: cancellation),
            clock: clock, observe: { _ in })
        let probes = (ids + staged).map { id in
            ScriptedProbe(
                id, journal: journal, clock: clock,
                sampling: staged.contains(id) ? .staged : .interleaved)
        }
        return runner.run(
            probes,
            extending: RoundExtension(
                looks: 3, timeBudgetSeconds: budget, undecided: undecided))
    }

    @Test func whatIsDecidedAtTheFirstLookEndsThere() {
        let outcome = run(["a", "b"]) { _ in [] }
        #expect(outcome.probes.map { $0.blocks.count } == [3, 3])
        #expect(outcome.looks.map(\.rounds) == [3])
        #expect(outcome.looks[0].undecided.isEmpty)
        #expect(outcome.looks[0].endedBecause == nil)
    }

    @Test func onlyWhatIsUndecidedGoesOnAtTwiceAndFourTimesTheRounds() {
        var calls = 0
        let outcome = run(["a", "b", "c"]) { records in
            calls += 1
            #expect(records.map(\.id) == ["a", "b", "c"])
            return calls == 1 ? ["a", "b"] : ["b"]
        }
        // One of warm-up and 2, 4 or 8 kept.
        #expect(outcome.probes.map { $0.blocks.count } == [5, 9, 3])
        #expect(outcome.probes[1].blocks.map(\.round) == Array(0..<9))
        #expect(outcome.probes[1].blocks.map(\.phase).filter { $0 == .kept }.count == 8)
        #expect(outcome.looks.map(\.rounds) == [3, 5, 9])
        #expect(outcome.looks.map(\.undecided) == [["a", "b"], ["b"], ["b"]])
        #expect(outcome.looks[2].endedBecause == "the planned looks are over")
    }

    @Test func roundsThatWouldNotEndInTimeDoNotBegin() {
        // A block takes 0.4 s with its untimed iteration, so three rounds of one probe take 1.2 s
        // and two more 0.8 s.
        let within = run(["a"], budget: 2.1) { _ in ["a"] }
        #expect(within.probes[0].blocks.count == 5)
        #expect(within.looks.last?.endedBecause?.contains("time budget") == true)
        let without = run(["a"], budget: 1.9) { _ in ["a"] }
        #expect(without.probes[0].blocks.count == 3)
        #expect(without.looks.count == 1)
    }

    /// A stage of one block is told to take 0.25 s.
    @Test func stagesStillToComeHaveTheirTimeInTheBudget() {
        let without = run(["a"], budget: 2.1) { _ in ["a"] }
        #expect(without.looks.count == 2)
        let one = run(["a"], budget: 2.1, staged: ["s"]) { _ in ["a"] }
        #expect(one.looks.count == 1)
        #expect(one.looks[0].endedBecause?.contains("stages") == true)
        let longer = run(["a"], budget: 2.3, staged: ["s"]) { _ in ["a"] }
        #expect(longer.looks.count == 2)
    }

    /// As a run of KILT's profile, everything undecided to the end.
    ///
    /// Twelve probes whose blocks take twice their shortest time, and a stage that takes a fifth
    /// longer than told.
    @Test(arguments: [(Preset.quick, 27.0, 120.0), (.standard, 108, 720)])
    func aRunEndsInTimeWhateverIsUndecided(preset: Preset, stages: Double, most: Double) {
        let ids = (0..<12).map { "p\($0)" }
        let probes =
            ids.map { id in
                ScriptedProbe(
                    id, journal: journal, clock: clock, secondsPerIteration: preset.blockSeconds)
            } + [
                // An iteration is done untimed before the one that is timed.
                ScriptedProbe(
                    "stage", journal: journal, clock: clock,
                    secondsPerIteration: stages * 1.2 / 2, sampling: .staged, stageSeconds: stages)
            ]
        let runner = ProbeRunner(
            schedule: .init(preset, seed: 1),
            environment: ProbeEnvironment(
                scale: .smoke, scratch: nil, allowedCPUs: 2, availableMemoryBytes: nil, seed: 1,
                cancellation: cancellation),
            clock: clock, observe: { _ in })
        let start = clock.nanoseconds()
        let outcome = runner.run(
            probes,
            extending: RoundExtension(
                looks: 3, timeBudgetSeconds: preset.timeBudgetSeconds, undecided: { _ in Set(ids) })
        )
        let seconds = Double(clock.nanoseconds() - start) / 1e9
        // Two stages of noise floor and ten seconds for all that comes before the rounds.
        #expect(seconds + 2 * preset.noiseFloorSeconds + 4 <= most, "\(seconds)")
        #expect(outcome.probes.allSatisfy { $0.status == .measured })
        #expect(outcome.looks.last?.endedBecause?.contains("time budget") == true)
    }

    @Test func aProbeThatIsNotThereCannotGoOn() {
        let outcome = run(["a"]) { _ in ["ghost"] }
        #expect(outcome.looks.map(\.undecided) == [[]])
    }

    @Test func sessionsLiveUntilTheLooksAreOverAndStagesFollow() {
        _ = run(["a"], staged: ["s"]) { _ in ["a"] }
        let entries = journal.entries
        #expect(entries.count { $0 == "a prepare" } == 1)
        #expect(entries.count { $0 == "a measure" } == 9)
        let stage = entries.firstIndex(of: "s measure") ?? -1
        #expect(stage > (entries.lastIndex(of: "a measure") ?? .max))
    }

    @Test func aCancelledRunIsNotLookedAt() {
        cancellation.cancel(signal: 2)
        let outcome = run(["a"]) { _ in
            Issue.record("asked")
            return []
        }
        #expect(outcome.looks.isEmpty)
    }
}
