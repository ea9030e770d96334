import ArgumentParser
import History
import Judgement
import Model
import Rendering

/// `touchstone history`: the runs of before.
struct HistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "The runs of before: list, show, follow, carry over.",
        discussion: """
            Every run of qualify and measure is added to a database, unless --no-history is given.

            Examples:
              touchstone history list
              touchstone history show 3f2a
              touchstone history trend memory.copy
              touchstone history export > runs.ndjson
            """,
        subcommands: [
            HistoryListCommand.self, HistoryShowCommand.self, HistoryTrendCommand.self,
            HistoryExportCommand.self, HistoryImportCommand.self, HistoryPruneCommand.self,
        ])
}

/// `touchstone history list`.
struct HistoryListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List runs, the newest first.")

    @Option(name: .long, parsing: .unconditional, help: "How many of the newest runs.")
    var last = 20

    @Flag(name: .long, help: "All runs.")
    var all = false

    @Option(name: .long, help: "Only runs that were judged by this profile.")
    var profile: String?

    @Flag(name: .long, help: "As JSON.")
    var json = false

    @OptionGroup var place: HistoryPath

    func validate() throws {
        if last < 1 { throw ValidationError("--last \(last): give a number from 1") }
    }

    func run() throws {
        let filter = HistoryFilter(last: all ? nil : last, profile: profile)
        let store = try place.reading()
        let found = try store.runs(filter)
        found.faults.warn()
        let runs = found.values.enumerated().map { index, run in
            index < StoredVerdict.checkedMax ? StoredVerdict.checked(run, in: store) : run
        }
        // Runs may be of a profile that is gone, so only a name that fits none is looked up.
        if runs.isEmpty, found.faults.isEmpty, let profile { _ = try ProfileOption.load(profile) }
        try StandardOutput.write(
            json
                ? DocumentJSON.encode(runs)
                : Array(
                    HistoryText.runs(
                        runs, style: .forOutput(isTerminal: StandardOutput.isTerminal)
                    ).utf8))
    }
}

/// `touchstone history show ID`.
struct HistoryShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show the report of a run, or write it in other formats.")

    @Argument(
        help: ArgumentHelp("The run's id, or its beginning.", valueName: "id"),
        completion: .runNames)
    var id: String

    @Flag(name: .long, help: "As JSON, as --output json.")
    var json = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var place: HistoryPath

    func run() throws {
        var output = output
        if json { output.outputs.append(OutputTarget(format: .json, path: nil)) }
        try output.checkWritable()
        let report = StoredVerdict.checked(
            try place.reading().storedReport(id), named: "run \(id)")
        try output.write(report, isNew: false)
    }
}

/// `touchstone history trend METRIC`.
struct HistoryTrendCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trend",
        abstract: "A metric over its runs, with the changes of the machine marked.")

    @Argument(help: "The metric, such as memory.copy.", completion: .metricNames)
    var metric: String

    @Option(name: .long, parsing: .unconditional, help: "How many of the newest runs.")
    var last = 60

    @Flag(name: .long, help: "All runs.")
    var all = false

    @Flag(name: .long, help: "As JSON.")
    var json = false

    @OptionGroup var place: HistoryPath

    func validate() throws {
        if last < 1 { throw ValidationError("--last \(last): give a number from 1") }
    }

    func run() throws {
        let store = try place.reading()
        let found = try store.trend(
            of: MetricID(rawValue: metric), last: all ? nil : last,
            difference: EnvironmentDiff.all)
        guard let (trend, faults) = found else {
            let nearest = nearestNames(to: metric, among: try store.metrics())
            let hint = nearest.isEmpty ? "" : "; did you mean \(nearest.joined(separator: " or "))?"
            throw CommandFailure(
                .noInput, "the history has no run of the metric '\(metric)'\(hint)")
        }
        faults.warn()
        let judged = trend.judged(budgetPercent: RegressionConstants.budgetPercentDefault)
        try StandardOutput.write(
            json
                ? DocumentJSON.encode(judged)
                : Array(
                    TrendText.render(
                        judged, style: .forOutput(isTerminal: StandardOutput.isTerminal)
                    ).utf8))
    }
}
