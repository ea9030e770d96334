import Foundation
import Model
import TestSupport
import Testing

@testable import Measurement

/// Stages that another process measures; a shell plays it.
struct StageTests {
    /// A probe that could run in this process, and says whether it did.
    private struct Isolated: IsolatedProbe {
        let descriptor: ProbeDescriptor
        let settings = #"{"accounts": 600}"#
        var lockedDirectories: [String] = []

        init(_ id: String) {
            descriptor = ProbeDescriptor(
                id: id, methodVersion: 1,
                metrics: [
                    MetricDefinition(
                        id: MetricID(rawValue: id), unit: .seconds, direction: .lowerIsBetter,
                        title: id)
                ], why: "Drives the runner in tests.", source: "Ours.",
                cost: Cost(time: .open))
        }

        func prepare(in environment: ProbeEnvironment) throws(ProbeError) -> any ProbeSession {
            throw .wrongAnswer("it was prepared in this process")
        }
    }

    private let cancellation = Cancellation()
    private let journal = Journal()

    private func run(
        _ probes: [any Probe], _ script: String, words: [String] = [], scratch: String? = nil,
        observe: @escaping (RunEvent) -> Void = { _ in }
    ) -> [ProbeRecord] {
        let clock = ManualClock()
        return ProbeRunner(
            schedule: .init(warmupRounds: 0, keptRounds: 2, blockSeconds: 0.1, seed: 1),
            environment: ProbeEnvironment(
                scale: .smoke, scratch: scratch.map { ScratchSpace(directory: $0) },
                allowedCPUs: 1, availableMemoryBytes: nil, seed: 1, cancellation: cancellation,
                stages: StageProgram(
                    executables: ["/nowhere/sh", "/bin/sh"],
                    arguments: ["-c", script, "sh"] + words)),
            clock: clock, observe: observe
        ).run(probes + [ScriptedProbe("other", journal: journal, clock: clock)])
    }

    private static func reply(_ id: String, parameter: String = "x") -> String {
        var facts = SessionFacts()
        facts.parameters = ["from": parameter]
        let reply = StageReply.measured(
            Measured(
                samples: [MetricID(rawValue: id): .figure(0.25)],
                conditions: BlockConditions(elapsedSeconds: 2)), facts)
        return String(decoding: StageLine.encode(reply).dropLast(), as: UTF8.self)
    }

    /// All other probes keep their figures, whatever becomes of a stage.
    private func expectOthers(_ records: [ProbeRecord]) {
        #expect(records.last?.status == .measured)
        #expect(records.last?.blocks.count == 2)
    }

    @Test func oneProcessMeasuresAllStages() {
        // It puts its number where the reply says so.
        let script = #"while read -r l; do printf '%s\n' "$1" | sed "s/NUMBER/$$/"; done"#
        let records = run(
            [Isolated("a"), Isolated("a")], script,
            words: [Self.reply("a", parameter: "NUMBER")])
        for record in records.dropLast() {
            #expect(record.status == .measured, "\(record.reason ?? "")")
            #expect(record.blocks.first?.samples["a"] == .figure(0.25))
            #expect(record.blocks.first?.conditions?.elapsedSeconds == 2)
        }
        #expect(Int(records[0].parameters["from"] ?? "") != nil)
        #expect(records[0].parameters == records[1].parameters)
        expectOthers(records)
    }

    @Test func theRequestSaysWhatIsMeasured() throws {
        try withTemporaryDirectory { directory in
            let script = #"read -r l; printf '%s' "$l" > "$1/request""#
            let records = run([Isolated("a")], script, words: [directory], scratch: directory)
            #expect(records[0].status == .failed)
            let line = try Data(contentsOf: URL(filePath: directory + "/request"))
            let request: StageRequest = try #require(StageLine.decode(line))
            #expect(request.probe == "a")
            #expect(request.settings == #"{"accounts": 600}"#)
            #expect(request.scratch == directory)
            #expect(request.parent == getpid())
            #expect(request.blockSeconds == 0.1)
        }
    }

    @Test(arguments: [
        ("kill -KILL $$", "its process was ended by signal 9 (Killed, as the kernel does"),
        ("exit 7", "its process ended with code 7"),
        ("echo hello", "its process sent what is no answer"),
        (
            "echo terminate called >&2; echo '  what():  Resource temporarily unavailable' >&2; "
                + "kill -SEGV $$",
            "its process was ended by signal 11 (Segmentation fault): terminate called: what():  "
                + "Resource temporarily unavailable; allow more processes and threads (ulimit -u"
        ),
    ])
    func aProcessThatDiesFailsItsStage(end: String, reason: String) {
        let records = run([Isolated("a")], "read -r l; " + end)
        #expect(records[0].status == .failed)
        #expect(records[0].reason?.hasPrefix(reason) == true, "\(records[0].reason ?? "")")
        expectOthers(records)
    }

