import Glibc

/// Standard error: progress and messages, never results.
enum StandardError {
    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    static func write(_ text: String) { _ = writeAll(text.utf8, to: STDERR_FILENO) }
}

/// Standard output: results only.
enum StandardOutput {
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// A reader that closes its pipe has read enough (`| head`), which is no error unless
    /// `mustArrive`: then the bytes are nowhere else.
    ///
    /// - Throws: `cannotCreateOutput` when nobody takes it, such as a full disk.
    static func write(_ bytes: some Collection<UInt8>, mustArrive: Bool = false) throws {
        let code = writeAll(bytes, to: STDOUT_FILENO)
        if code == EPIPE, !mustArrive { return }
        if code != 0 {
            throw CommandFailure(
                .cannotCreateOutput,
                "cannot write to standard output: \(String(cString: strerror(code)))")
        }
    }

    static func write(_ text: String) throws { try write(Array(text.utf8)) }
}

/// Writes all bytes; returns 0 or the errno that stopped it.
func writeAll(_ bytes: some Collection<UInt8>, to descriptor: Int32) -> Int32 {
    let array = Array(bytes)
    return array.withUnsafeBytes { buffer in
        var done = 0
        while done < buffer.count {
            let count = write(
                descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
            if count > 0 {
                done += count
            } else if count == 0 || errno != EINTR {
                return count == 0 ? EIO : errno
            }
        }
        return 0
    }
}
