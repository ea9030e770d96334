internal import Glibc

/// Why the system did not do what it was asked.
package struct FileError: Error, Equatable {
    /// The errno.
    package let code: Int32

    package init(code: Int32) { self.code = code }
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
    /// - Returns: all, or the first `bytesMax`.
    /// - Throws: what keeps it from being opened or read.
    package static func read(
        _ path: String, bytesMax: Int = .max
    ) throws(FileError) -> [UInt8] {
        // Non-blocking, so that a FIFO in the way cannot hang the run.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        if descriptor < 0 { throw FileError(code: errno) }
        defer { close(descriptor) }
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
    /// The bytes are on the disk before they stand under the name.
    ///
    /// - Parameters:
    ///   - path: of the file, which is no device and no pipe.
    ///   - draft: where they are meanwhile, beside it; what is there is removed.
    ///   - mode: what it may be used for, as far as the umask lets it.
    ///   - bytes: all that it will hold.
    /// - Throws: what stopped it; the file is then as it was.
    package static func replace(
        _ path: String, draft: String, mode: UInt32, with bytes: UnsafeRawBufferPointer
    ) throws(FileError) {
        // Left by a killed run, or a link that somebody laid there: neither is written to.
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        if descriptor < 0 { throw FileError(code: errno) }
        do throws(FileError) {
            defer { close(descriptor) }
            try write(bytes, to: descriptor)
            if fsync(descriptor) != 0 { throw FileError(code: errno) }
            if rename(draft, path) != 0 { throw FileError(code: errno) }
        } catch {
            unlink(draft)
            throw error
        }
    }
}
