import Foundation
import Model
import Rendering
import TestSupport
import Testing

/// What is left of a run that was killed.
///
/// `.ci/killed` tries many moments.
struct DeathTests {
    private static let small = [
        "--smoke", "--allow-debug-build", "--allow-any-filesystem", "--no-history",
    ]

    private static func running(in state: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: state + "/touchstone"))
        return (names ?? []).filter { $0.hasPrefix("running-") && $0.hasSuffix(".json") }
    }

    @Test func theRecordOfAKilledRunIsToldOnceAndJudgedAndNeverPasses() throws {
        try withTemporaryDirectory { directory in
            let state = directory + "/state"
            let environment = ["XDG_STATE_HOME": state]
            // Rounds that end soon, and a stage that does not.
            let run = try Binary.start(
                ["qualify", "--only", "cpu.blake2b-256", "cpu.stall", "--preset", "thorough"]
                    + Self.small.filter { $0 != "--smoke" } + ["--time-budget", "0"],
                environment: environment)
            for _ in 0..<3000 where Self.running(in: state).isEmpty {
                usleep(20_000)
                try #require(run.process.isRunning, "\(run.errorsSoFar)")
            }
            #expect(Self.running(in: state).count == 1)
            // A live run's record is nobody else's.
            let beside = try Binary.run(["profiles", "list"], environment: environment)
            #expect(beside.code == 0 && beside.errors.isEmpty, "\(beside.errors)")
            kill(run.process.processIdentifier, SIGKILL)
            #expect(run.ending().code == -SIGKILL)

            let told = try Binary.run(["profiles", "list"], environment: environment)
            let path = try #require(
                told.errors.firstMatch(of: /its record so far is in (\S+\.json)/)?.1)
            let record = try ReportJSON.decode(
                Array(Data(contentsOf: URL(filePath: String(path))))
            ).record
            #expect(!record.complete)
            #expect(record.probes.contains { $0.blocks.contains { $0.phase == .kept } })
            #expect(try Binary.run(["profiles", "list"], environment: environment).errors.isEmpty)
            let judged = try Binary.run(
                [
                    "judge", String(path), "--profile", "parity-2022-04", "--fail-on",
                    "inconclusive",
                ],
                environment: environment)
            #expect([1, 3].contains(judged.code), "\(judged.errors)")
        }
    }

    @Test func aRunThatEndsLeavesNoRecordBehind() throws {
        try withTemporaryDirectory { directory in
            let state = directory + "/state"
            let ending = try Binary.run(
                ["measure", "cpu.blake2b-256", "--preset", "quick"] + Self.small,
                environment: ["XDG_STATE_HOME": state])
            #expect(ending.code == 0, "\(ending.errors)")
            let left = try FileManager.default.contentsOfDirectory(atPath: state + "/touchstone")
            #expect(left == [])
        }
    }

    /// The state directory is a file's name: nothing can be kept, and the run goes on.
    @Test func aStateDirectoryThatCannotBeMadeIsSaidOnceAndCostsNothing() throws {
        try withTemporaryDirectory { directory in
            try Data().write(to: URL(filePath: directory + "/file"))
            let ending = try Binary.run(
                ["measure", "cpu.blake2b-256", "--preset", "quick", "--output", "json"]
                    + Self.small, environment: ["XDG_STATE_HOME": directory + "/file"])
            #expect(ending.code == 0)
            #expect(
                ending.errors.matches(of: /record cannot be saved as the run goes/).count == 1)
            #expect(try ReportJSON.decode(Array(ending.output.utf8)).record.complete)
        }
    }

    @Test func aPlantedLinkCostsNobodyAnything() throws {
        try withTemporaryDirectory { directory in
            let files = FileManager.default
            let (victim, disk) = (directory + "/victim", directory + "/disk")
            try files.createDirectory(atPath: victim + "/sub", withIntermediateDirectories: true)
            try files.createDirectory(atPath: disk, withIntermediateDirectories: true)
            for name in ["lock", "data", "sub/f"] {
                try Data("precious".utf8).write(to: URL(filePath: "\(victim)/\(name)"))
            }
            for name in [".touchstone-evil", ".touchstone-1-0"] {
                try files.createSymbolicLink(
                    atPath: "\(disk)/\(name)", withDestinationPath: victim)
            }
            let ending = try Binary.run(
                ["measure", "disk.sync.latency", "--preset", "quick", "--path", disk] + Self.small)
            #expect(ending.code == 0)
            #expect(ending.errors.contains(".touchstone-1-0 was not removed: it is a link"))
            #expect(try files.subpathsOfDirectory(atPath: victim).count == 4)
            #expect(try files.contentsOfDirectory(atPath: disk).count == 2)
        }
    }

    @Test(arguments: ["", "/state", "/manifest", "/extrinsics-transfers", "/state/LOG"])
    func aLinkInThePlaceOfAKeptStateIsRefused(place: String) throws {
        try withTemporaryDirectory { directory in
            let files = FileManager.default
            let (kept, other) = (directory + "/kept", directory + "/other")
            try files.createDirectory(atPath: other, withIntermediateDirectories: true)
            let link = kept + place
            try files.createDirectory(
                atPath: URL(filePath: link).deletingLastPathComponent().path,
                withIntermediateDirectories: true)
            try files.createSymbolicLink(atPath: link, withDestinationPath: other)
            let ending = try Binary.run(
                ["measure", "chain.import", "--path", directory, "--keep-state", kept]
                    + ["--preset", "quick"] + Self.small)
            #expect(ending.code == 4, "\(ending.errors)")
            #expect(ending.errors.contains("\(link) is a link"), "\(ending.errors)")
            #expect(try files.contentsOfDirectory(atPath: other).isEmpty)
        }
    }
}
