import Foundation
import Model
import Rendering
import TestSupport
import Testing

/// The simulated chain's files on the disk under test: what stays, and what is cleared away.
struct ChainRunTests {
    private static let small = [
        "measure", "chain.import", "--allow-debug-build", "--allow-any-filesystem", "--no-history",
        "--preset", "quick", "--smoke",
    ]

    private static func names(in directory: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory)
    }

    /// A database needs names, so that a killed run leaves it behind, until the next one starts;
    /// that the lock of a killed process is free, `LockedFolder` has tests for.
    @Test func whatAKilledRunLeftIsRemovedByTheNext() throws {
        try withTemporaryDirectory { directory in
            let left = directory + "/.touchstone-4711-0"
            try FileManager.default.createDirectory(
                atPath: left + "/state", withIntermediateDirectories: true)
            try Data(count: 1 << 16).write(to: URL(filePath: left + "/state/000007.sst"))
            try Data().write(to: URL(filePath: left + "/lock"))
            let next = try Binary.run(Self.small + ["--path", directory, "--output", "json"])
            #expect(next.code == 0, "\(next.errors)")
            #expect(next.errors.contains("left behind by a run that was killed"))
            #expect(try Self.names(in: directory).isEmpty)
        }
    }

    /// The state's database is what is measured, so it must not move to another disk.
    @Test(.enabled(if: FileManager.default.isWritableFile(atPath: "/dev/shm")))
    func aKeptStateOnAnotherFilesystemIsBlocked() throws {
        try withTemporaryDirectory { directory in
            let other = "/dev/shm/touchstone-test-\(UUID().uuidString)"
            let ending = try Binary.run(
                Self.small + ["--path", directory, "--keep-state", other + "/kept"])
            #expect(ending.code == 4)
            #expect(ending.errors.contains(other) && ending.errors.contains(directory))
            #expect(ending.errors.contains("same filesystem"))
            #expect(!FileManager.default.fileExists(atPath: other))
        }
    }

    @Test func aKeptStateThatCannotBeMadeSaysWhy() throws {
        try withTemporaryDirectory { directory in
            let file = directory + "/file"
            try Data().write(to: URL(filePath: file))
            let ending = try Binary.run(
                Self.small + ["--path", directory, "--keep-state", file + "/kept"])
            #expect(ending.code == 4)
            #expect(ending.errors.contains("Not a directory; name one"), "\(ending.errors)")
        }
    }

    @Test func aKeptStateIsUsedAgainAndRefusedOnceItIsAnother() throws {
        try withTemporaryDirectory { directory in
            let kept = directory + "/kept"
            let run =
                Self.small + ["--path", directory, "--keep-state", kept]
                + ["--output", "json"]
            let first = try Binary.run(run)
            #expect(first.code == 0, "\(first.errors)")
            let names = ["extrinsics-transfers-uniform", "manifest", "state"]
            #expect(try Self.names(in: kept).sorted() == names)
            // What a killed write has left goes with the next start.
            try Data().write(to: URL(filePath: kept + "/extrinsics-reads-32.new"))
            let second = try Binary.run(run)
            #expect(second.code == 0, "\(second.errors)")
            let roots = try [first, second].map {
                try ReportJSON.decode(Array($0.output.utf8)).record.probes.first?
                    .parameters["rootChain"]
            }
            #expect(roots[0] != nil && roots[0] == roots[1])
            let manifest = kept + "/manifest"
            let text = try String(contentsOfFile: manifest, encoding: .utf8)
            try text.replacingOccurrences(of: "1", with: "2")
                .write(toFile: manifest, atomically: true, encoding: .utf8)
            let third = try Binary.run(run)
            #expect(third.code != 0)
            #expect((third.errors + third.output).contains(kept), "\(third.errors)")
            #expect(try Self.names(in: kept).sorted() == names)
        }
    }
}
