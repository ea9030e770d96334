import ArgumentParser
import History
import Model
import Runs

/// `--history PATH`: which history a command works on.
struct HistoryPath: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "The history's file. Default: touchstone/history.sqlite in $XDG_STATE_HOME.",
            valueName: "path"))
    var history: String?

    func validate() throws {
        // SQLite would keep a file without a name until the program ends.
        if history?.isEmpty == true { throw ValidationError("--history: give the path of a file") }
    }

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

    /// The history, as the runs' floor knows it.
    var runs: RunHistory { RunHistory(path: place.path, isKept: !noHistory) }

    /// Adds a run; a history that cannot be written is a warning, since the run itself stands.
    func append(_ report: Report) { runs.append(report) { StandardError.say($0) } }
}

extension [RowFault] {
    /// Says which runs were left out, and why.
    func warn() {
        for fault in self { StandardError.say("warning: \(fault); left out") }
    }
}
