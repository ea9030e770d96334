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

    @Test func whatTheCapDoesNotHoldIsSkippedAndTheRecordSaysWhatWasWritten() throws {
        try withTemporaryDirectory { directory in
            let ending = try Binary.run(
                ["measure", "disk.write.sequential.buffered", "disk.read.random.4k.qd1"]
                    + ["disk.write.random.4k.qd32", "--path", directory, "--max-write", "100MiB"]
                    + ["--output", "json:\(directory)/r.json"] + Self.small)
            #expect(ending.code == 3)
            let said =
                "disk.write.sequential.buffered is left out: it writes 1792 MiB at least, "
                + "and --max-write leaves "
            #expect(ending.errors.contains(said))
            #expect(ending.errors.contains("written: never more than 100 MiB (--max-write)"))
            let record = try ReportJSON.decode(
                Array(Data(contentsOf: URL(filePath: directory + "/r.json")))
            ).record
            let statuses = Dictionary(
                uniqueKeysWithValues: record.probes.map { ($0.id, $0.status) })
            #expect(
                statuses == [
                    "disk.write.sequential.buffered": .skipped,
                    "disk.read.random.4k.qd1": .measured, "disk.write.random.4k.qd32": .measured,
                ])
            let writes = try #require(record.writes)
            #expect(writes.capBytes == 100 << 20)
            #expect(writes.writtenBytes <= 100 << 20)
            // The shared file of 4 MiB, and blocks over it.
            #expect(writes.sharedFileBytes == 4 << 20)
            #expect(writes.writtenBytes > 4 << 20)
        }
    }

    @Test func withNothingToWriteNoDiskProbeRuns() throws {
        try withTemporaryDirectory { directory in
            let ending = try Binary.run(
                ["measure", "disk.read.random.4k.qd1", "--path", directory, "--max-write", "0"]
                    + ["--output", "json"] + Self.small)
            let record = try ReportJSON.decode(Array(ending.output.utf8)).record
            #expect(record.probes.map(\.status) == [.skipped])
            #expect(record.writes?.writtenBytes == 0)
        }
    }

    @Test func theNodesOwnCheckHeedsTheCapToo() throws {
        try withTemporaryDirectory { directory in
            let short = ["hash", "verify", "memory", "disk"].flatMap {
                ["--\($0)-duration", "0.001"]
            }
            let ending = try Binary.run(
                ["machine", "--base-path", directory, "--max-write", "200MiB", "--smoke", "--json"]
                    + ["--allow-debug-build", "--allow-any-filesystem"] + short)
            #expect(ending.code == 1)
            #expect(
                ending.errors.contains(
                    "disk.write.random.buffered: it writes 192 MiB at least, and --max-write "
                        + "leaves 72 MiB"))
            let record = try ReportJSON.decode(Array(ending.output.utf8)).record
            // One of 1 MiB untimed, and at least one timed.
            let written = try #require(record.writes?.writtenBytes)
            #expect((2 << 20...200 << 20).contains(written))
        }
    }

    @Test func thePlanTellsTheFileTheBytesAndTheCap() throws {
        let probes = ["--only", "disk.read.random.4k.qd1", "disk.sustained"]
        let free = try Binary.run(
            ["plan", "--profile", "kilt-collator", "--preset", "quick", "--path", "/"] + probes)
        #expect(free.code == 0)
        let words = free.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("2.00 GiB of it one file that disk probes share"))
        #expect(words.contains("GiB or more stay free"))
        #expect(words.contains("--max-write SIZE sets a limit"))
        let capped = try Binary.run(
            ["plan", "--profile", "kilt-collator", "--preset", "quick", "--max-write", "1.5G"]
                + probes)
        let limited = capped.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(limited.contains("never more than 1.50 GiB (--max-write)"))
        #expect(
            limited.contains(
                "disk.sustained is left out: it writes 1024 MiB at least, and --max-write leaves "
                    + "512 MiB"))
    }

    @Test(arguments: ["5X", "-1", "GiB", "1e9", "9000000T", "1.2.3M"])
    func aSizeThatIsNoneIsAUsageError(size: String) throws {
        let ending = try Binary.run(["plan", "--max-write=\(size)"])
        #expect(ending.code == 64, "\(ending.errors)")
        #expect(ending.errors.contains("--max-write"))
    }

    @Test(arguments: ["measure", "machine", "plan"])
    func aDeviceIsNeverAPlaceToMeasure(command: String) throws {
        let arguments =
            switch command {
            case "measure": ["measure", "disk.sustained", "--path", "/dev/null"]
            case "machine": ["machine", "--base-path", "/dev/null"]
            default: ["plan", "--path", "/dev/null"]
            }
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
            #expect(blocked.errors.contains("lies on the disk under test; this run writes about "))
            #expect(blocked.errors.contains("--beside-node measures all the same"))
            let beside = try Binary.run(run + ["--beside-node"])
            #expect(beside.code == 0, "\(beside.errors)")
            #expect(
                beside.errors.contains("advisory: kilt-parachain runs here")
                    && beside.errors.contains(" and keeps the disk busy for about "))
            let record = try ReportJSON.decode(Array(beside.output.utf8)).record
            #expect(record.findings.contains { $0.id == "storage.beside-node" })
            #expect(record.probes.allSatisfy { $0.verdictCap != nil })
        }
    }
}
