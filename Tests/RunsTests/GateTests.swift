import History
import Judgement
import Measurement
import Model
import Probes
import TestSupport
import Testing

@testable import Runs

struct GateTests {
    private static let node = NodeMetric.allCases.map(\.metric.rawValue)

    /// A history with a baseline of five runs by one method.
    private func withBaseline(
        _ scripted: Scripted, _ method: RunRequest.Method, _ ids: [String],
        _ body: (RunHistory) throws -> Void
    ) throws {
        try withTemporaryDirectory { directory in
            let history = RunHistory(path: directory + "/history.sqlite")
            let store = try HistoryStore.open(history.path)
            let runs = try (0..<5).map { _ in
                let record = try scripted.run(Scripted.request(ids, method))
                try store.append(HistoryEntry(Report(record: record)))
                return record.id
            }
            _ = try store.createBaseline("b", of: runs, createdAt: "2026-01-01T00:00:00Z")
            try body(history)
        }
    }

    private func check(_ history: RunHistory, _ scripted: Scripted) throws -> RegressionReport {
        var check = try BaselineCheck(
            "b", in: history, watch: scripted.watch, warn: { Issue.record("\($0)") })
        check.guards.allowDebugBuild = true
        check.isSmoke = true
        check.surroundings = scripted.surroundings
        return try check.check(nil)
    }

    @Test func anUnchangedRunIsSteady() throws {
        let scripted = try Scripted()
        scripted.add(["cpu.blake2b-256", "memory.copy"])
        try withBaseline(scripted, .rounds(.quick), ["cpu.blake2b-256", "memory.copy"]) { history in
            let report = try check(history, scripted)
            #expect(report.overall == .steady && report.exitCode == 0)
            #expect(report.metrics.map(\.metric.id) == ["cpu.blake2b-256", "memory.copy"])
        }
    }

    @Test func aSlowerProbeIsMeasuredAgainAndConfirmed() throws {
        let scripted = try Scripted()
        scripted.add(["cpu.blake2b-256", "memory.copy", "cpu.stall"])
        let ids = ["cpu.blake2b-256", "memory.copy", "cpu.stall"]
        try withBaseline(scripted, .rounds(.quick), ids) { history in
            scripted.probes.removeFirst()
            scripted.add(["cpu.blake2b-256"], secondsPerIteration: 0.15)
            let report = try check(history, scripted)
            #expect(report.overall == .regressed && report.exitCode == 2)
            #expect(report.confirmation != nil)
            #expect(scripted.messages.contains { $0.hasSuffix("again, to confirm") })
        }
    }

    /// Runs by the node's protocol are repeated by it: no preset is asked for that nobody gave.
    @Test func aBaselineOfTheNodesProtocolIsCheckedByThatProtocol() throws {
        let scripted = try Scripted()
        scripted.add(Array(Self.node.prefix(4)))
        var durations = NodeDurations()
        durations.hash = 0.3
        try withBaseline(scripted, .node(durations), Self.node) { history in
            let before = scripted.journal.entries.count
            let report = try check(history, scripted)
            #expect(report.overall == .steady && report.exitCode == 0)
            #expect(report.metrics.count == 4)
            // One block a probe, and no rounds.
            let measured = scripted.journal.entries[before...].filter { $0.hasSuffix("measure") }
            #expect(measured.count == 4)
        }
    }

    @Test func theRehearsalStaysGreenAndTurnsRed() throws {
        try withTemporaryDirectory { directory in
            let scripted = try Scripted()
            scripted.add(["cpu.blake2b-256", "memory.copy", "cpu.stall"])
            var surroundings = scripted.surroundings
            surroundings.clock = SteadyClock(stepNanoseconds: 1_000_000)
            var guards = Guards()
            guards.allowDebugBuild = true
            let rehearsal = try GateRehearsal(
                historyPath: directory + "/h.sqlite", guards: guards, isSmoke: false,
                in: surroundings, say: { _ in })
            let outcome = try rehearsal.run(delay: 0.5)
            #expect(outcome.unchanged.overall == .steady)
            #expect(outcome.delayed.overall == .regressed)
            #expect(outcome.delayedProbe == "cpu.blake2b-256")
            #expect(outcome.status == .qualified)
        }
    }
}
