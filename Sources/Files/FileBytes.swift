internal import CPlatform
internal import Glibc

/// Why the system did not do what it was asked.
package struct FileError: Error, Equatable {
    /// The errno.
    package let code: Int32

    package init(code: Int32) { self.code = code }

    /// The system's words for it.
    package var reason: String {
        code == ENXIO ? "nobody reads from this pipe or device" : String(cString: strerror(code))
    }
}

/// Bytes read and written whole, whatever interrupts the calls that move them.
package enum FileBytes {
    /// What is read with one call; ours.
    private static let partBytes = 1 << 16

    /// The first bytes of a file, which need not be one: where a FIFO lies, there are none.
    ///
    /// - Parameters:
    ///   - path: of the file; links are followed.
    ///   - bytesMax: what is read at most.
    ///   - waitsForWriter: whether a pipe that somebody has open is read to its end, however slow
    ///     the writer is.
    /// - Returns: all, or the first `bytesMax`.
    /// - Throws: what keeps it from being opened or read.
    package static func read(
        _ path: String, bytesMax: Int = .max, waitsForWriter: Bool = false
    ) throws(FileError) -> [UInt8] {
        // Non-blocking, so that a FIFO in the way cannot hang the run.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        if descriptor < 0 { throw FileError(code: errno) }
        defer { close(descriptor) }
        if waitsForWriter {
            _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
        }
        return try read(descriptor, bytesMax: bytesMax)
    }

    /// What a descriptor still gives, at most `bytesMax` bytes.
    package static func read(
        _ descriptor: Int32, bytesMax: Int = .max
    ) throws(FileError) -> [UInt8] {
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: min(bytesMax, partBytes))
        while bytes.count < bytesMax {
            let count = try readPart(descriptor, into: &part)
            if count == 0 { break }
            bytes += part[..<min(count, bytesMax - bytes.count)]
        }
        return bytes
    }

    /// The text of a file, such as one of /proc; bytes that are no UTF-8 are replaced.
    package static func text(
        _ path: String, bytesMax: Int = .max
    ) throws(FileError) -> String {
        String(decoding: try read(path, bytesMax: bytesMax), as: UTF8.self)
    }

    /// Reads what comes next into the front of `part`.
    ///
    /// - Returns: how many bytes; 0 = there are no more.
    package static func readPart(
        _ descriptor: Int32, into part: inout [UInt8]
    ) throws(FileError) -> Int {
        while true {
            let count = part.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress, $0.count)
            }
            if count >= 0 { return count }
            if errno != EINTR { throw FileError(code: errno) }
        }
    }

    /// Writes all bytes where the descriptor stands.
    ///
    /// - Throws: what stopped it; a part of the bytes may then be written.
    package static func write(
        _ bytes: UnsafeRawBufferPointer, to descriptor: Int32
    ) throws(FileError) {
        var done = 0
        while done < bytes.count {
            let count = Glibc.write(
                descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
            if count > 0 {
                done += count
            } else if count == 0 || errno != EINTR {
                throw FileError(code: count == 0 ? EIO : errno)
            }
        }
    }

    /// The same of an array.
    package static func write(_ bytes: [UInt8], to descriptor: Int32) throws(FileError) {
        // An array's own errors are untyped.
        let outcome = bytes.withUnsafeBytes { all in
            Result { () throws(FileError) in try write(all, to: descriptor) }
        }
        try outcome.get()
    }

    /// Replaces a file, or makes it, so that it is there whole or not at all.
    ///
    /// The bytes are on the disk before they stand under the name. Meanwhile they have no name, so
    /// that a killed process leaves nothing behind; where the filesystem has no such files, they
    /// lie in the draft.
    ///
    /// - Parameters:
    ///   - path: of the file, which is no device and no pipe.
    ///   - draft: where they may be meanwhile, beside it; what is there is removed.
    ///   - mode: what it may be used for, as far as the umask lets it.
    ///   - existing: what is at the path, whose mode and owner the new file takes over; nil means
    ///     as
    ///     `mode` says.
    ///   - bytes: all that it will hold.
    /// - Throws: what stopped it; the file is then as it was.
    package static func replace(
        _ path: String, draft: String, mode: UInt32, like existing: FileFacts? = nil,
        with bytes: UnsafeRawBufferPointer
    ) throws(FileError) {
        // Left by a killed run, or a link that somebody laid there: neither is written to.
        unlink(draft)
        let folder = FilePath.parent(of: path)
        if try !replaceUnnamed(path, in: folder, draft, mode, existing, bytes) {
            try replaceDrafted(path, draft, mode, existing, bytes)
        }
        synchronizeFolder(of: path)
    }

    /// Writes a folder's names to the disk, so that a new one outlives a loss of power.
    ///
    /// Where that is refused, the name may be lost by one; nothing else changes.
    static func synchronizeFolder(of path: String) {
        let descriptor = open(
            FilePath.parent(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if descriptor < 0 { return }
        fsync(descriptor)
        close(descriptor)
    }

    /// - Returns: whether the filesystem has files without a name; else nothing was done.
    private static func replaceUnnamed(
        _ path: String, in folder: String, _ draft: String, _ mode: UInt32,
        _ existing: FileFacts?, _ bytes: UnsafeRawBufferPointer
    ) throws(FileError) -> Bool {
        let descriptor = touchstone_open_unnamed(folder, mode)
        if descriptor < 0 { return false }
        defer { close(descriptor) }
        try fill(descriptor, bytes, like: existing)
        let code = touchstone_link_unnamed(descriptor, path)
        if code == 0 { return true }
        // A name that is taken can only be replaced by another name.
        if code != -EEXIST || touchstone_link_unnamed(descriptor, draft) != 0 { return false }
        try rename(draft, over: path)
        return true
    }

    private static func replaceDrafted(
        _ path: String, _ draft: String, _ mode: UInt32, _ existing: FileFacts?,
        _ bytes: UnsafeRawBufferPointer
    ) throws(FileError) {
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        if descriptor < 0 { throw FileError(code: errno) }
        do throws(FileError) {
            defer { close(descriptor) }
            try fill(descriptor, bytes, like: existing)
            try rename(draft, over: path)
        } catch {
            unlink(draft)
            throw error
        }
    }

    private static func fill(
        _ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, like existing: FileFacts?
    ) throws(FileError) {
        if let existing { existing.apply(to: descriptor) }
        try write(bytes, to: descriptor)
        if fsync(descriptor) != 0 { throw FileError(code: errno) }
    }

    private static func rename(_ draft: String, over path: String) throws(FileError) {
        if Glibc.rename(draft, path) == 0 { return }
        let code = errno
        unlink(draft)
        throw FileError(code: code)
    }
}
