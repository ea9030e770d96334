import Model
import Rendering
import Runs

/// What becomes of a run that a signal ended: its partial record is saved.
enum InterruptedRun {
    /// Writes the record where a JSON report was asked for, else into the state directory, and the
    /// other files that were asked for, and adds the run to the history; ends with 130 or 143.
    ///
    /// History and file get the same report, since a history takes two that differ for an edit.
    static func save(
        _ record: RunRecord, output: OutputOptions<Reported>, history: HistoryOptions
    ) throws -> Never {
        let failure = write(record, output: output)
        history.append(Report(unjudged: record))
        throw failure
    }

    /// How the run ends, and where its record is.
    private static func write(
        _ record: RunRecord, output: OutputOptions<Reported>
    ) -> CommandFailure {
        let status = Interruption.status(of: record)
        let report = Report(unjudged: record)
        let asked = output.outputs.filter { $0.format == .json }.compactMap(\.path)
        do {
            let bytes = try ReportJSON.encode(report)
            for path in asked { try AtomicFile.write(bytes, to: path) }
            let paths = asked.isEmpty ? [try RunningRecord.keep(record)] : asked
            try output.writePartial(report)
            return CommandFailure(
                status, "interrupted; the partial record is in \(paths.joined(separator: ", "))")
        } catch {
            let message = (error as? CommandFailure)?.message ?? "\(error)"
            let kept = try? RunningRecord.keep(record)
            return CommandFailure(
                status,
                "interrupted; \(message)"
                    + (kept.map { "; the partial record is in \($0)" } ?? ""))
        }
    }
}
