internal import Glibc

/// What is at a path, links followed or not.
package struct FileFacts: Sendable {
    /// What kind of thing it is.
    package enum Kind: Sendable {
        case file, folder, link
        /// A device, a pipe or a socket: written through, never replaced.
        case special
    }

    package let kind: Kind
    /// Device and inode: two paths of one file have the same.
    package let device: UInt64
    package let inode: UInt64
    /// Names that the file has.
    package let links: Int
    /// The user it belongs to.
    package let owner: UInt32
    /// Its size in bytes.
    package let byteCount: Int
    private let group: UInt32
    private let mode: UInt32

    /// What is at a path; nil if there is nothing, or nothing that may be looked at.
    ///
    /// - Parameters:
    ///   - path: what is asked about.
    ///   - followsLink: whether a link is asked what it points to.
    package init?(_ path: String, followsLink: Bool = true) {
        var status = stat()
        // A slash at the end would have a link followed.
        let answer =
            followsLink ? stat(path, &status) : lstat(String(FilePath.trimmed(path)), &status)
        if answer != 0 { return nil }
        self.init(status)
    }

    init(_ status: stat) {
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            case S_IFLNK: .link
            default: .special
            }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        links = Int(status.st_nlink)
        owner = status.st_uid
        group = status.st_gid
        byteCount = Int(status.st_size)
        mode = status.st_mode & 0o7777
    }

    /// Whether somebody else than its owner and root can change it, or what is in it.
    var isWritableByOthers: Bool { mode & 0o022 != 0 }

    /// Gives an open file the same mode and, where that is permitted, owner.
    func apply(to descriptor: Int32) {
        // The owner first: changing it takes the set-user bits away.
        fchown(descriptor, owner, group)
        fchmod(descriptor, mode)
    }
}

/// Paths as text.
package enum FilePath {
    /// The folder that a path's last name is in: `.` where it has no other.
    package static func parent(of path: String) -> String {
        let trimmed = trimmed(path)
        guard let slash = trimmed.lastIndex(of: "/") else { return "." }
        let parent = trimmed[..<slash]
        return parent.isEmpty ? "/" : String(parent)
    }

    /// The last name of a path; `/` of the root.
    package static func name(of path: String) -> String {
        let trimmed = trimmed(path)
        guard trimmed.count > 1, let slash = trimmed.lastIndex(of: "/") else {
            return String(trimmed)
        }
        return String(trimmed[trimmed.index(after: slash)...])
    }

    /// A path without links, `.` and `..`; nil if it is not there.
    package static func resolved(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    fileprivate static func trimmed(_ path: String) -> Substring {
        var trimmed = path[...]
        while trimmed.count > 1, trimmed.last == "/" { trimmed = trimmed.dropLast() }
        return trimmed
    }
}
