import CPlatform
import Files
import Glibc
import Rendering

/// What the process was started with.
enum StartingPoint {
    /// Opens /dev/null onto the standard descriptors that are closed.
    ///
    /// Else the next files opened would take their numbers, and messages would be written into
    /// them. Must be called before anything is opened.
    static func openStandardDescriptors() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
            if fcntl(descriptor, F_GETFD) >= 0 || errno != EBADF { continue }
            // The lowest free number is the one that is missing. Where there is no /dev, a folder
            // takes the place as well: writing to it is an error, and nothing is harmed.
            if open("/dev/null", O_RDWR) < 0 { _ = open("/", O_RDONLY) }
        }
    }

    /// The arguments behind the program's name.
    ///
    /// Not from /proc, where Swift's own come from: without it all of them would be missing.
    ///
    /// - Throws: exit code 64 for one that is not UTF-8, which could be no path that we open.
    static func arguments() throws -> [String] {
        var count: Int32 = 0
        guard let values = touchstone_arguments(&count) else {
            return Array(CommandLine.arguments.dropFirst())
        }
        return try (0..<Int(count)).dropFirst().map { index in
            guard let bytes = values[index] else { return "" }
            guard let text = String(validatingCString: bytes) else {
                throw CommandFailure(
                    .usage,
                    "argument \(index) is not UTF-8: \(String(cString: bytes)); give a path by a "
                        + "name in UTF-8")
            }
            return text
        }
    }
}

/// Standard error: progress and messages, never results.
///
/// Messages hold names and texts of others, such as paths and titles of foreign files. `say` and
/// `line` make them harmless, and nothing but whole pages of `Rendering` goes through `page`.
enum StandardError {
    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// A message of the program, on one line.
    static func say(_ message: String) { line("touchstone: " + message) }

    /// A message of several lines, such as a finding and its fix.
    static func say(lines: [String]) {
        for (index, text) in lines.enumerated() { index == 0 ? say(text) : line(text) }
    }

    /// A text on one line: control characters and line ends in it are shown and not obeyed.
    static func line(_ text: String) { page(SafeText.line(text, limit: 4000) + "\n") }

    /// Replaces the line that the cursor is in, on a terminal.
    static func replaceLine(_ text: String) {
        page("\r\u{1B}[K" + SafeText.line(text, limit: 1000).prefix(79))
    }

    /// Lines that `Rendering` wrote, as they are.
    static func page(_ text: String) {
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

    /// A whole page, as `Rendering` wrote it.
    static func write(_ text: String) throws { try write(Array(text.utf8)) }

    /// A text on one line, with what is foreign in it made harmless.
    static func line(_ text: String) throws { try write(SafeText.line(text, limit: 4000) + "\n") }
}
