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
