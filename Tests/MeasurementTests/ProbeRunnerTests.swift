import Measurement
import Model
import TestSupport
import Testing

struct ProbeRunnerTests {
    private let journal = Journal()
    private let clock = ManualClock()
    private let cancellation = Cancellation()

    private func runner(
        warmup: Int = 1, kept: Int = 2, blockSeconds: Double = 0.25, seed: UInt64 = 1,
        memory: Int? = nil, sampler: ConditionSampler = .none,
        observe: @escaping (RunEvent) -> Void = { _ in }
    ) -> ProbeRunner {
        ProbeRunner(
            schedule: .init(
                warmupRounds: warmup, keptRounds: kept, blockSeconds: blockSeconds, seed: seed),
            environment: ProbeEnvironment(
                scale: .smoke, scratch: nil, allowedCPUs: 2, availableMemoryBytes: memory, seed: 1,
                cancellation: cancellation),
            clock: clock, sampler: sampler, observe: observe)
    }

    private func probe(
        _ id: String, secondsPerIteration: Double = 0.1, scratchBytes: Int = 0,
        memoryBytes: Int = 0, fault: ScriptedProbe.Fault? = nil,
        onIteration: @escaping @Sendable (Int) -> Void = { _ in }
    ) -> ScriptedProbe {
        ScriptedProbe(
            id, journal: journal, clock: clock, secondsPerIteration: secondsPerIteration,
            scratchBytes: scratchBytes, memoryBytes: memoryBytes, fault: fault,
            onIteration: onIteration)
    }

