import CPlatform
import Glibc

/// What system calls tell of one directory.
package struct PathFacts: Sendable, Equatable {
    /// The path with every link resolved.
    package var absolutePath: String
    /// Device number of the file system, as stat gives it.
    package var major: Int
    /// Device number of the file system, as stat gives it.
    package var minor: Int
    /// Size of the file system in bytes; nil if not readable.
    package var totalBytes: Int?
    /// What an unprivileged user may still write, in bytes; nil if not readable.
    package var availableBytes: Int?

    /// Makes the facts of a directory.
    package init(
        absolutePath: String, major: Int, minor: Int, totalBytes: Int? = nil,
        availableBytes: Int? = nil
    ) {
        self.absolutePath = absolutePath
        self.major = major
        self.minor = minor
        self.totalBytes = totalBytes
        self.availableBytes = availableBytes
    }

    /// Asks the live machine about the directory at `path`, without writing to it.
    ///
    /// `toWrite` also asks whether this user may make files there.
    ///
    /// - Throws: ``StorageError``: nothing there, not a directory, a device, or not
    ///   permitted. A read-only file system is no error here: the preflight tells of it.
    package static func live(path: String, toWrite: Bool = true) throws(StorageError) -> PathFacts {
        guard let resolved = realpath(path, nil) else { throw refusal(path: path, code: errno) }
        defer { free(resolved) }
        let absolutePath = String(cString: resolved)
        var status = stat()
        guard stat(resolved, &status) == 0 else { throw refusal(path: absolutePath, code: errno) }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: break
        case S_IFBLK: throw .isDevice(path: absolutePath, isBlock: true)
        case S_IFCHR: throw .isDevice(path: absolutePath, isBlock: false)
        default: throw .notADirectory(path: absolutePath)
        }
        // By the effective user, as the scratch files will be made.
        if toWrite, faccessat(AT_FDCWD, resolved, W_OK | X_OK, AT_EACCESS) != 0, errno != EROFS {
            throw refusal(path: absolutePath, code: errno)
        }
        var facts = PathFacts(
            absolutePath: absolutePath,
            major: Int(cplatform_device_major(UInt64(status.st_dev))),
            minor: Int(cplatform_device_minor(UInt64(status.st_dev))))
        var space = statvfs()
        if statvfs(resolved, &space) == 0, space.f_blocks > 0 {
            facts.totalBytes = bytes(blocks: UInt64(space.f_blocks), size: UInt64(space.f_frsize))
            // f_bavail and not f_bfree: the reserve of the super-user is not ours to fill.
            facts.availableBytes = bytes(
                blocks: UInt64(space.f_bavail), size: UInt64(space.f_frsize))
        }
        return facts
    }

    /// Number of the device that an open file lies on; nil if the kernel refuses.
    static func device(of descriptor: Int32) -> (major: Int, minor: Int)? {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        return (
            Int(cplatform_device_major(UInt64(status.st_dev))),
            Int(cplatform_device_minor(UInt64(status.st_dev)))
        )
    }

    /// Number of the device at an absolute path as a process sees it; nil if nothing is there,
    /// or when the process is another user's.
    package static func device(
        at path: String, asSeenBy process: Int
    ) -> (major: Int, minor: Int)? {
        guard let process = Int32(exactly: process) else { return nil }
        let descriptor = cplatform_open_as_seen_by(process, path)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return device(of: descriptor)
    }

    private static func bytes(blocks: UInt64, size: UInt64) -> Int? {
        let (bytes, overflow) = blocks.multipliedReportingOverflow(by: size)
        return overflow ? nil : Int(exactly: bytes)
    }

    private static func refusal(path: String, code: Int32) -> StorageError {
        switch code {
        case ENOENT: .pathNotFound(path: path)
        case ENOTDIR: .notADirectory(path: path)
        case EACCES, EPERM: .notPermitted(path: path)
        default: .unreadable(path: path, code: code, reason: String(cString: strerror(code)))
        }
    }
}
