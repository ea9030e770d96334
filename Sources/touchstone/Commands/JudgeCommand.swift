import ArgumentParser
import Judgement
import Model
import Profiles
import Rendering
import Runs

extension JudgementRule: ExpressibleByArgument {}

/// `touchstone judge RECORD`: a stored record against any profile, without running anything.
struct JudgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "judge", abstract: "Judge a stored report again, by any profile.",
        discussion: """
            Examples:
              touchstone judge report.json --profile astar-collator
              touchstone judge report.json --all
              touchstone import table.txt | touchstone judge - --rule node
            """)

    @Argument(
        help: ArgumentHelp("A report; - is standard input.", valueName: "record"),
        completion: .file(extensions: ["json"]))
    var record: String

    @OptionGroup var judging: JudgingOptions
    @OptionGroup var output: OutputOptions<Reported>

    @Option(
        name: .long,
        help: """
            bounds (this program's), node (`benchmark machine`) or node-start (a node's start). \
            Default: bounds; with --all a pasted table is judged by node, a start log by node-start.
            """)
    var rule: JudgementRule?

    @Flag(name: .long, help: "Judge by every profile and print a matrix; the exit code is 0.")
    var all = false

    func validate() throws {
        try judging.validateTolerance(rule ?? .bounds)
        if !all { return }
        // A matrix is neither a report nor a verdict that an exit code could tell.
        let given = [
            ("--profile", judging.profile.profile != nil),
            ("--noise", judging.noise.noise != nil), ("--fail-on", judging.failOn != nil),
            ("--output", !output.outputs.isEmpty), ("--quiet", output.quiet),
        ]
        if let (name, _) = given.first(where: \.1) {
            throw ValidationError(
                "\(name): --all prints a matrix of every profile and ends with 0; leave one out")
        }
    }

    func run() throws {
        try output.checkWritable()
        let record = try ReportFile.read(record).record
        if !all {
            let profile = try judging.profile.load()
            return try judging.conclude(record, by: profile, rule: rule ?? .bounds, output: output)
        }
        let rule =
            rule
            ?? PastedRecord.rule(
                for: record, command: "judge --all", say: { StandardError.say($0) })
        try judging.validateTolerance(rule)
        let verdicts = try ProfileSource.all().map {
            judging.verdict(on: record, by: $0, rule: rule)
        }
        let matrix = ProfileMatrix(verdicts)
        try StandardOutput.write(
            MatrixPage.page(verdicts, nearest: matrix.nearest).text(StandardOutput.style))
    }
}