    @Test func everyProbeIsPreparedBeforeTheFirstBlockAndCheckedAfterEach() {
        _ = runner(warmup: 0, kept: 2).run([probe("a"), probe("b")])
        let entries = journal.entries
        #expect(entries[..<2] == ["a prepare", "b prepare"])
        for round in 0..<2 {
            let start = 2 + round * 4
            #expect(
                Set(entries[start..<start + 4]) == ["a measure", "a check", "b measure", "b check"])
        }
        for (entry, next) in zip(entries, entries.dropFirst()) where entry.hasSuffix("measure") {
            #expect(next == entry.replacing("measure", with: "check"))
        }
    }

    @Test func conditionsAreReadAroundTheTimedWorkAndOutsideTheCheck() {
        let journal = journal
        let runner = runner(
            warmup: 1, kept: 1,
            sampler: ConditionSampler {
                journal.add("begin")
                return {
                    journal.add("end")
                    return BlockConditions(stealFraction: 0.25)
                }
            })
        let record = runner.run([probe("a")])[0]
        #expect(
            journal.entries == ["a prepare"]
                + ["begin", "a measure", "end", "a check"]
                + ["begin", "a measure", "end", "a check"] + ["a release"])
        #expect(record.blocks.map(\.conditions?.stealFraction) == [0.25, 0.25])
    }

    @Test func withoutASamplerNobodyLooks() {
        let record = runner().run([probe("a")])[0]
        #expect(record.blocks.allSatisfy { $0.conditions == nil })
    }

    @Test func orderWithinRoundsFollowsTheSeed() {
        let probes = { (1...6).map { self.probe("p\($0)") } }
        func order(seed: UInt64) -> [String] {
            var order: [String] = []
            _ = runner(warmup: 0, kept: 4, seed: seed) {
                if case .begin(let probe, _, _, _, _) = $0 { order.append(probe) }
            }.run(probes())
            return order
        }
        let first = order(seed: 1)
        #expect(first == order(seed: 1))
        #expect(first != order(seed: 2))
        #expect(Set(first[..<6]).count == 6)
        #expect(first[..<6] != first[6..<12])
    }

    @Test func stagedProbesFollowTheRoundsOneByOneAndAreReleased() throws {
        let staged = ScriptedProbe("s", journal: journal, clock: clock, sampling: .staged)
        let after = ScriptedProbe("t", journal: journal, clock: clock, sampling: .staged)
        let records = runner(warmup: 1, kept: 2).run([staged, probe("a"), after])
        #expect(records.map { $0.blocks.count } == [1, 3, 1])
        #expect(records[0].blocks.first?.round == 3)
        #expect(records[0].blocks.first?.phase == .kept)
        #expect(
            journal.entries.filter { !$0.hasPrefix("a") }
                == [
                    "s prepare", "t prepare", "s measure", "s check", "s release", "t measure",
                    "t check", "t release",
                ])
        // What the rounds used is given back before the first stage.
        let entries = journal.entries
        let release = try #require(entries.firstIndex(of: "a release"))
        #expect(try release < #require(entries.firstIndex(of: "s measure")))
    }

    @Test func aBlockRunsOneUntimedIterationThenUntilItsTimeIsReached() throws {
        let record = runner(warmup: 0, kept: 1, blockSeconds: 0.25).run([probe("a")])[0]
        // Iterations of 0.1 s: the third passes 0.25 s.
        let block = try #require(record.blocks.first)
        #expect(block.samples["a"] == .rate(RateSample(work: 30, seconds: 0.3)))
        #expect(block.startedSeconds == 0)
    }

    @Test func anIterationLongerThanTheBlockIsDoneOnce() throws {
        let record = runner(warmup: 0, kept: 1).run([probe("a", secondsPerIteration: 7)])[0]
        #expect(record.blocks.first?.samples["a"] == .rate(RateSample(work: 10, seconds: 7)))
    }

    @Test func warmupRoundsAreTaggedAndKeptInTheRecord() {
        let record = runner(warmup: 2, kept: 3).run([probe("a")])[0]
        #expect(record.blocks.map(\.phase) == [.warmup, .warmup, .kept, .kept, .kept])
        #expect(record.blocks.map(\.round) == [0, 1, 2, 3, 4])
        #expect(record.keptScalars(of: "a").count == 3)
    }

    @Test func wrongAnswerFailsTheProbeAndKeepsTheOthers() {
        let records = runner(kept: 3).run([
            probe("bad", fault: .check(.wrongAnswer("2 + 2 = 5"), block: 1)), probe("good"),
        ])
        #expect(records[0].status == .failed)
        #expect(records[0].reason == "wrong answer: 2 + 2 = 5")
        #expect(records[0].blocks.count == 1)
        #expect(records[1].status == .measured)
        #expect(records[1].blocks.count == 4)
        #expect(journal.entries.contains("bad release"))
    }

    @Test func unmetNeedsSkipTheProbe() {
        let records = runner(memory: 1 << 20).run([
            probe("disk", scratchBytes: 1), probe("memory", memoryBytes: 2 << 20),
            probe("refuses", fault: .prepare(.unavailable("no such device"))), probe("good"),
        ])
        #expect(records.map(\.status) == [.skipped, .skipped, .skipped, .measured])
        #expect(records[0].reason == "no disk was named: give --path DIR")
        #expect(records[1].reason == "needs 2 MiB of memory, 1 MiB are free")
        #expect(records[2].reason == "no such device")
    }

    @Test func aRefusedSystemCallFailsTheProbeWithItsMend() {
        let error = ProbeError.system(operation: "write to", subject: "/data", errno: 28)
        let record = runner().run([probe("a", fault: .measure(error, block: 0))])[0]
        #expect(record.status == .failed)
        #expect(
            record.reason
                == "write to /data: No space left on device; "
                + "free some space or choose another --path")
    }

    @Test func cancellationKeepsTheBlocksDoneAndEndsWithinAnIteration() {
        let cancellation = cancellation
        let records = runner(warmup: 0, kept: 100).run([
            probe("a") { if $0 == 11 { cancellation.cancel(signal: 2) } }
        ])
        // Each block takes 1 + 3 iterations, so the third is cut and is not in the record.
        #expect(records[0].status == .measured)
        #expect(records[0].blocks.count == 2)
        #expect(cancellation.signalNumber == 2)
        #expect(journal.entries.count { $0 == "a measure" } == 3)
    }

    @Test func aRunThatWasCancelledBeforeItBeganPreparesNothing() {
        cancellation.cancel(signal: 15)
        let records = runner().run([probe("a")])
        #expect(records[0].status == .skipped)
        #expect(journal.entries.isEmpty)
    }

    @Test func timeLeftIsToldFromTheSecondRoundOn() {
        var remaining: [Double?] = []
        _ = runner(warmup: 1, kept: 3, blockSeconds: 0.2) {
            if case .begin(_, _, _, _, let seconds) = $0 { remaining.append(seconds) }
        }.run([probe("a")])
        #expect(remaining.count == 4)
        #expect(remaining[0] == nil)
        // Blocks of one untimed and two timed iterations take 0.3 s.
        #expect(abs((remaining[1] ?? 0) - 0.9) < 1e-6)
        #expect(abs((remaining[3] ?? 0) - 0.3) < 1e-6)
    }
}
