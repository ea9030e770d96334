import Foundation

/// Calls `body` with the path of a fresh directory, and removes it afterwards.
package func withTemporaryDirectory(_ body: (String) throws -> Void) throws {
    let path =
        FileManager.default.temporaryDirectory.path + "/touchstone-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
}
