import ArgumentParser
import Rendering
import Reports
import Runs

/// `touchstone report RECORD`: a stored report in other formats, unchanged.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Show stored reports or runs of the history, or convert them.",
        discussion: """
            Examples:
              touchstone report report.json --output markdown:report.md
              touchstone report 3f2a
              touchstone report alice.json bob.json --output html:candidates.html
              touchstone report --schema        # the JSON Schema of reports
            """)

    @Argument(
        help: ArgumentHelp(
            "Report files, - or ids of the history; several stand side by side in HTML.",
            valueName: "record"),
        completion: .runNames)
    var records: [String] = []

    @Flag(help: "Print the JSON Schema of reports instead.")
    var schema = false

    @OptionGroup var output: OutputOptions<Reported>
    @OptionGroup var place: HistoryPath

    func validate() throws {
        if schema == !records.isEmpty {
            throw ValidationError("give a report, or --schema without one")
        }
        guard records.count > 1 else { return }
        let several = OutputDocument.formatsOfSeveral
        for target in output.outputs where !several.contains(target.format) {
            throw ValidationError(
                "--output \(target.format.rawValue): holds one report; several are written as "
                    + several.map(\.rawValue).joined(separator: ", "))
        }
    }

    func run() throws {
        if schema { return try StandardOutput.write(ReportSchema.json) }
        try output.checkWritable()
        let reports = try records.map { record in
            StoredVerdict.warned(
                try RunReference.read(record, history: place.path), named: record)
        }
        try output.write(.reports(reports))
    }
}
