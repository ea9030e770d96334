// Here: files that people give: reports, lines of reports, runtimes.
// May use: files, readers of their formats.
// Never: measuring.

import Interchange
package import Model
import Rendering

/// Reports that a command reads; `-` is standard input.
package enum ReportFile {
    /// - Throws: exit code 66 when there is none, 65 when it is no report or a newer one.
    package static func read(_ path: String) throws -> Report {
        var bytes: [UInt8] = []
        var first: UInt8?
        try InputFile.readChunks(path) { chunk in
            bytes += chunk
            first = first ?? chunk.first { !$0.isJSONSpace }
            // What begins otherwise is reported at once, however much would follow.
            if let first, !mayBegin(with: first) {
                throw failure(path, .notAReport(detail: "it does not begin with {"), of: bytes)
            }
            if bytes.count > ReportJSON.bytesMax {
                throw CommandFailure(
                    .badInput,
                    "\(path): longer than \(bytesText(ReportJSON.bytesMax)), which no report is")
            }
        }
        do {
            return try ReportJSON.decode(bytes)
        } catch {
            throw failure(path, error, of: bytes)
        }
    }

    /// An object, or the byte order mark before one.
    private static func mayBegin(with byte: UInt8) -> Bool {
        byte == UInt8(ascii: "{") || byte == 0xEF
    }

    /// What is wrong, or the command that reads what was given instead.
    private static func failure(
        _ path: String, _ error: ReportFormatError, of bytes: [UInt8]
    ) -> CommandFailure {
        let text = String(decoding: bytes.prefix(1 << 20), as: UTF8.self)
        if text.contains("\"Blake2256\""), text.contains("\"minimum\"") {
            return CommandFailure(
                .badInput,
                "\(path): this is a node's reference_hardware.json: `touchstone profiles import` "
                    + "makes a profile of it, which `judge --profile` takes")
        }
        if case .empty = error, path == "-" {
            return CommandFailure(
                .badInput,
                "standard input is empty: the command before it gave no report, and said why")
        }
        if case .empty = error { return CommandFailure(.badInput, "\(path): \(error)") }
        if holdsPaste(bytes) {
            return CommandFailure(
                .badInput,
                "\(path): this is a pasted table or start log: "
                    + "`touchstone import FILE | touchstone judge - --rule node` reads it")
        }
        return CommandFailure(.badInput, "\(path): \(error)")
    }

    /// Whether `import` would find scores here, or something wrong with scores.
    private static func holdsPaste(_ bytes: [UInt8]) -> Bool {
        do {
            _ = try PastedScores(bytes: Array(bytes.prefix(1 << 20)))
            return true
        } catch .nothingFound, .foreign, .notText, .lineTooLong, .tooLong {
            return false
        } catch {
            return true
        }
    }
}

extension UInt8 {
    /// JSON's white space, RFC 8259 section 2.
    fileprivate var isJSONSpace: Bool {
        self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D
    }
}
