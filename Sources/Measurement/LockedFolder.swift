internal import Files
internal import Glibc

/// A folder `.touchstone-<run>` for what must have a name, owned by whoever holds its lock.
///
/// A killed process loses its lock, so the next start can tell what is abandoned from what another
/// run is using.
package struct LockedFolder: Sendable {
    /// What the names of all such folders begin with.
    package static let prefix = ".touchstone-"

    package let path: String
    private let lock: Int32

    /// Makes a folder and takes its lock.
    ///
    /// - Throws: `system` when the directory cannot be written to.
    package static func make(in directory: String) throws(ProbeError) -> LockedFolder {
        // Two starts may race for one name, and a start may sweep the folder before its lock is
        // taken: both are seen, and tried again.
        for attempt in 0..<16 {
            let path = "\(directory)/\(prefix)\(getpid())-\(attempt)"
            if mkdir(path, 0o700) != 0 {
                if errno == EEXIST { continue }
                throw .system(operation: "make the folder", subject: path, errno: errno)
            }
            let lock = open(path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            if lock < 0 {
                if errno == ENOENT { continue }
                let code = errno
                rmdir(path)
                throw .system(operation: "make a lock in", subject: path, errno: code)
            }
            if flock(lock, LOCK_EX | LOCK_NB) == 0, access(path + "/lock", F_OK) == 0 {
                return LockedFolder(path: path, lock: lock)
            }
            close(lock)
        }
        throw .system(operation: "lock a folder in", subject: directory, errno: EAGAIN)
    }

    /// Removes the folder with all that is in it, and gives the lock back.
    package func remove() {
        Self.removeTree(path)
        close(lock)
    }

    /// Removes the folders in a directory whose lock is free.
    ///
    /// - Returns: their names, sorted.
    static func removeAbandoned(in directory: String) -> [String] {
        var removed: [String] = []
        for name in FileTree.names(in: directory) where name.hasPrefix(prefix) {
            let path = "\(directory)/\(name)"
            let lock = open(path + "/lock", O_RDWR | O_CLOEXEC | O_NOFOLLOW)
            if lock < 0 {
                // Empty and without a lock: its maker died early, or is about to find it gone and
                // make another.
                if rmdir(path) == 0 { removed.append(name) }
                continue
            }
            if flock(lock, LOCK_EX | LOCK_NB) == 0 {
                Self.removeTree(path)
                removed.append(name)
            }
            close(lock)
        }
        return removed
    }

    /// The lock goes last: until then a half-removed folder is still known as abandoned.
    private static func removeTree(_ path: String) { FileTree.remove(path, last: "lock") }
}
