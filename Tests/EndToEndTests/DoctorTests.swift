import Foundation
import Model
import Rendering
import TestSupport
import Testing

/// `doctor`, and its part in `qualify`.
struct DoctorTests {
    private static let small = [
        "--smoke", "--allow-debug-build", "--allow-any-filesystem", "--beside-node",
        "--preset", "quick",
    ]

    @Test func aLookIsReadOnlyAndEndsWithZeroWhenNothingBlocks() throws {
        try withTemporaryDirectory { directory in
            let ending = try Binary.run(
                ["doctor", "--path", directory, "--allow-debug-build", "--allow-any-filesystem"]
                    + ["--beside-node"])
            #expect(ending.code == 0, "\(ending.output)")
            #expect(ending.output.contains("Nothing blocks a verdict"))
            #expect(ending.output.contains("tool.debug-build"))
            #expect(ending.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
            #expect(ending.output.contains("Time to do the work\n  about "))
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory).isEmpty)
        }
    }

    @Test func whatBlocksEndsWithFour() throws {
        let ending = try Binary.run(["doctor", "--path", "/dev/shm", "--allow-debug-build"])
        #expect(ending.code == 4)
        #expect(ending.output.contains("BLOCKING: /dev/shm"))
        #expect(ending.output.contains("findings/disk.md#storagefilesystem-in-memory"))
    }

    @Test(arguments: ["/proc", "/sys"])
    func filesThatTheKernelMakesUpAreNoDisk(path: String) throws {
        let ending = try Binary.run(
            ["doctor", "-p", path, "--allow-debug-build", "--allow-any-filesystem"])
        #expect(ending.code == 4)
        #expect(ending.output.contains("findings/disk.md#storagefilesystem-pseudo"))
    }

    @Test func jsonOnStandardOutputIsNothingButJSON() throws {
        let ending = try Binary.run(["doctor", "--output", "json", "--allow-debug-build"])
        let checkup = try JSONDecoder().decode(PreflightReport.self, from: Data(ending.output.utf8))
        #expect(ending.code == (checkup.isBlocked ? 4 : 0))
        #expect(checkup.storage == nil)
        #expect(checkup.findings.allSatisfy { $0.documentation != nil })
        #expect(checkup.findings.contains { $0.id == "tool.debug-build" })
    }

    @Test func aPathThatIsNotThereIsNoInput() throws {
        #expect(try Binary.run(["doctor", "--path", "/no/such/place"]).code == 66)
        #expect(try Binary.run(["doctor", "--profile", "no-such-profile"]).code == 5)
    }

    @Test func aRunRecordsWhatWasSeenAndEachBlocksConditions() throws {
        try withTemporaryDirectory { directory in
            let ending = try Binary.run(
                ["qualify", "--path", directory, "--output", "json:\(directory)/r.json"]
                    + Self.small)
            #expect(ending.code == 3)
            let report = try ReportJSON.decode(
                Array(Data(contentsOf: URL(filePath: directory + "/r.json"))))
            #expect(report.record.findings.allSatisfy { $0.documentation != nil })
            let blocks = report.record.probes.flatMap(\.blocks)
            #expect(blocks.allSatisfy { $0.conditions?.involuntarySwitches != nil })
            // Notes are in the record, and the text tells of what is doubtful only.
            #expect(!ending.output.contains("- note: "))
            #expect(ending.output.contains("- advisory: this is a debug build"))
            #expect(ending.errors.contains("advisory: this is a debug build"))
        }
    }
}
