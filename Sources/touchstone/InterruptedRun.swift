import Foundation
import Model
import Rendering

/// What becomes of a run that a signal ended: its partial record is saved.
enum InterruptedRun {
    /// Writes the record where a JSON report was asked for, else into the state directory, and the
    /// other files that were asked for; ends with 130 or 143.
    static func save(_ record: RunRecord, output: OutputOptions) throws -> Never {
        let status: ExitStatus = record.interruptedBy == "SIGTERM" ? .terminated : .interrupted
        let report = Report(record: record, exitCode: status.rawValue)
        let bytes = try ReportJSON.encode(report)
        let asked = output.outputs.filter { $0.format == .json }.compactMap(\.path)
        do {
            let paths = asked.isEmpty ? [try statePath(for: record)] : asked
            for path in paths { try AtomicFile.write(bytes, to: path) }
            try output.writePartial(report)
            throw CommandFailure(
                status, "interrupted; the partial record is in \(paths.joined(separator: ", "))")
        } catch let failure as CommandFailure where failure.status == .cannotCreateOutput {
            throw CommandFailure(status, "interrupted; \(failure.message)")
        }
    }

    /// `$XDG_STATE_HOME/touchstone/partial-<id>.json`, the folder being made when missing.
    private static func statePath(for record: RunRecord) throws -> String {
        let folder = StateDirectory.path
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw CommandFailure(.cannotCreateOutput, "cannot make \(folder)")
        }
        return "\(folder)/partial-\(record.id).json"
    }
}
