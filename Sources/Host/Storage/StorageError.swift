/// Why a path cannot be the place to measure a disk.
package enum StorageError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Nothing is at the path.
    case pathNotFound(path: String)
    /// A regular file, a socket or the like is at the path, or on the way to it.
    case notADirectory(path: String)
    /// A block device, or a character device such as NVMe's, is at the path; it is never written
    /// to.
    case isDevice(path: String, isBlock: Bool)
    /// The directory may not be entered or written to by this user.
    case notPermitted(path: String)
    /// The kernel refuses to look at the path; `code` is its errno.
    case unreadable(path: String, code: Int32, reason: String)
    /// /proc/self/mountinfo names no mount that holds the path.
    case mountNotFound(path: String)

    /// What failed, on what, and the next thing to do.
    package var description: String {
        switch self {
        case .pathNotFound(let path):
            "no such directory: \(path.isEmpty ? "(empty path)" : path); "
                + "create it with mkdir -p, or name an existing one with --path DIR"
        case .notADirectory(let path):
            "not a directory: \(path); give --path the directory that will hold the node's database"
        case .isDevice(let path, let isBlock):
            "\(path) is a \(isBlock ? "block" : "character") device, and devices are never written "
                + "to; mount its file system and give --path a directory on it"
        case .notPermitted(let path):
            "no permission to write in \(path); run as the node's user, change the owner with "
                + "sudo chown \"$USER\" '\(path)', or name another directory with --path DIR"
        case .unreadable(let path, let code, let reason):
            "cannot look at \(path): \(reason) (errno \(code)); "
                + "name another directory with --path DIR"
        case .mountNotFound(let path):
            "no mount holds \(path) in /proc/self/mountinfo; check that /proc is mounted"
        }
    }
}
