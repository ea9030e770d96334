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
            return try writePlain(bytes, to: path)
        }
        let temporary = "\(path).tmp-\(getpid())"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        if descriptor < 0 { throw failure(path, errno) }
        var code = writeAll(bytes, to: descriptor)
        if code == 0, fsync(descriptor) != 0 { code = errno }
        close(descriptor)
        if code == 0, rename(temporary, path) != 0 { code = errno }
        if code != 0 {
            unlink(temporary)
            throw failure(path, code)
        }
    }

    /// Adds bytes to the end of a file that others write to as well, making it when it is missing.
    ///
    /// - Throws: `cannotCreateOutput`; a part of the bytes may then stand there.
    static func append(_ bytes: [UInt8], to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        if descriptor < 0 { throw failure(path, errno) }
        let code = writeAll(bytes, to: descriptor)
        close(descriptor)
        if code != 0 { throw failure(path, code) }
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

    private static func writePlain(_ bytes: [UInt8], to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        if descriptor < 0 { throw failure(path, errno) }
        let code = writeAll(bytes, to: descriptor)
        close(descriptor)
        if code != 0 { throw failure(path, code) }
    }

    private static func failure(_ path: String, _ code: Int32) -> CommandFailure {
        CommandFailure(
            .cannotCreateOutput, "cannot write \(path): \(String(cString: strerror(code)))")
    }
}
