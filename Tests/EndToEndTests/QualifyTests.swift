import Foundation
import Model
import Rendering
import TestSupport
import Testing

/// `qualify` and `measure`, with the small sizes of tests.
struct QualifyTests {
    private static let small = [
        "--smoke", "--allow-debug-build", "--allow-any-filesystem", "--preset", "quick",
    ]

    @Test func aRunEndsWithAVerdictAReportAndACodeThatAgree() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/r.json"
            let ending = try Binary.run(
                ["qualify", "--profile", "kilt-collator", "--path", directory, "--seed", "7"]
                    + Self.small + ["--output", "json:\(path)"])
            // Figures of small sizes decide nothing.
            #expect(ending.code == 3)
            #expect(ending.output.contains("INCONCLUSIVE"))
            let report = try Self.report(path)
            #expect(report.exitCode == 3)
            #expect(report.verdict?.overall == .inconclusive)
            #expect(report.verdict?.profile.id == "kilt-collator")
            #expect(report.record.complete)
            #expect(report.record.plan.seed == 7)
            #expect(report.record.probes.allSatisfy { $0.status == .measured })
            // One stage for each of the chain's probes, and a block a round of all others.
            #expect(
                report.record.probes.allSatisfy {
                    let isStaged =
                        $0.id.hasPrefix("chain.") || $0.id == "disk.sustained"
                    return $0.blocks.count == (isStaged ? 1 : 14)
                })
            let chain = report.verdict?.requirements.filter {
                $0.requirement.subjectID.hasPrefix("chain.")
            }
            #expect(chain?.map(\.outcome) == [.inconclusive, .inconclusive, .inconclusive])
            #expect(ending.output.contains("a model of the node's import and not the node"))
            #expect(report.record.storage?.path == Self.resolved(directory))
            #expect(ending.errors.contains("disk: "))
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["r.json"])
        }
    }

    @Test func jsonOnStandardOutputIsNothingButJSON() throws {
        try withTemporaryDirectory { directory in
            let ending = try Binary.run(
                ["--path", directory] + Self.small + ["--output", "json"])
            #expect(ending.code == 3)
            #expect((try? ReportJSON.decode(Array(ending.output.utf8))) != nil)
        }
    }

    @Test func quietSaysNothing() throws {
        try withTemporaryDirectory { directory in
            let ending = try Binary.run(
                ["measure", "cpu.blake2b-256", "--quiet"] + Self.small
                    + ["--output", "markdown:\(directory)/m.md"])
            #expect(ending.code == 0)
            #expect(ending.output.isEmpty)
            #expect(ending.errors.isEmpty)
            let text = try String(contentsOfFile: directory + "/m.md", encoding: .utf8)
            #expect(text.contains("BLAKE2b-256"))
        }
    }

    @Test func aSkippedRequiredProbeNeverPasses() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/r.json"
            let ending = try Binary.run(
                ["qualify", "--path", directory, "--skip", "memory.copy"] + Self.small
                    + ["--output", "json:\(path)"])
            #expect(ending.code == 3)
            let line = try #require(
                Self.report(path).verdict?.requirements.first {
                    $0.requirement.subjectID == "memory.copy"
                })
            #expect(line.outcome == .skipped)
            #expect(line.reason.contains("--skip"))
        }
    }

    @Test func aDebugBuildRefusesToJudge() throws {
        try withTemporaryDirectory { directory in
            let ending = try Binary.run(["qualify", "--path", directory, "--allow-any-filesystem"])
            // In a release test run the program is a release build and measures.
            #if DEBUG
                #expect(ending.code == 4)
                #expect(ending.errors.contains("debug build"))
                #expect(ending.errors.contains("swift build -c release"))
            #endif
            #expect(!ending.errors.isEmpty)
        }
    }

    @Test func aFileSizeLimitFailsTheDiskProbesAndLeavesTheOthers() throws {
        try withTemporaryDirectory { directory in
            let ending = try Binary.shell(
                "(ulimit -f 200; $TOUCHSTONE qualify --path \(directory) --quiet --output json "
                    + Self.small.joined(separator: " ") + ") | cat")
            let report = try ReportJSON.decode(Array(ending.output.utf8))
            // The appends of the sync latency may be too few to meet the limit.
            let disk = report.record.probes.filter {
                $0.id.hasPrefix("disk.") && $0.id != "disk.sync.latency"
            }
            #expect(disk.count == 4)
            for probe in disk {
                #expect(probe.status == .failed)
                #expect(probe.reason?.contains("ulimit -f") == true)
            }
            let others = report.record.probes.filter { !$0.id.hasPrefix("disk.") }
            #expect(others.allSatisfy { $0.status == .measured })
        }
    }

    @Test func whatMaxWriteLeavesNoRoomForIsSkippedWithItsReason() throws {
        try withTemporaryDirectory { directory in
            let ending = try Binary.run(
                [
                    "measure", "disk.write.random.4k.qd32", "disk.write.random.buffered",
                    "memory.copy", "--path", directory, "--max-write", "100MB", "--output", "json",
                ] + Self.small)
            #expect(ending.code == 3)
            #expect(ending.errors.contains("left out: disk.write.random.4k.qd32: it would write"))
            let probes = try ReportJSON.decode(Array(ending.output.utf8)).record.probes
            #expect(probes.count { $0.status == .skipped } == 2)
            #expect(
                probes.allSatisfy {
                    $0.status == .measured || $0.reason?.contains("--max-write") == true
                })
            let plan = try Binary.run(
                ["qualify", "--dry-run", "--path", directory, "--max-write", "8GiB"])
            #expect(plan.output.contains("never more than 8 GiB"))
            #expect(try Binary.run(["qualify", "--dry-run", "--max-write", "8 apples"]).code == 64)
        }
    }

    @Test(arguments: [(SIGINT, 130, "SIGINT"), (SIGTERM, 143, "SIGTERM"), (SIGHUP, 143, "SIGHUP")])
    func aSignalSavesThePartialRecord(signal: Int32, code: Int32, name: String) throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/r.json"
            let running = try Binary.start(
                ["measure", "memory.copy", "--preset", "thorough", "--allow-debug-build"]
                    + ["--output", "json:\(path)", "--history", directory + "/h.sqlite"])
            try running.waitForErrors(containing: "warm-up round 2")
            kill(running.process.processIdentifier, signal)
            let ending = running.ending()
            // The history has the same report, so that the file is no edited one to it.
            let again = try Binary.run(
                ["history", "import", path, "--history", directory + "/h.sqlite"])
            #expect(again.output.contains("already there 1"), "\(again.errors)")
            #expect(ending.code == code)
            let report = try Self.report(path)
            #expect(!report.record.complete)
            #expect(report.record.interruptedBy == name)
            #expect(report.record.probes.first?.blocks.isEmpty == false)
            #expect(report.verdict == nil)
            #expect(report.exitCode == code)
        }
    }

    @Test func anInterruptedRunWithoutAnOutputIsSavedInTheStateDirectory() throws {
        let running = try Binary.start(
            ["measure", "memory.copy", "--preset", "thorough", "--allow-debug-build"])
        try running.waitForErrors(containing: "warm-up round 2")
        kill(running.process.processIdentifier, SIGINT)
        let ending = running.ending()
        #expect(ending.code == 130)
        let folder = running.stateHome + "/touchstone"
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { !$0.hasPrefix("history.sqlite") }
        #expect(files.count == 1)
        #expect(ending.errors.contains(files.first ?? "?"))
    }

    @Test func aKilledRunLeavesNothingOnTheDisk() throws {
        try withTemporaryDirectory { directory in
            let running = try Binary.start(
                ["measure", "disk.write.random.buffered", "--path", directory]
                    + ["--preset", "thorough", "--allow-debug-build", "--allow-any-filesystem"])
            try running.waitForErrors(containing: "warm-up round 1")
            kill(running.process.processIdentifier, SIGKILL)
            #expect(running.ending().code == -SIGKILL)
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory).isEmpty)
        }
    }

    private static func report(_ path: String) throws -> Report {
        try ReportJSON.decode(Array(Data(contentsOf: URL(filePath: path))))
    }

    private static func resolved(_ path: String) -> String {
        URL(filePath: path).resolvingSymlinksInPath().path
    }
}
