internal import Glibc

/// A file that is replaced whole, again and again, and is locked as long as its process lives.
///
/// So another process can tell what a killed one left behind from what is still being written.
package final class LockedFile {
    package let path: String
    /// Holds the lock; nil means nothing was written yet.
    private var descriptor: Int32?

    package init(_ path: String) { self.path = path }

    deinit { if let descriptor { close(descriptor) } }

    /// Replaces the file so that it is there whole, as before or as now, after any death.
    ///
    /// - Throws: what stopped it; the file is then as it was.
    package func replace(with bytes: [UInt8]) throws(FileError) {
        let draft = Self.draft(path)
        FileTree.removeFile(draft)
        let new = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        if new < 0 { throw FileError(code: errno) }
        do throws(FileError) {
            if flock(new, LOCK_EX | LOCK_NB) != 0 { throw FileError(code: errno) }
            try FileBytes.write(bytes, to: new)
            if fsync(new) != 0 || rename(draft, path) != 0 { throw FileError(code: errno) }
        } catch {
            close(new)
            FileTree.removeFile(draft)
            throw error
        }
        FileBytes.synchronizeFolder(of: path)
        // After the renaming: whoever gets this lock finds that the name leads elsewhere.
        if let descriptor { close(descriptor) }
        descriptor = new
    }

    /// Removes the file.
    package func remove() {
        FileTree.removeFile(path)
        if let descriptor { close(descriptor) }
        descriptor = nil
    }

    /// Gives a file whose process has ended another name, and removes a draft of such a process.
    ///
    /// - Parameters:
    ///   - path: of the file. A link, and a file of another user, stay as they are.
    ///   - newPath: its new name in the same folder.
    /// - Returns: whether the file has its new name; false where its process lives.
    package static func takeOver(_ path: String, as newPath: String) -> Bool {
        _ = withAbandoned(draft(path)) { FileTree.removeFile(draft(path)) == nil }
        return withAbandoned(path) { rename(path, newPath) == 0 }
    }

    private static func draft(_ path: String) -> String { path + ".new" }

    private static func withAbandoned(_ path: String, _ body: () -> Bool) -> Bool {
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        if descriptor < 0 { return false }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_uid == geteuid(),
            flock(descriptor, LOCK_EX | LOCK_NB) == 0,
            let now = FileFacts(path, followsLink: false), now.kind == .file,
            now.inode == UInt64(status.st_ino), now.device == UInt64(status.st_dev)
        else { return false }
        return body()
    }
}
