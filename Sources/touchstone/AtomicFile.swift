import Files
import Foundation

/// Files that are there whole or not at all.
enum AtomicFile {
    /// Writes beside the target, synchronises, and renames over it.
    ///
    /// - Throws: `cannotCreateOutput`; the target is then as it was.
    static func write(_ bytes: [UInt8], to path: String) throws {
        // A device or a pipe cannot be renamed over, and need not be.
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            return try writePlain(bytes, to: path, flags: 0)
        }
        do {
            try bytes.withUnsafeBytes { all in
                // The process's own name, so that of two that write the same file one stays whole.
                try FileBytes.replace(
                    path, draft: "\(path).tmp-\(getpid())", mode: 0o644, with: all)
            }
        } catch let error as FileError {
            throw failure(path, error.code)
        }
    }

    /// Adds bytes to the end of a file that others write to as well, making it when it is missing.
    ///
    /// - Throws: `cannotCreateOutput`; a part of the bytes may then stand there.
    static func append(_ bytes: [UInt8], to path: String) throws {
        try writePlain(bytes, to: path, flags: O_CREAT | O_APPEND)
    }

    /// How many bytes a file has; 0 when there is none.
    static func byteCount(_ path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Saves bytes where they can be found when their own place failed.
    ///
    /// - Returns: the path.
    static func rescue(_ bytes: [UInt8], id: String) throws -> String {
        let path = FileManager.default.temporaryDirectory.path + "/touchstone-\(id).json"
        try write(bytes, to: path)
        return path
    }

    private static func writePlain(_ bytes: [UInt8], to path: String, flags: Int32) throws {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC | flags, 0o644)
        if descriptor < 0 { throw failure(path, errno) }
        defer { close(descriptor) }
        do throws(FileError) {
            try FileBytes.write(bytes, to: descriptor)
        } catch {
            throw failure(path, error.code)
        }
    }

    private static func failure(_ path: String, _ code: Int32) -> CommandFailure {
        CommandFailure(
            .cannotCreateOutput, "cannot write \(path): \(String(cString: strerror(code)))")
    }
}
