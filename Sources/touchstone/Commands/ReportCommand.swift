import ArgumentParser
import Rendering
import Runs

/// `touchstone report RECORD`: a stored report in other formats, unchanged.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Show a stored report or a run of the history, or convert it.",
        discussion: """
            Examples:
              touchstone report report.json --output markdown:report.md
              touchstone report 3f2a
            """)

    @Argument(
        help: ArgumentHelp("A report file, - or an id of the history.", valueName: "record"),
        completion: .runNames)
    var record: String

    @OptionGroup var output: OutputOptions<Reported>
    @OptionGroup var place: HistoryPath

    func run() throws {
        try output.checkWritable()
        let report = StoredVerdict.warned(
            try RunReference.read(record, history: place.path), named: record)
        try output.write(.report(report))
    }
}
