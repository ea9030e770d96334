internal import Glibc

/// Where a result is written, however its path is spelt and whatever lies there.
///
/// A plain file is replaced whole. What has an identity of its own keeps it and is written through:
/// a device, a pipe, an open descriptor, the target of a link, a file with several names.
package struct OutputFile: Sendable {
    package let path: String

    package init(_ path: String) { self.path = path }

    /// What a path names: two paths to the same place are equal.
    package enum Place: Hashable, Sendable {
        /// A descriptor of this process, such as /dev/stdout.
        case descriptor(Int32)
        case existing(device: UInt64, inode: UInt64)
        /// A name that is free, in a folder.
        case new(device: UInt64, inode: UInt64, name: String)
    }

    /// Links in one path that are followed; Linux's limit (MAXSYMLINKS).
    private static let linksMax = 40

    /// Seconds that a pipe is given to find its reader; ours.
    private static let readerSeconds = 0.3

    /// Where the bytes will go.
    ///
    /// - Returns: nil if the folder is not there.
    package var place: Place? {
        switch target {
        case .descriptor(let number): return Self.place(of: number)
        case .path(let end):
            if let facts = FileFacts(path) ?? FileFacts(end) {
                return .existing(device: facts.device, inode: facts.inode)
            }
            return FileFacts(FilePath.parent(of: end)).map {
                .new(device: $0.device, inode: $0.inode, name: FilePath.name(of: end))
            }
        }
    }

    /// Where standard output goes.
    package static var standardOutput: Place { place(of: STDOUT_FILENO) }

    /// The file behind a descriptor, or the descriptor itself where it is no file.
    private static func place(of descriptor: Int32) -> Place {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return .descriptor(descriptor) }
        let facts = FileFacts(status)
        return facts.kind == .file
            ? .existing(device: facts.device, inode: facts.inode) : .descriptor(descriptor)
    }

    /// What keeps the path from being written, as far as that can be determined without doing it.
    ///
    /// - Returns: the path at fault and the reason; nil means nothing.
    package var obstacle: (subject: String, error: FileError)? {
        func refusal(_ subject: String, _ way: Int32) -> (String, FileError)? {
            access(subject, way) == 0 ? nil : (subject, FileError(code: errno))
        }
        guard case .path(let end) = target else {
            return isDescriptorOpen ? nil : (path, FileError(code: EBADF))
        }
        var status = stat()
        guard stat(path, &status) == 0 else {
            // The name itself may be too long, or its links go in a circle.
            if errno != ENOENT { return (path, FileError(code: errno)) }
            if path.hasSuffix("/") { return (path, FileError(code: EISDIR)) }
            return refusal(FilePath.parent(of: end), W_OK | X_OK)
        }
        if FileFacts(status).kind == .folder { return (path, FileError(code: EISDIR)) }
        if status.st_mode & S_IFMT == S_IFSOCK { return (path, FileError(code: ENXIO)) }
        let isReplaced = isReplaced
        guard let own = refusal(path, W_OK) else { return nil }
        // Not the mode but a mark on the file, which holds for replacing it too.
        if own.1.code == EPERM { return own }
        // What may not be written to may still be replaced.
        return isReplaced ? refusal(FilePath.parent(of: path), W_OK | X_OK) : own
    }

    /// Writes the whole result.
    ///
    /// - Throws: what stopped it. A file that is replaced is then as it was; of anything else a
    ///   part may have been written.
    package func write(_ bytes: [UInt8]) throws(FileError) {
        if case .descriptor(let number) = target {
            return try FileBytes.write(bytes, to: number)
        }
        if isReplaced {
            do throws(FileError) {
                return try replace(with: bytes)
            } catch  where Self.needsItsPlace.contains(error.code) && FileFacts(path) != nil {
                // A folder that takes no new file, or a file that is a mount of its own.
            }
        }
        try writeThrough(bytes, flags: O_CREAT, cuts: true)
    }

    /// Adds bytes to the end of a file that others write to as well, making it when it is missing.
    ///
    /// - Throws: what stopped it; a part of the bytes may then have been written.
    package func append(_ bytes: [UInt8]) throws(FileError) {
        try writeThrough(bytes, flags: O_CREAT | O_APPEND, cuts: false)
    }

    /// Refusals of a new file, or of its renaming, that writing to the old one does not meet.
    private static let needsItsPlace: Set<Int32> = [EACCES, EPERM, EROFS, EBUSY]

    /// Whether the file is, or will be, a plain one with this name only.
    private var isReplaced: Bool {
        guard let facts = FileFacts(path, followsLink: false) else { return true }
        return facts.kind == .file && facts.links == 1
    }

    private func replace(with bytes: [UInt8]) throws(FileError) {
        let existing = FileFacts(path, followsLink: false)
        // An array's own errors are untyped.
        let outcome = bytes.withUnsafeBytes { all in
            Result { () throws(FileError) in
                // The process's own name, so that of two that write the same file one stays whole.
                try FileBytes.replace(
                    path, draft: "\(path).tmp-\(getpid())", mode: 0o644, like: existing, with: all)
            }
        }
        try outcome.get()
    }

    private func writeThrough(
        _ bytes: [UInt8], flags: Int32, cuts: Bool
    ) throws(FileError) {
        let descriptor = try open(flags)
        defer { close(descriptor) }
        try FileBytes.write(bytes, to: descriptor)
        var status = stat()
        guard cuts, fstat(descriptor, &status) == 0, FileFacts(status).kind == .file else { return }
        if ftruncate(descriptor, off_t(bytes.count)) != 0 || fsync(descriptor) != 0 {
            throw FileError(code: errno)
        }
    }

    /// Opens for writing, and waits a moment for the reader of a pipe.
    private func open(_ flags: Int32) throws(FileError) -> Int32 {
        let isNew = FileFacts(path) == nil
        let how = O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | (isNew ? flags : flags & ~O_CREAT)
        let step = 0.02
        for _ in 0..<Int(Self.readerSeconds / step) {
            let descriptor = Glibc.open(path, how, 0o644)
            if descriptor >= 0 {
                // Only the opening must not wait.
                _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
                return descriptor
            }
            if errno != ENXIO { throw FileError(code: errno) }
            usleep(UInt32(step * 1e6))
        }
        throw FileError(code: ENXIO)
    }

    private enum Target {
        case descriptor(Int32)
        /// The end of all links, which need not be there.
        case path(String)
    }

    private var target: Target {
        let own = FilePath.resolved("/proc/self/fd")
        var path = path
        for _ in 0..<Self.linksMax {
            let (parent, name) = (FilePath.parent(of: path), FilePath.name(of: path))
            if let own, let number = Int32(name), FilePath.resolved(parent) == own {
                return .descriptor(number)
            }
            guard FileFacts(path, followsLink: false)?.kind == .link,
                let next = Self.destination(of: path)
            else { break }
            path = next.hasPrefix("/") ? next : "\(parent)/\(next)"
        }
        return .path(path)
    }

    private static func destination(of link: String) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(link, &buffer, buffer.count)
        if count <= 0 { return nil }
        return String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private var isDescriptorOpen: Bool {
        guard case .descriptor(let number) = target else { return false }
        let flags = fcntl(number, F_GETFL)
        return flags >= 0 && flags & O_ACCMODE != O_RDONLY
    }
}
