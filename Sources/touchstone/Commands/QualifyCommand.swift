import ArgumentParser
import Judgement
import Measurement
import Model
import Probes
import Profiles
import Rendering

/// `touchstone qualify`: preflight, rounds, verdict.
struct QualifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "qualify",
        abstract: "Measure this machine and judge it by a network's profile.",
        discussion: """
            Example: touchstone qualify --profile kilt-collator --path /var/lib/kilt

            It writes scratch files on the disk behind --path, reads facts of the machine, and \
            ends with a verdict. Neither network nor root is needed.
            """)

    @OptionGroup var judging: JudgingOptions
    @OptionGroup var options: RunOptions
    @OptionGroup var selection: ProbeSelection
    @OptionGroup var output: OutputOptions
    @OptionGroup var history: HistoryOptions

    @Flag(name: .long, help: "Say what would be done, as `touchstone plan`, and measure nothing.")
    var dryRun = false

    func validate() throws { try judging.validateTolerance() }

    func run() throws {
        try output.checkWritable()
        // A file that cannot be read is told before anything is measured.
        _ = try judging.noise.load()
        let profile = try judging.profile.load()
        let probes = try selection.select(
            for: profile, from: try options.catalog(for: profile.chain))
        // Before the plan, which would be of no use.
        try Preflight.check(path: options.path)
        let outline = OutlineText.render(
            options.outline(of: probes.run),
            style: .forOutput(isTerminal: StandardOutput.isTerminal))
        if dryRun { return try StandardOutput.write(outline) }
        // The whole catalogue takes long, and a chain's state much of the disk: told beforehand.
        let hasStages = probes.run.contains { $0.descriptor.stageWrittenBytes != nil }
        if selection.all || hasStages {
            ProgressPrinter(options.progress, isQuiet: output.quiet).show(plan: outline)
        }
        let session = RunSession(
            options: options, isQuiet: output.quiet, probes: probes.run, skipped: probes.leftOut,
            profile: profile,
            undecided: { [judging] in
                UndecidedProbes.of(
                    $0, by: profile, tolerancePercent: judging.tolerance)
            })
        let record = try session.run()
        if !record.complete {
            try InterruptedRun.save(record, output: output, history: history)
        }
        let progress = options.progress
        try judging.conclude(
            record, by: profile, output: output, isNew: true,
            known: history.calibration(for: record),
            announce: { ProgressPrinter(progress, isQuiet: output.quiet).conclude($0) },
            remember: history.append)
    }
}
