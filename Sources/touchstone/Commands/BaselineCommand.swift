import ArgumentParser
import History
import Judgement
import Model
import Rendering
import Runs

/// `touchstone baseline`: named sets of runs that later runs are held against.
struct BaselineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "baseline",
        abstract: "Named sets of runs, and the check of a run against one.",
        discussion: """
            Examples:
              touchstone baseline create before-upgrade --last 8
              touchstone baseline check before-upgrade --run

            A baseline holds whole runs of one machine: 5 at least, better 8, from different \
            hours. It grows only when asked to. Its first eight figures are kept for good, \
            however it grows or is made anew under its name: after a change that you accept, make \
            a baseline of another name.
            """,
        subcommands: [
            BaselineCreateCommand.self, BaselineAddCommand.self, BaselineListCommand.self,
            BaselineShowCommand.self, BaselineRemoveCommand.self, BaselineCheckCommand.self,
        ])
}

/// Which runs go into a baseline.
struct BaselineRuns: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "Runs: ids of the history, or report files, which are added to it.", valueName: "run"),
        completion: .runNames)
    var runs: [String] = []

    @Option(
        name: .long, parsing: .unconditional,
        help: """
            The newest runs of the history that are whole, have no failed probe and fit together, \
            that many.
            """)
    var last: Int?

    func validate() throws {
        if runs.isEmpty == (last == nil) {
            throw ValidationError("name runs by id or file, or give --last N")
        }
        if let last, last < 1 { throw ValidationError("--last \(last): give a number from 1") }
    }

    /// The whole ids, the oldest first where `--last` chose them.
    ///
    /// - `fingerprint`: of the baseline that grows; nil means that of the newest whole run.
    func ids(in store: HistoryStore, place: HistoryPath, fingerprint: String?) throws -> [String] {
        guard let last else { return try named(in: store, place: place) }
        return try store.runsForBaseline(last: last, fingerprint: fingerprint) {
            StandardError.say($0)
        }
    }

    private func named(in store: HistoryStore, place: HistoryPath) throws -> [String] {
        var ids: [String] = []
        for name in runs {
            let report = try RunReference.read(name, history: place.path)
            try store.append(HistoryEntry(report))
            if !ids.contains(report.record.id) { ids.append(report.record.id) }
        }
        return ids
    }
}

/// Shows a baseline after a change, or on request.
enum BaselinePage {
    static func write(
        _ baseline: Baseline, in store: HistoryStore, to output: OutputOption<Page>
    ) throws {
        let members = try store.summaries(of: baseline)
        guard let newest = members.last else { return }
        let creep = CreepText.sentences(try store.creep(of: baseline, newest))
        try output.write(
            .page(
                text: { style in
                    HistoryPages.baseline(
                        baseline, lines: RegressionRule.check(newest, against: members),
                        creep: creep, facts: newest.machine,
                        advice: RegressionRule.advice(runs: members.count)
                    ).text(style)
                }, json: { try DocumentJSON.encode(baseline) }))
    }
}

/// `touchstone baseline create NAME`.
struct BaselineCreateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make a baseline of runs.")

    @Argument(help: "The baseline's name: letters, digits, dots and dashes.")
    var name: String

    @OptionGroup var runs: BaselineRuns

    @OptionGroup var output: OutputOption<Page>
    @OptionGroup var place: HistoryPath

    func validate() throws {
        let isPlain = name.allSatisfy {
            $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0))
        }
        if name.isEmpty || name.count > 64 || !isPlain {
            throw ValidationError("a name has 1 to 64 letters, digits, dots, dashes or underscores")
        }
    }

    func run() throws {
        try output.checkWritable()
        let store = try HistoryStore.open(place.path)
        let ids = try runs.ids(in: store, place: place, fingerprint: nil)
        let baseline = try store.createBaseline(
            name, of: ids, createdAt: RunIdentity.timestamp())
        try BaselinePage.write(baseline, in: store, to: output)
    }
}

/// `touchstone baseline add NAME`.
struct BaselineAddCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add runs to a baseline.")

    @Argument(help: "The baseline's name.", completion: .baselineNames)
    var name: String

    @OptionGroup var runs: BaselineRuns

    @OptionGroup var output: OutputOption<Page>
    @OptionGroup var place: HistoryPath

    func run() throws {
        try output.checkWritable()
        let store = try place.openExisting()
        let fingerprint = try store.baseline(name).fingerprint
        let ids = try runs.ids(in: store, place: place, fingerprint: fingerprint)
        let known = Set(try store.baseline(name).runIDs)
        let old = ids.filter(known.contains)
        if !old.isEmpty {
            StandardError.say("already in the baseline: \(old.joined(separator: ", "))")
        }
        try BaselinePage.write(store.addToBaseline(name, ids), in: store, to: output)
    }
}

/// `touchstone baseline list`.
struct BaselineListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the baselines.")

    @OptionGroup var output: OutputOption<Page>
    @OptionGroup var place: HistoryPath

    func run() throws {
        let baselines = try place.reading().baselines()
        try output.write(
            .page(
                text: { HistoryPages.baselines(baselines).text($0) },
                json: { try DocumentJSON.encode(baselines) }))
    }
}

/// `touchstone baseline show NAME`.
struct BaselineShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a baseline's runs and what it expects of each metric.")

    @Argument(help: "The baseline's name.", completion: .baselineNames)
    var name: String

    @OptionGroup var output: OutputOption<Page>
    @OptionGroup var place: HistoryPath

    func run() throws {
        let store = try place.reading()
        try BaselinePage.write(store.baseline(name), in: store, to: output)
    }
}

/// `touchstone baseline remove NAME`.
struct BaselineRemoveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: """
            Delete a baseline; its runs stay in the history, and so do its first figures, for a \
            baseline made anew under its name.
            """)

    @Argument(help: "The baseline's name.", completion: .baselineNames)
    var name: String

    @OptionGroup var place: HistoryPath

    func run() throws { try place.openExisting().removeBaseline(name) }
}
