// Here: scratch files without a name, and how much may be written.
// May use: files.
// Never: what is written.

internal import CPlatform
package import Files
internal import Glibc

/// The directory on the disk under test in which scratch files lie, none of which outlives the run.
package struct ScratchSpace: Sendable {
    /// An existing directory.
    package let directory: String
    /// What may be written there.
    package let budget: WriteBudget

    package init(directory: String, budget: WriteBudget = WriteBudget()) {
        self.directory = directory
        self.budget = budget
    }

    /// Room below which a disk counts as full, in bytes.
    ///
    /// Ours: a library that gets no more room ends its process, and leaves less than it asked for.
    private static let roomMin = 1 << 20

    /// Whether this user can write next to nothing here.
    var isFull: Bool {
        var facts = statvfs()
        guard statvfs(directory, &facts) == 0 else { return false }
        let room = UInt64(facts.f_bavail).multipliedReportingOverflow(by: UInt64(facts.f_frsize))
        return !room.overflow && room.partialValue < Self.roomMin
    }

    /// How a scratch file is written and read.
    package enum Access: Sendable {
        /// Through the page cache.
        case buffered
        /// O_DIRECT: past the page cache, in whole pages.
        case direct
        /// O_DSYNC: a write returns when its data is on stable storage.
        case synchronous

        fileprivate var how: Int32 {
            switch self {
            case .buffered: 0
            case .direct: Int32(TOUCHSTONE_DIRECT)
            case .synchronous: Int32(TOUCHSTONE_DSYNC)
            }
        }
    }

    /// Makes an empty file without a name: no signal, not even SIGKILL, leaves bytes behind.
    ///
    /// Where the filesystem has no such files, a named one is unlinked at once.
    ///
    /// - Throws: `system` when the directory cannot be written to; EINVAL where a filesystem has no
    ///   direct access.
    package func makeFile(_ access: Access = .buffered) throws(ProbeError) -> ScratchFile {
        let descriptor = touchstone_open_unnamed_as(directory, access.how)
        if descriptor >= 0 {
            return ScratchFile(descriptor: descriptor, subject: directory, budget: budget)
        }
        // EISDIR is what kernels without O_TMPFILE answer; EOPNOTSUPP is the filesystem's.
        guard [EOPNOTSUPP, EISDIR, ENOENT].contains(-descriptor) else {
            throw .system(
                operation: "make a scratch file in", subject: directory, errno: -descriptor)
        }
        return try makeFileByUnlinking(access)
    }

    private func makeFileByUnlinking(
        _ access: Access
    ) throws(ProbeError) -> ScratchFile {
        let folder = try LockedFolder.forProbe(in: directory)
        defer { folder.remove() }
        let path = folder.path + "/scratch"
        let descriptor = touchstone_make_file_as(path, access.how)
        // On some filesystems a refusal of O_DIRECT comes after the file was made.
        FileTree.removeFile(path)
        guard descriptor >= 0 else {
            throw .system(operation: "make", subject: path, errno: -descriptor)
        }
        return ScratchFile(descriptor: descriptor, subject: directory, budget: budget)
    }

    /// Removes the folders of this program's that killed runs have left in the directory.
    package func removeLeftovers() -> LockedFolder.Leftovers {
        LockedFolder.removeAbandoned(in: directory)
    }
}

extension LockedFolder {
    /// A folder for files of a probe that must have a name.
    ///
    /// - Throws: `system` when the directory cannot be written to.
    package static func forProbe(in directory: String) throws(ProbeError) -> LockedFolder {
        do throws(Failure) {
            return try make(in: directory)
        } catch {
            throw .system(
                operation: error.operation, subject: error.subject, errno: error.error.code)
        }
    }
}

/// An open scratch file without a name; closing it gives its space back.
package final class ScratchFile {
    /// The open descriptor, for reading and writing.
    package let descriptor: Int32
    /// The directory it was made in, for messages.
    package let subject: String
    /// What may be written.
    let budget: WriteBudget

    init(descriptor: Int32, subject: String, budget: WriteBudget = WriteBudget()) {
        self.descriptor = descriptor
        self.budget = budget
        self.subject = subject
    }

    deinit {
        // The kernel may hold the file for a while yet, as a ring that is being taken down does:
        // the space comes back now.
        ftruncate(descriptor, 0)
        close(descriptor)
    }

    /// Writes all bytes at the file's position, as Rust's `write_all` does.
    ///
    /// - Throws: `unavailable` when they are more than may be written; `system` when the kernel
    ///   refuses.
    package func writeAll(_ bytes: UnsafeRawBufferPointer) throws(ProbeError) {
        try budget.take(bytes.count)
        var written = 0
        while written < bytes.count {
            let count = write(
                descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
            if count > 0 {
                written += count
            } else if count == 0 || errno != EINTR {
                throw failure("write to a scratch file in", count == 0 ? EIO : errno)
            }
        }
    }

    /// Sets the file's position, in bytes from its start.
    package func seek(to offset: Int) throws(ProbeError) {
        if lseek(descriptor, off_t(offset), SEEK_SET) < 0 {
            throw failure("seek in a scratch file in", errno)
        }
    }

    /// fsync: data and metadata to the device, as Rust's `sync_all` does.
    package func synchronize() throws(ProbeError) {
        if fsync(descriptor) != 0 { throw failure("fsync a scratch file in", errno) }
    }

    /// fdatasync: data, and of the metadata what is needed to read it, to the device.
    package func synchronizeData() throws(ProbeError) {
        if fdatasync(descriptor) != 0 { throw failure("fdatasync a scratch file in", errno) }
    }

    /// Makes the file empty and goes to its start.
    package func truncate() throws(ProbeError) {
        if ftruncate(descriptor, 0) != 0 { throw failure("truncate a scratch file in", errno) }
        try seek(to: 0)
    }

    /// Reads bytes at an offset, the position being left alone.
    package func read(
        into bytes: UnsafeMutableRawBufferPointer, at offset: Int
    ) throws(ProbeError) {
        var done = 0
        while done < bytes.count {
            let count = pread(
                descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done,
                off_t(offset + done))
            if count > 0 {
                done += count
            } else if count == 0 {
                throw .wrongAnswer("a scratch file is shorter than what was written to it")
            } else if errno != EINTR {
                throw failure("read a scratch file in", errno)
            }
        }
    }

    /// Whether the filesystem takes no more writes, as it may since the file was opened.
    ///
    /// A disk error or an emergency makes it so. ext4 then still takes writes to what is open, and
    /// answers fsync with success without having written anything.
    ///
    /// - Source: `ext4_sync_file` in Linux fs/ext4/fsync.c; seen in a guest (`make test-guest`).
    package var isReadOnly: Bool {
        var facts = statvfs()
        return fstatvfs(descriptor, &facts) == 0 && facts.f_flag & UInt(ST_RDONLY) != 0
    }

    /// - Throws: `system` with EROFS when the filesystem takes no more writes.
    package func checkWritable() throws(ProbeError) {
        if isReadOnly { throw failure("write to a scratch file in", EROFS) }
    }

    private func failure(_ operation: String, _ code: Int32) -> ProbeError {
        .system(operation: operation, subject: subject, errno: code)
    }
}
