import Files
import Foundation
import Glibc
import Model

/// Reads by processes of the built program, as a user would.
struct ProcessReader: Reader {
    /// The documented exit codes that a command on a file may end with.
    private static let codes: Set<Int32> = [0, 1, 3, 5, 64, 65, 66, 73, 74, 78]

    private let program: String
    private let folder: URL

    init(_ program: String, folder: URL) throws {
        self.program = program
        self.folder = folder
    }

    /// Of the greatest process that has ended.
    var memoryKiB: Int {
        var usage = rusage()
        getrusage(RUSAGE_CHILDREN.rawValue, &usage)
        return usage.ru_maxrss
    }

    func read(_ damaged: Corpus.Damaged, _ random: inout SplitMix) throws {
        let path = folder.appending(path: damaged.kind == .profile ? "p.yaml" : "input").path
        try Data(damaged.bytes).write(to: URL(filePath: path))
        defer {
            for ending in ["", "-wal", "-shm"] {
                FileTree.removeFile(path + ending)
            }
        }
        let history = folder.appending(path: "h").path
        let report = "Reports/sample.json"
        let commands: [[String]] =
            switch damaged.kind {
            case .report:
                [
                    ["judge", path], ["judge", path, "--all"], ["judge", path, "--rule", "node"],
                    ["report", path], ["report", path, "-o", "junit"],
                    ["report", path, "-o", "markdown"], ["report", path, "-o", "github"],
                    ["report", path, "-o", "openmetrics"], ["report", path, "-o", "csv"],
                    ["report", path, "-o", "json"], ["explain", path],
                    ["explain", path, "--profile", "kilt-collator"], ["compare", path, report],
                    ["history", "import", path, "--history", history],
                ]
            case .profile:
                [
                    ["profiles", "validate", path], ["profiles", "show", path],
                    ["judge", report, "--profile", path],
                ]
            case .table: [["import", path]]
            case .history:
                [
                    ["history", "list", "--history", path],
                    ["history", "export", "--history", path],
                    ["history", "trend", "memory.copy", "--history", path],
                    ["baseline", "list", "--history", path],
                ]
            }
        try run(random.one(of: commands))
        for ending in ["", "-wal", "-shm"] {
            FileTree.removeFile(history + ending)
        }
    }

    private func run(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        let output = folder.appending(path: "output")
        try Data().write(to: output)
        let handle = try FileHandle(forWritingTo: output)
        process.standardOutput = handle
        process.standardError = handle
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try handle.close()
        let words = arguments.joined(separator: " ")
        guard process.terminationReason == .exit, Self.codes.contains(process.terminationStatus)
        else {
            throw Campaign.Broken(
                description: "`\(words)` ended with \(process.terminationStatus)")
        }
        let text = String(decoding: try Data(contentsOf: output), as: UTF8.self)
        if let scalar = text.unicodeScalars.first(where: {
            !$0.isHarmless && $0 != "\n" && $0 != "\r"
        }) {
            throw Campaign.Broken(
                description: "`\(words)` shows U+\(String(scalar.value, radix: 16))")
        }
    }
}
