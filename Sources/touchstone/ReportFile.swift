import Foundation
import Model
import Rendering

/// Reports that a command reads; `-` is standard input.
enum ReportFile {
    /// The most bytes a report may have: a thorough run of every probe takes less than 2 MB.
    private static let byteLimit = 64 << 20

    /// - Throws: exit code 66 when there is none, 65 when it is no report or a newer one.
    static func read(_ path: String) throws -> Report {
        let bytes = try InputFile.read(path, byteLimit: byteLimit)
        do {
            return try ReportJSON.decode(bytes)
        } catch {
            throw CommandFailure(.badInput, "\(path): \(error)")
        }
    }
}

/// Bytes of a file or of standard input.
enum InputFile {
    /// - Throws: exit code 66 when it cannot be read, 65 when it is longer than `byteLimit`.
    static func read(_ path: String, byteLimit: Int) throws -> [UInt8] {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { throw failure(path, errno) }
        defer { if path != "-" { close(descriptor) } }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = chunk.withUnsafeMutableBytes {
                Foundation.read(descriptor, $0.baseAddress, $0.count)
            }
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw failure(path, errno)
            }
            bytes.append(contentsOf: chunk[..<count])
            if bytes.count > byteLimit {
                throw CommandFailure(
                    .badInput, "\(path): longer than \(byteLimit >> 20) MiB, so it is no report")
            }
        }
    }

    private static func failure(_ path: String, _ code: Int32) -> CommandFailure {
        CommandFailure(.noInput, "cannot read \(path): \(String(cString: strerror(code)))")
    }
}
