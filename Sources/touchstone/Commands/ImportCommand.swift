import ArgumentParser
import Foundation
import Interchange
import Model
import Rendering
import Runs

/// `touchstone import FILE|-`: what people paste, as a report.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract:
            "Turn a pasted table of `benchmark machine`, or a node's start log, into a report.",
        discussion: """
            Examples:
              touchstone import table.txt | touchstone judge - --rule node
              journalctl -u node | touchstone import - --start last > start.json
            """)

    @Argument(help: ArgumentHelp("The text; - is standard input.", valueName: "file"))
    var file: String

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Which start of a log with several, when their scores differ; a table in it is then "
                + "left aside.",
            valueName: "last|first|n"))
    var start: StartNumber?

    func run() throws {
        var reader = PastedScoresReader(start: start)
        let scores: PastedScores
        do {
            try InputFile.readChunks(file) { chunk in try reader.read(chunk) }
            scores = try reader.finish()
        } catch let error as InterchangeError {
            throw CommandFailure(.badInput, "\(file): \(error)")
        }
        if scores.startLogScoresIgnored > 0 {
            StandardError.say(
                "the table was read, and \(scores.startLogScoresIgnored) scores of a start log "
                    + "beside it were not")
        }
        let record = scores.record(
            id: RunIdentity.id(), startedAt: RunIdentity.timestamp(), tool: BuildFacts.facts)
        try StandardOutput.write(ReportJSON.encode(Report(record: record)))
    }
}

extension StartNumber: ExpressibleByArgument {
    package init?(argument: String) {
        switch argument {
        case "first": self = .first
        case "last": self = .last
        default:
            guard let number = Int(argument), number > 0 else { return nil }
            self = .number(number)
        }
    }
}
