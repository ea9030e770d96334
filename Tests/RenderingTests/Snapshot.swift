import Foundation
import Testing

/// Compares output with a committed file; `RECORD_SNAPSHOTS=1` rewrites it, and then fails once.
enum Snapshot {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func url(_ path: String) -> URL { root.appending(path: path) }

    /// The text of a committed file.
    static func text(_ path: String) throws -> String {
        try String(contentsOf: url(path), encoding: .utf8)
    }

    static func expect(
        _ text: String, matches path: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
            try Data(text.utf8).write(to: url(path))
            Issue.record("\(path) was rewritten: run again without RECORD_SNAPSHOTS")
            return
        }
        let expected = try Self.text(path)
        #expect(
            text == expected, "\(path) differs: if that is meant, run with RECORD_SNAPSHOTS=1",
            sourceLocation: sourceLocation)
    }
}
