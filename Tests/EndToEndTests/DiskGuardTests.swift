import Foundation
import Model
import Rendering
import TestSupport
import Testing

/// What keeps a run from writing more, or elsewhere, than its user wants.
struct DiskGuardTests {
    private static let small = [
        "--smoke", "--allow-debug-build", "--allow-any-filesystem", "--preset", "quick",
        "--no-history",
    ]

    @Test(arguments: ["5X", "-1", "GiB", "1e9", "9000000T", "1.2.3M"])
    func aSizeThatIsNoneIsAUsageError(size: String) throws {
        let ending = try Binary.run(["qualify", "--dry-run", "--max-write=\(size)"])
        #expect(ending.code == 64, "\(ending.errors)")
        #expect(ending.errors.contains("--max-write"))
    }

    @Test(arguments: ["measure", "machine"])
    func aDeviceIsNeverAPlaceToMeasure(command: String) throws {
        let arguments =
            command == "measure"
            ? ["measure", "disk.sustained", "--path", "/dev/null"]
            : ["machine", "--base-path", "/dev/null"]
        let ending = try Binary.run(arguments)
        #expect(ending.code == 4)
        #expect(
            ending.errors.contains(
                "/dev/null is a character device, and devices are never written to; mount its "
                    + "file system and give --path a directory on it"))
    }

    /// A process that looks like a node whose database lies in a directory; ends with its input.
    private static func withNode(in directory: String, _ body: () throws -> Void) throws {
        let node = Process()
        node.executableURL = URL(filePath: "/bin/bash")
        node.arguments = [
            "-c",
            "exec -a kilt-parachain bash -c 'echo; read line' x --base-path \(directory)",
        ]
        let input = Pipe()
        let output = Pipe()
        node.standardInput = input
        node.standardOutput = output
        try node.run()
        defer {
            input.fileHandleForWriting.closeFile()
            node.waitUntilExit()
        }
        _ = output.fileHandleForReading.readData(ofLength: 1)
        try body()
    }

    /// In memory, so that no other test's disk is the node's.
    @Test(
        .enabled(
            if: FileManager.default.isWritableFile(atPath: "/dev/shm")
                && FileManager.default.isExecutableFile(atPath: "/bin/bash")))
    func aNodeOnTheDiskBlocksUnlessItIsMeantAndThenIsToldWhatToExpect() throws {
        let directory = "/dev/shm/touchstone-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let run =
            ["measure", "disk.sync.latency", "--path", directory, "--output", "json"] + Self.small
        try Self.withNode(in: directory) {
            let blocked = try Binary.run(run)
            #expect(blocked.code == 4)
            #expect(blocked.errors.contains("[storage.beside-node]"))
            #expect(
                blocked.errors.contains("lies on the disk under test; this run writes at most "))
            #expect(blocked.errors.contains("--beside-node measures all the same"))
            let beside = try Binary.run(run + ["--beside-node"])
            #expect(beside.code == 0, "\(beside.errors)")
            #expect(
                beside.errors.contains("advisory: kilt-parachain runs here")
                    && beside.errors.contains(" and keeps the disk busy for about "))
            let record = try ReportJSON.decode(Array(beside.output.utf8)).record
            #expect(record.findings.contains { $0.id == "storage.beside-node" })
            #expect(record.probes.allSatisfy { $0.verdictBlockedBecause != nil })
        }
    }
}
