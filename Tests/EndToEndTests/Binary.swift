import Foundation
import Testing

/// The built program, run as a user would.
struct Binary {
    /// What a run left behind.
    struct Ending {
        let code: Int32
        let output: String
        let errors: String
    }

    /// The program beside the test bundle, which the same build made.
    static var path: String {
        get throws {
            let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            let folder = URL(filePath: tests).deletingLastPathComponent()
            for candidate in [folder, folder.appending(path: "../../..")] {
                let path = candidate.appending(path: "touchstone").standardizedFileURL.path
                if FileManager.default.isExecutableFile(atPath: path) { return path }
            }
            // A helper of the toolchain runs the bundle in some versions; the bundle is then named
            // in the arguments.
            let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? ""
            return URL(filePath: bundle).deletingLastPathComponent()
                .appending(path: "touchstone").path
        }
    }

    /// Runs the program to its end.
    static func run(
        _ arguments: [String], input: String? = nil, environment: [String: String] = [:]
    ) throws -> Ending {
        try start(arguments, input: input, environment: environment).ending()
    }

    /// Runs a shell line in which `$TOUCHSTONE` is the program.
    static func shell(_ line: String) throws -> Ending {
        try Running(
            executable: "/bin/sh", arguments: ["-c", line], input: nil,
            environment: ["TOUCHSTONE": path]
        ).ending()
    }

    /// Starts the program without waiting for it.
    static func start(
        _ arguments: [String], input: String? = nil, environment: [String: String] = [:]
    ) throws -> Running {
        try Running(
            executable: path, arguments: arguments, input: input, environment: environment)
    }
}

/// A program that was started; its output goes to files, so that no pipe can fill up.
final class Running {
    let process = Process()
    private let folder: URL

    init(
        executable: String, arguments: [String], input: String?, environment: [String: String]
    ) throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "touchstone-e2e-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        process.executableURL = URL(filePath: executable)
        process.arguments = arguments
        var all = ProcessInfo.processInfo.environment
        all["XDG_STATE_HOME"] = folder.path
        for (name, value) in environment { all[name] = value }
        process.environment = all
        process.standardOutput = try Self.file(folder.appending(path: "output"))
        process.standardError = try Self.file(folder.appending(path: "errors"))
        let standardInput = folder.appending(path: "input")
        try Data((input ?? "").utf8).write(to: standardInput)
        process.standardInput = try FileHandle(forReadingFrom: standardInput)
        try process.run()
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Where the program keeps its state.
    var stateHome: String { folder.path }

    var errorsSoFar: String { text("errors") }

    func ending() -> Binary.Ending {
        process.waitUntilExit()
        let code =
            process.terminationReason == .exit
            ? process.terminationStatus : -process.terminationStatus
        return Binary.Ending(code: code, output: text("output"), errors: text("errors"))
    }

    /// Waits, with a bound, until a text stands on standard error.
    func waitForErrors(containing text: String) throws {
        for _ in 0..<1500 {
            if errorsSoFar.contains(text) { return }
            try #require(process.isRunning, "ended early: \(errorsSoFar)")
            usleep(20_000)
        }
        Issue.record("never saw '\(text)' in: \(errorsSoFar)")
    }

    private func text(_ name: String) -> String {
        let data = (try? Data(contentsOf: folder.appending(path: name))) ?? Data()
        return String(decoding: data, as: UTF8.self)
    }

    private static func file(_ url: URL) throws -> FileHandle {
        try Data().write(to: url)
        return try FileHandle(forWritingTo: url)
    }
}
