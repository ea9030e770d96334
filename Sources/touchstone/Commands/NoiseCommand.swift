import ArgumentParser
import Judgement
import Model
import Rendering
import Runs

/// `touchstone noise`: how far runs of this machine lie apart.
struct NoiseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "noise",
        abstract: "Repeat a preset and tell the drift between runs of this machine.",
        discussion: """
            Example:
              touchstone noise --preset quick --path /var/lib/kilt --output json:noise.json
              touchstone qualify --profile kilt-collator --path /var/lib/kilt --noise noise.json

            One run cannot see how far the next would lie from it. With this file a verdict says \
            how probably a repetition passes; lines of the simulated chain are left out of that.
            """)

    @OptionGroup var profile: ProfileOption

    @Option(name: .long, parsing: .unconditional, help: "How many runs, 2 to 100.")
    var runs = 5

    @OptionGroup var options: RunOptions
    @OptionGroup var selection: ProbeSelection
    @OptionGroup var output: OutputOptions<Page>
    @OptionGroup var history: HistoryOptions

    func validate() throws {
        if !(2...100).contains(runs) { throw ValidationError("--runs \(runs): give 2 to 100") }
    }

    func run() throws {
        try output.checkWritable()
        let profile = try profile.load()
        var request = try options.request(
            selection.choice(for: profile, hasRuntime: options.runtime != nil), profile: profile)
        request.runs = runs
        let printer = ProgressPrinter(options.progress, isQuiet: output.quiet)
        var records: [RunRecord] = []
        for number in 1...runs {
            printer.say("run \(number) of \(runs)")
            let record = try RunSession(request, watch: printer.show).run()
            history.append(Report(unjudged: record))
            if let status = Interruption.status {
                throw CommandFailure(status, "interrupted; a calibration needs all its runs")
            }
            records.append(record)
        }
        guard let calibration = NoiseCalibration(records) else {
            throw CommandFailure(.inconclusive, "no run measured anything")
        }
        try output.write(
            .page(
                text: { CalibrationPage.page(calibration).text($0) },
                json: { try CalibrationJSON.encode(calibration) }), mustArrive: true)
    }
}
