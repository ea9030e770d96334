import Foundation
import Measurement
import Model
import TestSupport
import Testing

@testable import Probes

/// Disk probes on a filesystem that is too small or read-only, beside one that needs no disk.
struct DiskFaultTests {
    /// Whether this process may mount, as root of a machine of its own may.
    private static let mayMount: Bool = {
        guard geteuid() == 0 else { return false }
        return (try? withMount(["-t", "tmpfs", "-o", "size=1m", "none"]) { _ in }) != nil
    }()

    /// Calls `body` with the path of a mounted filesystem.
    private static func withMount(
        _ arguments: [String], _ body: (String) throws -> Void
    ) throws {
        try withTemporaryDirectory { directory in
            try run("mount", arguments + [directory])
            defer { try? run("umount", [directory]) }
            try body(directory)
        }
    }

    private static func run(_ program: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        if process.terminationStatus != 0 { throw CocoaError(.executableNotLoadable) }
    }

    private func records(
        _ directory: String,
        of ids: [String] = ["disk.write.random.4k.qd32", "disk.sustained", "memory.copy"]
    ) throws -> [ProbeRecord] {
        let probes = ProbeCatalog(chain: .typical).probes(ids: ids)
        return ProbeRunner(
            schedule: .init(warmupRounds: 0, keptRounds: 1, blockSeconds: 0.02, seed: 1),
            environment: ProbeEnvironment(
                scale: .smoke, scratch: ScratchSpace(directory: directory), allowedCPUs: 2,
                availableMemoryBytes: nil, seed: 1, cancellation: Cancellation()),
            clock: MonotonicClock(), observe: { _ in }
        ).run(probes)
    }

    private func expectOnlyTheDiskFails(
        _ records: [ProbeRecord], with text: String
    ) {
        for record in records {
            if record.id == "memory.copy" {
                #expect(record.status == .measured)
            } else {
                #expect(record.status == .failed)
                #expect(record.reason?.contains(text) == true, "\(record.reason ?? "")")
                #expect(record.blocks.isEmpty)
            }
        }
    }

    private func freeBytes(_ directory: String) -> UInt {
        var space = statvfs()
        return statvfs(directory, &space) == 0 ? space.f_bavail * space.f_frsize : 0
    }

    /// The fill of 4 MiB is cut short in the fourth.
    @Test(.enabled(if: mayMount))
    func aFullMemoryFilesystemIsNamedAndItsSpaceGivenBack() throws {
        try Self.withMount(["-t", "tmpfs", "-o", "size=3500k", "none"]) { directory in
            let before = freeBytes(directory)
            expectOnlyTheDiskFails(
                try records(directory), with: "No space left on device; free some space")
            #expect(freeBytes(directory) == before)
        }
    }

    @Test(.enabled(if: mayMount))
    func anAppendToAFullFilesystemIsNamed() throws {
        try Self.withMount(["-t", "tmpfs", "-o", "size=16k", "none"]) { directory in
            let before = freeBytes(directory)
            expectOnlyTheDiskFails(
                try records(directory, of: ["disk.sync.latency", "memory.copy"]),
                with: "No space left on device; free some space")
            #expect(freeBytes(directory) == before)
        }
    }

    @Test(.enabled(if: mayMount))
    func aFullDiskBehindALoopDeviceIsNamedAndItsSpaceGivenBack() throws {
        try withTemporaryDirectory { place in
            let image = place + "/image"
            #expect(FileManager.default.createFile(atPath: image, contents: nil))
            #expect(truncate(image, 4 << 20) == 0)
            do { try Self.run("mkfs.ext4", ["-q", "-O", "^has_journal", image]) } catch { return }
            // No loop device to be had, as in most containers.
            guard (try? Self.withMount(["-o", "loop", image]) { _ in }) != nil else { return }
            try Self.withMount(["-o", "loop", image]) { directory in
                let before = freeBytes(directory)
                expectOnlyTheDiskFails(
                    try records(directory), with: "No space left on device; free some space")
                #expect(freeBytes(directory) == before)
            }
        }
    }

    @Test(.enabled(if: mayMount))
    func aReadOnlyMountIsNamed() throws {
        try Self.withMount(["-t", "tmpfs", "-o", "ro,size=8m", "none"]) { directory in
            expectOnlyTheDiskFails(
                try records(directory), with: "Read-only file system; choose a --path")
        }
    }
}
