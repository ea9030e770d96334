// Here: standard output, standard error, files that are written.
// May use: files, text made harmless.
// Never: a command.

import Files
import Glibc
import Model
import Rendering
import Runs

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

    /// How pages are laid out here.
    static var style: Style { .forOutput(isTerminal: isTerminal) }

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
