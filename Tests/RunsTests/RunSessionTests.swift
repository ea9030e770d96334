import Host
import Measurement
import Model
import Probes
import TestSupport
import Testing

@testable import Runs

struct RunSessionTests {
    @Test func aRunGoesFromRequestToRecord() throws {
        let scripted = try Scripted()
        scripted.add(["b", "a", "c"])
        var request = Scripted.request(["a", "b"])
        request.probes.leftOut = ["c"]
        let record = try scripted.run(request)
        #expect(record.complete && record.origin == .measured)
        #expect(record.plan.preset == "quick" && record.plan.seed == 7)
        #expect(record.plan.plannedLooks == nil)
        #expect(record.probes.map(\.id) == ["b", "a", "c"])
        #expect(record.probes.map(\.status) == [.measured, .measured, .skipped])
        #expect(record.probes[2].reason == "left out by --only or --skip")
        #expect(record.probes[0].blocks.count == 14)
        #expect(record.probes[0].verdictBlockedBecause != nil)
        #expect(record.durationSeconds > 0)
    }

    @Test func theMachineIsReadOnceAndThePlanIsToldFirst() throws {
        let scripted = try Scripted()
        scripted.add(["a"])
        let record = try scripted.run(Scripted.request(["a"]))
        #expect(scripted.machinesRead == 1)
        let told = scripted.events.filter { if case .message = $0 { false } else { true } }
        guard case .planned(let planned, let probes)? = told.first else {
            Issue.record("the plan is not the first event: \(told.prefix(1))")
            return
        }
        #expect(planned.id == record.id && probes.map(\.id) == ["a"])
        #expect(told.last == .finished(record))
    }

    @Test func whatIsMeasuredIsSavedAsTheRunGoes() throws {
        let scripted = try Scripted()
        scripted.add(["a"])
        let record = try scripted.run(Scripted.request(["a"]))
        #expect(scripted.saved.count == 2)
        #expect(scripted.saved.last == record)
        #expect(scripted.saved.allSatisfy { $0.id == record.id })
    }

    @Test func aSignalEndsTheRunWithWhatIsMeasured() throws {
        let scripted = try Scripted()
        let cancellation = scripted.cancellation
        scripted.probes = [
            ScriptedProbe(
                "a", journal: scripted.journal, clock: scripted.clock,
                onIteration: { if $0 == 5 { cancellation.cancel(signal: 15) } })
        ]
        let record = try scripted.run(Scripted.request(["a"]))
        #expect(!record.complete && record.interruptedBy == "SIGTERM")
        #expect(record.probes[0].blocks.count == 2)
        #expect(Report(unjudged: record).exitCode == 143)
    }

    @Test func aDiskProbeNeedsAPath() throws {
        let scripted = try Scripted()
        scripted.add(["a"], scratchBytes: 1 << 20)
        let session = try RunSession(
            Scripted.request(["a"]), in: scripted.surroundings, watch: scripted.watch)
        // What it would do can be told without one.
        #expect(session.outline.steps.map(\.probe) == ["a"])
        #expect { try session.run() } throws: { error in
            let failure = error as? CommandFailure
            return failure?.status == .usage && failure?.message.contains("--path") == true
        }
        #expect(scripted.journal.entries.isEmpty)
    }

    @Test func aPathThatIsNotThereIsRefusedBeforeAnythingIsPlanned() throws {
        let scripted = try Scripted()
        #expect {
            try RunSession(
                Scripted.request([], path: "/nowhere/at/all"), in: scripted.surroundings,
                watch: scripted.watch)
        } throws: { ($0 as? CommandFailure)?.status == .noInput }
    }

    @Test func aBlockingFindingEndsTheRunBeforeAnythingIsMeasured() throws {
        try #require(BuildFacts.build == "debug")
        let scripted = try Scripted()
        scripted.add(["a"])
        var request = Scripted.request(["a"])
        request.guards.allowDebugBuild = false
        #expect { try scripted.run(request) } throws: { error in
            let failure = error as? CommandFailure
            return failure?.status == .preflightBlocked
                && failure?.message.contains("tool.debug-build") == true
        }
        #expect(scripted.journal.entries.isEmpty)
    }

    @Test func aLimitOfWritesLeavesOutWhatHasNoRoom() throws {
        try withTemporaryDirectory { directory in
            let scripted = try Scripted()
            scripted.add(["disk"], scratchBytes: 1 << 30)
            scripted.add(["cpu"])
            var request = Scripted.request(["disk", "cpu"], path: directory)
            request.guards.allowAnyFilesystem = true
            request.guards.maxWriteBytes = 2 << 20
            var surroundings = scripted.surroundings
            surroundings.machine = { Machine() }
            let outline = try RunSession(request, in: surroundings, watch: scripted.watch).outline
            #expect(outline.leftOut.map(\.probe) == ["disk"])
            #expect(outline.steps.map(\.probe) == ["cpu"])
        }
    }

    @Test func theChainIsThatOfTheProfileAndThePreset() throws {
        let scripted = try Scripted()
        var request = Scripted.request([])
        _ = try RunSession(request, in: scripted.surroundings, watch: scripted.watch)
        request.method = .rounds(.thorough)
        request.keepState = "/kept"
        _ = try RunSession(request, in: scripted.surroundings, watch: scripted.watch)
        #expect(scripted.conditions.map(\.accounts) == [100_000, 10_000_000])
        #expect(scripted.conditions.map(\.keptState) == [nil, "/kept"])
    }
}
