import Foundation
import Testing

/// Compares output with a committed file; `RECORD_SNAPSHOTS=1` rewrites it, and then fails once.
enum Snapshot {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func url(_ path: String) -> URL { root.appending(path: path) }

    static func expect(
        _ text: String, matches path: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let file = url(path)
        if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
            try Data(text.utf8).write(to: file)
            Issue.record("\(path) was rewritten: run again without RECORD_SNAPSHOTS")
            return
        }
        let expected = try String(contentsOf: file, encoding: .utf8)
        #expect(
            text == expected, "\(path) differs: if that is meant, run with RECORD_SNAPSHOTS=1",
            sourceLocation: sourceLocation)
    }
}
