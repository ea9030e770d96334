import CPlatform
import Glibc

/// What the process was started with.
package enum StartingPoint {
    /// Opens /dev/null onto the standard descriptors that are closed.
    ///
    /// Else the next files opened would take their numbers, and messages would be written into
    /// them. Must be called before anything is opened.
    package static func openStandardDescriptors() {
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
    package static func arguments() throws -> [String] {
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
