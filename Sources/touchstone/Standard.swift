import Files
import Glibc

/// Standard error: progress and messages, never results.
enum StandardError {
    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    static func write(_ text: String) {
        // Nobody is left to tell that it cannot be written.
        try? FileBytes.write(Array(text.utf8), to: STDERR_FILENO)
    }
}

/// Standard output: results only.
enum StandardOutput {
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// A reader that closes its pipe has read enough (`| head`), which is no error unless
    /// `mustArrive`: then the bytes are nowhere else.
    ///
    /// - Throws: `cannotCreateOutput` when nobody takes it, such as a full disk.
    static func write(_ bytes: [UInt8], mustArrive: Bool = false) throws {
        do throws(FileError) {
            try FileBytes.write(bytes, to: STDOUT_FILENO)
        } catch {
            if error.code == EPIPE, !mustArrive { return }
            throw CommandFailure(
                .cannotCreateOutput,
                "cannot write to standard output: \(String(cString: strerror(error.code)))")
        }
    }

    static func write(_ text: String) throws { try write(Array(text.utf8)) }
}
