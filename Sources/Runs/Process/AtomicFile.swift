import Files
import Foundation

/// Files that commands write, with their errors in words.
package enum AtomicFile {
    /// Writes a result to where its path leads; a plain file is there whole or not at all.
    ///
    /// - Throws: `cannotCreateOutput`; a file that is replaced is then as it was.
    package static func write(_ bytes: [UInt8], to path: String) throws {
        try naming(path) { () throws(FileError) in try OutputFile(path).write(bytes) }
    }

    /// Adds bytes to the end of a file that others write to as well, making it when it is missing.
    ///
    /// - Throws: `cannotCreateOutput`; a part of the bytes may then stand there.
    package static func append(_ bytes: [UInt8], to path: String) throws {
        try naming(path) { () throws(FileError) in try OutputFile(path).append(bytes) }
    }

    /// How many bytes a file has; 0 when there is none.
    package static func byteCount(_ path: String) -> Int { FileFacts(path)?.byteCount ?? 0 }

    /// Saves bytes where they can be found when their own place failed.
    ///
    /// - Returns: the path.
    package static func rescue(_ bytes: [UInt8], id: String) throws -> String {
        let path = FileManager.default.temporaryDirectory.path + "/touchstone-\(id).json"
        try write(bytes, to: path)
        return path
    }

    private static func naming(_ path: String, _ body: () throws(FileError) -> Void) throws {
        do throws(FileError) {
            try body()
        } catch {
            throw CommandFailure(.cannotCreateOutput, "cannot write \(path): \(error.reason)")
        }
    }
}
