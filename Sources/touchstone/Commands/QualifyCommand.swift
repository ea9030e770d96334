// Here: commands: parse, call, print.
// May use: options, requests, pages.
// Never: how a run is done.

import ArgumentParser
import Model
import Rendering
import Runs

/// `touchstone qualify`: preflight, rounds, verdict.
struct QualifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "qualify",
        abstract: "Measure this machine and judge it by a network's profile.",
        discussion: """
            Examples:
              touchstone qualify --profile kilt-collator --path /var/lib/kilt
              touchstone qualify --profile kilt-collator --path /var/lib/kilt --dry-run

            It writes scratch files on the disk behind --path, reads facts of the machine, and \
            ends with a verdict. Neither network nor root is needed.
            """)

    @OptionGroup var judging: JudgingOptions
    @OptionGroup var options: RunOptions
    @OptionGroup var selection: ProbeSelection
    @OptionGroup var output: OutputOptions<Reported>
    @OptionGroup var history: HistoryOptions

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Extra rounds for what is undecided must end by then, and the stages after them: 90s, "
                + "5m; 0 = no further rounds. Default: by preset, 110s, 680s or 40m.",
            valueName: "time"))
    var timeBudget: TimeArgument?

    @Flag(
        name: .long,
        help: "Judge although the machine is too noisy for it; the report says so.")
    var force = false

    @Flag(
        name: .long,
        help: "Say what would be done: steps, time, bytes written, what it can tell; then end.")
    var dryRun = false

    func validate() throws { try judging.validateTolerance() }

    func run() throws {
        try output.checkWritable()
        let printer = ProgressPrinter(options.progress, isQuiet: output.quiet)
        let request = try request()
        let session = try RunSession(request, watch: printer.show)
        let plan = PlanPage.page(session.outline).text(StandardOutput.style)
        if dryRun { return try StandardOutput.write(plan) }
        // The whole catalogue takes long, and a chain's state much of the disk, so say so first.
        if selection.all || session.hasStages {
            printer.show(plan: plan)
        }
        let record = try session.run()
        try conclude(record, request, printer)
    }

    /// What is asked for; whatever can be refused is refused here.
    private func request() throws -> RunRequest {
        // A file that cannot be read is reported before anything is measured.
        _ = try judging.noise.load()
        let profile = try judging.profile.load()
        var request = try options.request(
            selection.choice(for: profile, hasRuntime: options.runtime != nil), profile: profile)
        request.seeksVerdict = true
        request.timeBudgetSeconds = timeBudget?.seconds
        request.ignoresNoise = force
        request.tolerancePercent = judging.tolerance
        return request
    }

    private func conclude(
        _ record: RunRecord, _ request: RunRequest, _ printer: ProgressPrinter
    ) throws {
        if !record.complete {
            try InterruptedRun.save(record, output: output, history: history)
        }
        guard let profile = request.profile else { return }
        try judging.conclude(
            record, by: profile, output: output, isNew: true,
            known: history.runs.calibration(for: record),
            announce: { printer.show(.verdict($0)) }, remember: history.append)
    }
}
