import Foundation
import Model
import Rendering
import TestSupport
import Testing

/// The process in which the chain's stages are measured, under limits and signals.
struct StageTests {
    private static let small = [
        "measure", "chain.import", "cpu.blake2b-256", "--allow-debug-build",
        "--allow-any-filesystem", "--no-history", "--preset", "quick", "--smoke",
    ]

    private func records(_ path: String) throws -> [String: ProbeRecord] {
        let report = try ReportJSON.decode(Array(Data(contentsOf: URL(filePath: path))))
        return Dictionary(uniqueKeysWithValues: report.record.probes.map { ($0.id, $0) })
    }

    private func names(in directory: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
    }

    /// A run in a shell with a limit, whose report goes to `report.json` in `directory`.
    private func limited(_ limit: String, _ directory: String) throws -> Binary.Ending {
        let words = Self.small + ["--path", directory, "--output", "json:\(directory)/report.json"]
        return try Binary.shell("\(limit); exec \"$TOUCHSTONE\" \(words.joined(separator: " "))")
    }

    /// The chain fails with its reason, and what was measured beside it is there.
    ///
    /// Of the file size, a library with assertions tells nothing.
    @Test(arguments: [
        ("ulimit -n 24", "Too many open files"), ("ulimit -f 64", ""),
        ("ulimit -v 450000", "memory"),
    ])
    func aLimitFailsTheChainAlone(limit: String, word: String) throws {
        try withTemporaryDirectory { directory in
            let ending = try limited(limit, directory)
            let records = try records(directory + "/report.json")
            #expect(records["cpu.blake2b-256"]?.status == .measured, "\(ending.errors)")
            #expect(records["chain.import"]?.status == .failed, "\(ending.errors)")
            let reason = records["chain.import"]?.reason ?? ""
            #expect(word.isEmpty || reason.contains(word), "\(reason)")
            #expect(!reason.contains("wrong answer"), "\(reason)")
            #expect(try names(in: directory) == ["report.json"])
        }
    }

    /// Children of a process, read until there is one.
    private func child(of process: Int32) throws -> Int32 {
        for _ in 0..<3000 {
            let text = try? String(
                contentsOfFile: "/proc/\(process)/task/\(process)/children", encoding: .utf8)
            if let number = text?.split(separator: " ").first.flatMap({ Int32($0) }) {
                return number
            }
            usleep(2_000)
        }
        Issue.record("no process was started")
        return 0
    }

    private func start(_ directory: String) throws -> Running {
        try Binary.start(
            Self.small + ["--path", directory, "--output", "json:\(directory)/report.json"])
    }

    private static let knowsChildren = FileManager.default.fileExists(
        atPath: "/proc/self/task/\(getpid())/children")

    @Test(.enabled(if: knowsChildren))
    func aKilledProcessFailsItsStageAndLeavesNothing() throws {
        try withTemporaryDirectory { directory in
            let running = try start(directory)
            kill(try child(of: running.process.processIdentifier), SIGKILL)
            let ending = running.ending()
            let records = try records(directory + "/report.json")
            #expect(records["cpu.blake2b-256"]?.status == .measured, "\(ending.errors)")
            #expect(records["chain.import"]?.status == .failed)
            #expect(records["chain.import"]?.reason?.contains("signal 9") == true)
            #expect(try names(in: directory) == ["report.json"])
        }
    }

    @Test(.enabled(if: knowsChildren), arguments: [SIGTERM, SIGINT])
    func aSignalEndsTheProcessToo(signal: Int32) throws {
        try withTemporaryDirectory { directory in
            let running = try start(directory)
            let child = try child(of: running.process.processIdentifier)
            kill(running.process.processIdentifier, signal)
            #expect(running.ending().code == 128 + signal)
            #expect(kill(child, 0) != 0)
            #expect(try names(in: directory) == ["report.json"])
        }
    }

    /// It ends with the process that started it, and takes its files along.
    @Test(.enabled(if: knowsChildren))
    func theProcessDoesNotOutliveTheRun() throws {
        try withTemporaryDirectory { directory in
            let running = try start(directory)
            let child = try child(of: running.process.processIdentifier)
            kill(running.process.processIdentifier, SIGKILL)
            _ = running.ending()
            for _ in 0..<1500 where kill(child, 0) == 0 { usleep(20_000) }
            #expect(kill(child, 0) != 0)
            #expect(try names(in: directory).isEmpty)
        }
    }

    @Test func itIsNoCommandForUsers() throws {
        let ending = try Binary.run(["stage"], input: "hello\n")
        #expect(ending.code == 65)
        let help = try Binary.run(["--help"]).output
        #expect(!help.contains("stage "))
    }
}
