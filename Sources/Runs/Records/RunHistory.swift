import Files
package import History
import Judgement
package import Model
package import Rendering

/// The history that a command reads, and into which the runs it measures go.
package struct RunHistory: Sendable {
    package let path: String
    /// Whether runs are added and earlier ones looked at.
    package let isKept: Bool

    /// The fewest earlier runs from which a drift is reported: 5, as for a baseline.
    private static let runsMin = 5

    /// The most earlier runs that are read for it, the newest; ours: enough for a quantile of t.
    private static let runsMax = 20

    package init(path: String, isKept: Bool = true) {
        self.path = path
        self.isKept = isKept
    }

    /// The drift between earlier runs of the same machine and preset; nil of fewer than 5, or where
    /// no history is kept.
    package func calibration(for record: RunRecord) -> NoiseCalibration? {
        if !isKept { return nil }
        guard let store = try? HistoryStore.reading(path),
            let entry = try? HistoryEntry(Report(record: record))
        else { return nil }
        var filter = HistoryFilter(last: Self.runsMax, fingerprint: entry.fingerprint)
        filter.completeOnly = true
        let records = ((try? store.runs(filter))?.values ?? []).compactMap { run in
            (try? store.report(of: run.id)).flatMap { try? ReportJSON.decode($0).record }
        }.filter { $0.plan.preset == record.plan.preset && $0.id != record.id }
        return records.count < Self.runsMin ? nil : NoiseCalibration(records.reversed())
    }

    /// Adds a run; a history that cannot be written is a warning, since the run itself stands.
    package func append(_ report: Report, say: (String) -> Void) {
        if !isKept { return }
        do {
            try HistoryStore.open(path).append(HistoryEntry(report))
        } catch {
            say("warning: not in the history: \(error)")
        }
    }
}

extension HistoryEntry {
    /// A report as the history keeps it.
    package init(_ report: Report) throws(ReportFormatError) {
        self.init(
            report: try DocumentJSON.encodeCompactly(report), of: report,
            summary: RunSummary(report.record))
    }
}

extension HistoryError {
    /// The exit code that a command ends with.
    package var exitStatus: ExitStatus {
        switch self {
        case .notFound, .noRun: .noInput
        case .noBaseline, .unfit: .notComparable
        case .damaged, .foreign, .newer, .badRow, .conflictingRun, .alteredBaseline: .badInput
        case .cannotOpen: .cannotCreateOutput
        case .busy, .full, .failed: .ioError
        case .baselineExists: .usage
        }
    }
}

extension HistoryStore {
    /// A run of the history by the beginning of its id.
    package func storedReport(_ beginning: String) throws -> Report {
        let id = try resolve(beginning)
        do {
            return try ReportJSON.decode(report(of: id))
        } catch let error as ReportFormatError {
            throw CommandFailure(.badInput, "run \(id): \(error)")
        }
    }
}

/// A run named by a file or by its id.
package enum RunReference {
    /// The report in a file, on standard input (`-`), or in a history by the beginning of its id.
    package static func read(_ name: String, history path: String) throws -> Report {
        let isID = name.count <= 16 && name.allSatisfy(\.isHexDigit)
        if isID, FileFacts(name) == nil {
            return try HistoryStore.reading(path).storedReport(name)
        }
        return try ReportFile.read(name)
    }
}
