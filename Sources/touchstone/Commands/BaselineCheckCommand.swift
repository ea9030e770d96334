import ArgumentParser
import History
import Host
import Judgement
import Measurement
import Model
import Probes
import Rendering

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
            is held against the first eight of the baseline, so that slow creep is seen. Exit \
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
            "Per cent of worsening that does not matter; repeatable. Default: 5.",
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

    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "Directory on the disk to test. Default: the baseline's.", valueName: "dir"),
        completion: .directory)
    var path: String?

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp(
            "Write the check as \(CheckOutput.names); repeatable. Default: text.",
            valueName: "format[:path]"))
    var outputs: [OutputTarget] = []

    @Flag(name: .long, help: "The same as --output json.")
    var json = false

    @Flag(name: .shortAndLong, help: "No progress.")
    var quiet = false

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
        try CheckOutput.check(outputs)
    }

    func run() throws {
        let targets = CheckOutput.targets(outputs, json: json)
        try targets.checkWritable()
        let store = try history.place.reading()
        let baseline = try store.baseline(name)
        let members = try store.summaries(of: baseline)
        guard let newest = members.last else {
            throw CommandFailure(.notComparable, "the baseline \(name) has no runs")
        }
        let budgets = try RegressionBudgets(
            budget, profile: profile.map(ProfileOption.load),
            known: newest.figures.map(\.metric.id))
        let pattern = try store.storedReport(newest.runID).record
        let checked: RunRecord
        if let record {
            let report = try RunReference.read(record, from: history.place)
            if confirmLater { try history.place.openExisting().append(HistoryEntry(report)) }
            checked = report.record
        } else {
            let metrics = Set(newest.figures.map(\.metric.id))
            checked = try measure(metrics, like: pattern)
        }
        let gate = RegressionGate(
            baseline: baseline.summary, members: members, budgets: budgets,
            first: try store.firstFigures(of: baseline),
            history: try store.newestSummaries(Self.historyMax),
            pending: try store.suspicion(of: baseline).map { suspicion in
                (suspicion, try store.summary(of: suspicion.runID))
            },
            measureAgain: try !confirmLater && mayMeasure(checked)
                ? { metrics in
                    let count = metrics.count == 1 ? "1 metric" : "\(metrics.count) metrics"
                    say("measuring \(count) again, to confirm")
                    return try measure(metrics, like: pattern)
                } : nil)
        let report = try gate.check(RunSummary(checked))
        // After the report, however its writing ended: no history costs a result.
        defer { remember(report, of: baseline) }
        for target in targets { try CheckOutput.write(report, to: target, mustArrive: measuresNow) }
        throw ExitCode(report.exitCode)
    }

    /// Runs of the history that are looked through for the newest of this machine.
    ///
    /// Ours: four are wanted, and a history may hold other machines' and other probes' runs.
    private static let historyMax = 40

    /// Keeps what the next check needs to know; a history that cannot be written is a warning.
    private func remember(_ report: RegressionReport, of baseline: Baseline) {
        if report.suspicion == nil, !confirmLater { return }
        do {
            let store = try history.place.openExisting()
            if report.suspicion != nil { try store.clearSuspicion(of: baseline) }
            if confirmLater { try keepSuspicion(report, of: baseline, in: store) }
        } catch {
            StandardError.say("warning: the suspicion is not kept: \(error)")
        }
    }

    /// Keeps what is suspected for the next check to confirm.
    private func keepSuspicion(
        _ report: RegressionReport, of baseline: Baseline, in store: HistoryStore
    ) throws {
        let metrics = RegressionRule.candidates(report.metrics)
        if metrics.isEmpty { return }
        try store.keepSuspicion(
            Suspicion(
                runID: report.runID, startedAt: report.runStartedAt, metrics: metrics),
            of: baseline)
        say("suspected; check again in an hour or later, and that run confirms it or not")
    }

    /// Whether a fresh run here says anything of the run that is checked.
    private func mayMeasure(_ checked: RunRecord) throws -> Bool {
        if let confirm { return confirm }
        if measuresNow { return true }
        // A record from elsewhere is not confirmed by this machine.
        let sign = RunSummary.machine(of: HostReader().facts())
        let isHere = checked.host.map(RunSummary.machine(of:)) == sign
        return isHere && checked.tool.build == BuildFacts.build
    }

    private func say(_ text: String) {
        if !quiet { StandardError.say(text) }
    }

    /// Measures the probes of metrics as the baseline's runs were, and adds the run to the history.
    private func measure(_ metrics: Set<MetricID>, like pattern: RunRecord) throws -> RunRecord {
        let probes = ProbeCatalog(chain: ChainConditions(recordedIn: pattern))
            .probes(measuring: metrics)
        guard Preset(rawValue: pattern.plan.preset) != nil else {
            throw CommandFailure(
                .notComparable,
                "the baseline's runs were measured by the protocol '\(pattern.plan.preset)', which "
                    + "no preset repeats: measure with `touchstone machine`, and check that run by "
                    + "its id")
        }
        var arguments = ["--preset", pattern.plan.preset]
        let needsDisk = probes.contains(where: \.descriptor.needsDisk)
        if needsDisk, let path = path ?? pattern.storage?.path { arguments += ["--path", path] }
        if smoke { arguments.append("--smoke") }
        if guards.allowDebugBuild { arguments.append("--allow-debug-build") }
        if guards.allowAnyFilesystem { arguments.append("--allow-any-filesystem") }
        if guards.besideNode { arguments.append("--beside-node") }
        // The run and the one that confirms share the limit.
        if let limit = guards.maxWrite { arguments += ["--max-write", "\(limit.bytes / 2)"] }
        let session = RunSession(
            options: try RunOptions.parse(arguments), isQuiet: quiet, probes: probes, skipped: [])
        let record = try session.run()
        history.append(InterruptedRun.report(of: record))
        if let signal = Signals.cancellation.signalNumber {
            throw CommandFailure(Signals.status(of: signal), "interrupted; nothing was decided")
        }
        return record
    }
}
