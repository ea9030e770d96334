package import Model
import Rendering

/// Reports of a file, one after another, however many.
package enum ReportLines {
    /// Hands over the reports of a file that holds one, or one on each line.
    ///
    /// - Throws: exit code 66 when the file cannot be read, 65 when it holds something else.
    package static func read(_ path: String, _ body: (Report) throws -> Void) throws {
        var pending: [UInt8] = []
        var reports = 0
        func take(_ line: [UInt8]) throws {
            do {
                try body(ReportJSON.decode(line))
                reports += 1
            } catch let error as ReportFormatError {
                throw CommandFailure(.badInput, "\(path), report \(reports + 1): \(error)")
            }
        }
        // How much of `pending` has no line end; each byte is looked at once, however long it is.
        var searched = 0
        try InputFile.readChunks(path) { chunk in
            pending += chunk
            var start = 0
            // A line that begins and ends an object is a report; any other is part of a longer one.
            while let end = pending[(start + searched)...].firstIndex(of: UInt8(ascii: "\n")) {
                searched = end - start
                guard end > start + 1, pending[start] == UInt8(ascii: "{"),
                    pending[end - 1] == UInt8(ascii: "}")
                else { break }
                try take(Array(pending[start..<end]))
                (start, searched) = (end + 1, 0)
            }
            pending.removeFirst(start)
            if !pending.dropFirst(searched).contains(UInt8(ascii: "\n")) {
                searched = pending.count
            }
            if pending.count > ReportJSON.bytesMax {
                throw CommandFailure(
                    .badInput,
                    "\(path), report \(reports + 1): longer than \(bytesText(ReportJSON.bytesMax)),"
                        + " which no report is")
            }
        }
        let isBlank = pending.allSatisfy { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
        if !isBlank || reports == 0 { try take(pending) }
    }
}
