import ArgumentParser
import Judgement
import Model
import Profiles
import Rendering

/// `touchstone judge RECORD`: a stored record against any profile, without running anything.
struct JudgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "judge", abstract: "Judge a stored report again, by any profile.",
        discussion: """
            Examples:
              touchstone judge report.json --profile astar-collator
              touchstone judge report.json --all
            """)

    @Argument(help: ArgumentHelp("A report; - is standard input.", valueName: "record"))
    var record: String

    @OptionGroup var judging: JudgingOptions
    @OptionGroup var output: OutputOptions

    @Flag(name: .long, help: "Judge by every profile and print a matrix.")
    var all = false

    func run() throws {
        try judging.validateTolerance()
        try output.checkWritable()
        let record = try ReportFile.read(record).record
        if all {
            let verdicts = ProfileOption.catalog.all().map {
                BoundsRule.judge(record, by: $0, tolerancePercent: judging.tolerance)
            }
            return try StandardOutput.write(MatrixText.render(verdicts))
        }
        try judging.conclude(record, by: try judging.profile.load(), output: output)
    }
}
