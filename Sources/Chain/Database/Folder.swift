internal import Files
internal import Glibc
internal import Primitives

/// A folder of files: what a database's directory is to the system.
package enum Folder {
    /// Makes a folder that is not there yet.
    package static func make(_ path: String) throws(ChainError) {
        if mkdir(path, 0o700) != 0 {
            throw .system(operation: "make the folder", path: path, errno: errno)
        }
    }

    /// The bytes that the files of a folder take on the disk.
    ///
    /// Files that other folders link to are counted in each.
    package static func allocatedBytes(_ path: String) -> Int {
        var total = 0
        for name in FileTree.names(in: path) {
            var status = stat()
            if lstat("\(path)/\(name)", &status) == 0 { total += 512 * Int(status.st_blocks) }
        }
        return total
    }

    /// Writes the files of a folder to the disk and drops them from the kernel's page cache.
    ///
    /// - Throws: `system` where a file can be neither synced nor dropped.
    package static func dropPageCache(_ path: String) throws(ChainError) {
        for name in FileTree.names(in: path) {
            let file = "\(path)/\(name)"
            let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
            // A compaction may have removed it meanwhile.
            if descriptor < 0, errno == ENOENT { continue }
            guard descriptor >= 0 else {
                throw .system(operation: "open", path: file, errno: errno)
            }
            defer { close(descriptor) }
            // Only clean pages can be dropped.
            try sync(descriptor, file)
            let code = posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
            if code != 0 { throw .system(operation: "drop", path: file, errno: code) }
        }
    }

    /// Writes the files of a folder to the disk, so that the kernel does not do it when something
    /// is timed.
    package static func synchronize(_ path: String) throws(ChainError) {
        for name in FileTree.names(in: path) {
            let file = "\(path)/\(name)"
            let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
            if descriptor < 0 { continue }
            defer { close(descriptor) }
            try sync(descriptor, file)
        }
    }

    private static func sync(_ descriptor: Int32, _ file: String) throws(ChainError) {
        if fdatasync(descriptor) != 0, errno != EINVAL {
            throw .system(operation: "sync", path: file, errno: errno)
        }
    }

    /// Writes a file so that it is there whole or not at all.
    static func write(_ bytes: UnsafeRawBufferPointer, to path: String) throws(ChainError) {
        do throws(FileError) {
            try FileBytes.replace(path, draft: path + ".new", mode: 0o600, with: bytes)
        } catch {
            throw .system(operation: "write", path: path, errno: error.code)
        }
    }

    /// Writes a small file so that it is there whole or not at all.
    static func write(_ text: String, to path: String) throws(ChainError) {
        // Kept apart from any array, so that typed errors pass.
        var buffer = ByteBuffer(capacity: text.utf8.count)
        buffer.append(Array(text.utf8))
        try write(buffer.bytes, to: path)
    }

    /// The text of a file, at most its first `bytesMax` bytes; nil if it is not there.
    static func read(
        _ path: String, bytesMax: Int = 1 << 16
    ) throws(ChainError) -> String? {
        try readBytes(path, bytesMax: bytesMax).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The first `bytesMax` bytes of a file, or all; nil if it is not there.
    static func readBytes(_ path: String, bytesMax: Int) throws(ChainError) -> [UInt8]? {
        do throws(FileError) {
            return try FileBytes.read(path, bytesMax: bytesMax)
        } catch {
            if error.code == ENOENT || error.code == ENOTDIR { return nil }
            throw .system(operation: "read", path: path, errno: error.code)
        }
    }
}
