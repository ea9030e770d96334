import ArgumentParser
import History
import Judgement
import Model
import Rendering
import Runs

/// `touchstone history`: earlier runs.
struct HistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Earlier runs: list, follow, carry over, delete.",
        discussion: """
            Every run that is measured is added to a database, unless --no-history is given.

            Examples:
              touchstone history list
              touchstone report 3f2a
              touchstone history trend memory.copy
              touchstone history export > runs.ndjson
            """,
        subcommands: [
            HistoryListCommand.self, HistoryTrendCommand.self, HistoryExportCommand.self,
            HistoryImportCommand.self, HistoryPruneCommand.self,
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

    @OptionGroup var output: OutputOption<Page>
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
        if runs.isEmpty, found.faults.isEmpty, let profile { _ = try ProfileSource.load(profile) }
        try output.write(
            .page(
                text: { HistoryPages.runs(runs).text($0) },
                json: { try DocumentJSON.encode(runs) }))
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

    @OptionGroup var output: OutputOption<Page>
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
            let hint = didYouMean(metric, among: try store.metrics()).map { "; " + $0 } ?? ""
            throw CommandFailure(
                .noInput, "the history has no run of the metric '\(metric)'\(hint)")
        }
        faults.warn()
        let judged = trend.judged(budgetPercent: RegressionConstants.budgetPercentDefault)
        try output.write(
            .page(
                text: { TrendPage.page(judged).text($0) },
                json: { try DocumentJSON.encode(judged) }))
    }
}
