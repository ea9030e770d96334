import Files
import Glibc
import Model

/// Bytes of a file or of standard input.
package enum InputFile {
    /// Hands the bytes over in chunks, so that a long input takes no more memory than a short one.
    ///
    /// The path `-` is standard input.
    ///
    /// - Throws: exit code 66 when it cannot be read, and what `body` throws.
    package static func readChunks(
        _ path: String, _ body: (ArraySlice<UInt8>) throws -> Void
    ) throws {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { throw failure(path, errno) }
        defer { if path != "-" { close(descriptor) } }
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count: Int
            do throws(FileError) {
                count = try FileBytes.readPart(descriptor, into: &chunk)
            } catch {
                throw failure(path, error.code)
            }
            if count == 0 { return }
            try body(chunk[..<count])
        }
    }

    /// The whole input.
    ///
    /// - Throws: exit code 66 when it cannot be read, 65 when it is longer than `byteLimit`.
    package static func read(_ path: String, byteLimit: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try readChunks(path) { chunk in
            bytes += chunk
            if bytes.count > byteLimit {
                throw CommandFailure(
                    .badInput, "\(path): longer than \(bytesText(byteLimit)), which is too long")
            }
        }
        return bytes
    }

    private static func failure(_ path: String, _ code: Int32) -> CommandFailure {
        CommandFailure(.noInput, "cannot read \(path): \(String(cString: strerror(code)))")
    }
}
