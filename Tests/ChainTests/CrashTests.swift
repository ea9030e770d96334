import Foundation
import Primitives
import Testing

@testable import Chain

/// A process that imports is killed; the database is not.
struct CrashTests {
    /// The benchmark's program beside the test bundle, which the same build made.
    private static var program: String {
        get throws {
            let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? ""
            let folders = [
                URL(filePath: tests).deletingLastPathComponent(),
                URL(filePath: tests).deletingLastPathComponent().appending(path: "../../.."),
                URL(filePath: bundle).deletingLastPathComponent(),
            ]
            let paths = folders.map {
                $0.appending(path: "touchstone-bench").standardizedFileURL.path
            }
            return try #require(
                paths.first { FileManager.default.isExecutableFile(atPath: $0) },
                "touchstone-bench is not beside the tests")
        }
    }

    private func start(_ folder: String, log: String) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: try Self.program)
        process.arguments = [
            "chain-import", "--path", folder, "--accounts", "200", "--blocks", "24",
            "--transfers", "4", "--threads", "2", "--resume", "1",
        ]
        try Data().write(to: URL(filePath: log))
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: log))
        try process.run()
        return process
    }

    private func text(_ path: String) -> String {
        (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }

    /// The last word of the output, which is the hash over all roots.
    private func rootChain(_ log: String) -> Substring? {
        text(log).split { $0.isWhitespace }.last
    }

    @Test func importGoesOnBehindTheLastWholeBlock() throws {
        let folder = try TestFolder()
        let path = try folder.new("killed")
        let log = folder.path + "/log"
        let killed = try start(path, log: log)
        // Three blocks are not final then; the library has written nothing but its log.
        while killed.isRunning, !text(log).contains("imported 7\n") { usleep(500) }
        kill(killed.processIdentifier, SIGKILL)
        killed.waitUntilExit()
        #expect(killed.terminationReason == .uncaughtSignal)
        let seen = text(log).matches(of: /imported (\d+)\n/).compactMap { Int($0.1) }.last ?? 0
        #expect(seen >= 7)
        let best: UInt32
        do {
            let database = try RocksDatabase(path: path + "/run", options: .small())
            let store = try ChainStore(database)
            best = try #require(store.best?.number)
            // All that was told, and at most the block that was under way.
            #expect(best == seen || best == seen + 1)
            #expect(store.finalized + UInt32(store.pendingCount) == best)
        }
        let resumed = try start(path, log: log)
        resumed.waitUntilExit()
        #expect(resumed.terminationStatus == 0)
        #expect(text(log).contains("begins behind block \(best)\n"))
        let straight = folder.path + "/straight"
        let other = try start(try folder.new("other"), log: straight)
        other.waitUntilExit()
        #expect(text(straight).contains("begins behind block 0\n"))
        #expect(rootChain(log) == rootChain(straight))
        #expect(rootChain(log)?.hasPrefix("0x") == true)
    }
}