    /// Much output must not block the process, and only its beginning is kept.
    @Test func whatAProcessSaysIsBounded() {
        let script = "read -r l; yes 'a long line of text' | head -c 1000000 >&2; exit 3"
        let record = run([Isolated("a")], script)[0]
        #expect(record.status == .failed)
        #expect((record.reason ?? "").utf8.count < 500, "\(record.reason ?? "")")
    }

    @Test func theNextStageGetsANewProcess() throws {
        try withTemporaryDirectory { directory in
            let script = #"""
                read -r l
                if mkdir "$1/seen" 2>/dev/null; then kill -SEGV $$; fi
                printf '%s\n' "$2"
                """#
            let records = run(
                [Isolated("a"), Isolated("a")], script, words: [directory, Self.reply("a")])
            #expect(records[0].status == .failed)
            #expect(records[0].reason?.contains("signal 11") == true)
            #expect(records[1].status == .measured, "\(records[1].reason ?? "")")
            expectOthers(records)
        }
    }

    /// Its lock is free, and its files would burden the next stage.
    @Test func whatADeadProcessLeavesIsRemoved() throws {
        try withTemporaryDirectory { directory in
            let script = #"read -r l; mkdir "$1/.touchstone-$$-0"; kill -KILL $$"#
            let records = run([Isolated("a")], script, words: [directory], scratch: directory)
            #expect(records[0].status == .failed)
            let left = try FileManager.default.contentsOfDirectory(atPath: directory)
            #expect(left.isEmpty, "\(left)")
        }
    }

    @Test func aProgramThatIsNotThereFailsTheStage() {
        let environment = ProbeEnvironment(
            scale: .smoke, scratch: nil, allowedCPUs: 1, availableMemoryBytes: nil, seed: 1,
            cancellation: cancellation,
            stages: StageProgram(executables: ["/nowhere/touchstone"], arguments: []))
        let record = ProbeRunner(
            schedule: .init(warmupRounds: 0, keptRounds: 1, blockSeconds: 0.1, seed: 1),
            environment: environment, clock: ManualClock(), observe: { _ in }
        ).run([Isolated("a")])[0]
        #expect(record.status == .failed)
        #expect(record.reason == "start a process: No such file or directory")
    }

    /// The process is told, and what it says then is no fault of the machine.
    @Test func cancellationReachesTheProcess() {
        let cancellation = cancellation
        let canceller = Thread {
            // However soon: a process that is started later is told at once.
            usleep(50_000)
            cancellation.cancel(signal: SIGTERM)
        }
        canceller.start()
        let records = run([Isolated("a")], "read -r l; exec sleep 60")
        #expect(records[0].blocks.isEmpty)
        #expect(records[0].status != .failed)
    }

    @Test func everyErrorArrivesAsItWas() {
        let errors: [ProbeError] = [
            .cancelled, .unavailable("a"), .system(operation: "b", subject: "c", errno: 28),
            .wrongAnswer("d"), .failed("e"), .unmeasurable("f"),
        ]
        for error in errors {
            let line = StageLine.encode(StageReply.ended(error))
            #expect(line.filter { $0 == UInt8(ascii: "\n") }.count == 1)
            guard case .ended(let back)? = StageLine.decode(line) as StageReply? else {
                Issue.record("\(error) was lost")
                continue
            }
            #expect(back == error)
        }
    }

    /// What the process says between its blocks is an event of the run, in its order.
    @Test func howMuchOfAStageIsDoneIsTold() throws {
        let said = (1...3).map { done in
            StageLine.encode(StageReply.progress(StageProgress(done: done, all: 3)))
        }
        let words = said.map { String(decoding: $0.dropLast(), as: UTF8.self) }
        var heard: [RunEvent] = []
        let records = run(
            [Isolated("a")], #"read -r l; printf '%s\n' "$@""#, words: words + [Self.reply("a")]
        ) { event in
            if case .progress = event { heard.append(event) }
        }
        #expect(records[0].status == .measured, "\(records[0].reason ?? "")")
        let expected = (1...3).map { done in
            RunEvent.progress(probe: "a", done: done, of: 3)
        }
        #expect(heard == expected)
    }

    /// One a second and the last: the blocks that are timed are left in peace.
    @Test func aStageTellsNoMoreThanOnceASecond() {
        let clock = ManualClock()
        let pace = TellingPace(clock)
        var told: [Int] = []
        for done in 1...300 {
            clock.advance(seconds: 0.01)
            if pace.isDue(StageProgress(done: done, all: 300)) { told.append(done) }
        }
        #expect(told == [100, 200, 300])
    }
}
