import Foundation
import Model
import Rendering

/// What becomes of a run that a signal ended: its partial record is saved.
enum InterruptedRun {
    /// Adds the run to the history and writes the record where a JSON report was asked for, else
    /// into the state directory, and the other files that were asked for; ends with 130 or 143.
    ///
    /// History and file get the same report, since a history takes two that differ for an edit.
    static func save(
        _ record: RunRecord, output: OutputOptions, history: HistoryOptions
    ) throws -> Never {
        let status = status(of: record)
        let report = report(of: record)
        history.append(report)
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

    /// The report of a record, with the exit code if a signal ended the run.
    static func report(of record: RunRecord) -> Report {
        Report(record: record, exitCode: record.complete ? nil : status(of: record).rawValue)
    }

    private static func status(of record: RunRecord) -> ExitStatus {
        record.interruptedBy == "SIGTERM" ? .terminated : .interrupted
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
