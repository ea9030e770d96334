import ArgumentParser
import History
import Judgement
import Model
import Rendering

/// `--history PATH`: which history a command works on.
struct HistoryPath: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "The history's file. Default: touchstone/history.sqlite in $XDG_STATE_HOME.",
            valueName: "path"))
    var history: String?

    var path: String { history ?? StateDirectory.path + "/history.sqlite" }

    /// The history, which must be there, for reading and writing.
    func openExisting() throws -> HistoryStore { try HistoryStore.openExisting(path) }

    /// The history, which must be there, for reading.
    func reading() throws -> HistoryStore { try HistoryStore.reading(path) }
}

/// `--history` and `--no-history` of commands that measure.
struct HistoryOptions: ParsableArguments {
    @OptionGroup var place: HistoryPath

    @Flag(name: .long, help: "Leave the run out of the history.")
    var noHistory = false

    /// The fewest earlier runs from which a drift is told: 5, as for a baseline.
    private static let runsMin = 5

    /// The most earlier runs that are read for it, the newest; ours: enough for a quantile of t.
    private static let runsMax = 20

    /// The drift between earlier runs of the same machine and preset; `nil` of fewer than 5, or
    /// where no history is kept.
    func calibration(for record: RunRecord) -> NoiseCalibration? {
        if noHistory { return nil }
        guard let store = try? place.reading(),
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
    func append(_ report: Report) {
        if noHistory { return }
        do {
            try HistoryStore.open(place.path).append(HistoryEntry(report))
        } catch {
            StandardError.say("warning: not in the history: \(error)")
        }
    }
}

extension HistoryEntry {
    /// A report as the history keeps it.
    init(_ report: Report) throws(ReportFormatError) {
        self.init(
            report: try DocumentJSON.encodeCompactly(report), of: report,
            summary: RunSummary(report.record))
    }
}

extension HistoryError {
    /// The exit code that a command ends with.
    var exitStatus: ExitStatus {
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
    func storedReport(_ beginning: String) throws -> Report {
        let id = try resolve(beginning)
        do {
            return try ReportJSON.decode(report(of: id))
        } catch let error as ReportFormatError {
            throw CommandFailure(.badInput, "run \(id): \(error)")
        }
    }
}

extension [RowFault] {
    /// Says which runs were left out, and why.
    func warn() {
        for fault in self { StandardError.say("warning: \(fault); left out") }
    }
}

/// A run named on the command line.
enum RunReference {
    /// The report in a file, on standard input (`-`), or in the history by the beginning of its id.
    static func read(_ name: String, from place: HistoryPath) throws -> Report {
        let isID = name.count <= 16 && name.allSatisfy(\.isHexDigit)
        if isID, !FileStatus.exists(name) { return try place.reading().storedReport(name) }
        return try ReportFile.read(name)
    }
}
