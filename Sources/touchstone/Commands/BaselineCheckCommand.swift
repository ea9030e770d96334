import ArgumentParser
import Judgement
import Model
import Rendering
import Runs

/// `touchstone baseline check NAME RECORD|--run`: the gate.
struct BaselineCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Hold a run against a baseline; exit code 2 for a confirmed regression.",
        discussion: """
            Examples:
              touchstone baseline check before-upgrade --run
              touchstone baseline check before-upgrade report.json --budget 8
              touchstone baseline check before-upgrade 3f2a --budget memory.copy=10
              touchstone baseline check before-upgrade --run --confirm-later

            What is worse than both the earlier runs' spread and the budget allow is measured \
            again, with two controls, before it is called a regression; with --confirm-later \
            the next check confirms it, an hour later or more. The mean of the newest four runs \
            is held against the first eight of the baseline, so that slow creep is seen. --run \
            measures on the baseline's disk unless --path names another. Exit \
            codes: 0 none, 2 confirmed, 3 suspected, crept, too noisy or not all measured, 5 not \
            comparable.
            """)

    @Argument(help: "The baseline's name.", completion: .baselineNames)
    var name: String

    @Argument(
        help: ArgumentHelp("A report file, - or an id of the history.", valueName: "record"),
        completion: .runNames)
    var record: String?

    @Flag(
        name: .customLong("run"),
        help: "Measure now, with the probes and the preset of the baseline.")
    var measuresNow = false

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Per cent of worsening that does not matter; repeatable, or joined by commas. "
                + "Default: 5.",
            valueName: "[metric=]pct"))
    var budget: [BudgetOption] = []

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Take the budgets of a profile's metrics; --budget goes before them.",
            valueName: "name|file"))
    var profile: String?

    @Flag(
        inversion: .prefixedNo,
        help: "Measure again before calling it a regression. Default: where this is the machine.")
    var confirm: Bool?

    @Flag(
        name: .long,
        help: """
            Keep a suspicion in the history and measure nothing again: the next check, an hour \
            later or more, confirms it or not.
            """)
    var confirmLater = false

    @OptionGroup var output: OutputOption<Check>

    @Flag(name: .shortAndLong, help: "No progress.")
    var quiet = false

    @OptionGroup var disk: DiskOptions
    @OptionGroup var limit: WriteLimitOption
    @OptionGroup var guards: GuardOptions
    @OptionGroup var history: HistoryOptions

    @Flag(name: .long, help: ArgumentHelp("Small sizes, for tests.", visibility: .hidden))
    var smoke = false

    func validate() throws {
        if measuresNow == (record != nil) {
            throw ValidationError(
                measuresNow ? "give a record or --run, not both" : "give a record, or --run")
        }
        if confirmLater, confirm == true {
            throw ValidationError("give --confirm or --confirm-later, not both")
        }
        if confirmLater, history.noHistory {
            throw ValidationError(
                "--confirm-later keeps the suspicion in the history; leave --no-history out")
        }
    }

    func run() throws {
        try output.checkWritable()
        let printer = ProgressPrinter(.auto, isQuiet: quiet)
        var check = try BaselineCheck(
            name, in: history.runs, watch: printer.show, warn: { StandardError.say($0) })
        check.budgets = try RegressionBudgets(
            budget.flatMap(\.budgets), profile: profile.map(ProfileSource.load),
            known: check.metrics)
        check.confirms = confirm
        check.confirmsLater = confirmLater
        check.path = disk.path
        check.guards = Guards(guards, disk: disk, limit: limit)
        check.isSmoke = smoke
        let report = try check.check(
            record.map { try RunReference.read($0, history: history.place.path) })
        // After the report, however its writing ended: no history costs a result.
        defer { check.remember(report) }
        try output.write(.check(report), mustArrive: measuresNow)
        throw ExitCode(report.exitCode)
    }
}

/// One `--budget`, which may hold several, joined by commas.
struct BudgetOption: ExpressibleByArgument {
    let budgets: [Budget]

    init?(argument: String) {
        guard let budgets = Budget.list(argument) else { return nil }
        self.budgets = budgets
    }
}
