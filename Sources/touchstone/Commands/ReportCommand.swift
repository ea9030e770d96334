import ArgumentParser
import Rendering

/// `touchstone report RECORD`: a stored report in other formats, unchanged.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Show a stored report, or convert it.",
        discussion: "Example: touchstone report report.json --output markdown:report.md")

    @Argument(
        help: ArgumentHelp("A report; - is standard input.", valueName: "record"),
        completion: .file(extensions: ["json"]))
    var record: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        try output.checkWritable()
        let report = StoredVerdict.checked(try ReportFile.read(record), named: record)
        try output.write(report, isNew: false)
    }
}
