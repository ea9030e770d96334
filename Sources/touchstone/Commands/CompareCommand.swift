import ArgumentParser
import Judgement
import Model
import Rendering
import Runs

/// `touchstone compare A B`: two runs side by side, as information.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Show the shifts between two runs, and what else differs; no verdict.",
        discussion: """
            Example: touchstone compare before.json after.json

            Runs of an unchanged machine differ as well: `touchstone baseline check` decides.
            """)

    @Argument(
        help: ArgumentHelp("A report file, - or an id of the history.", valueName: "first"),
        completion: .runNames)
    var first: String

    @Argument(
        help: ArgumentHelp("The one that is compared with it.", valueName: "second"),
        completion: .runNames)
    var second: String

    @OptionGroup var output: OutputOption<Page>
    @OptionGroup var place: HistoryPath

    func run() throws {
        let comparison = RunComparer.compare(
            try RunReference.read(first, history: place.path).record,
            try RunReference.read(second, history: place.path).record)
        try output.write(
            .page(
                text: { ComparisonPage.page(comparison).text($0) },
                json: { try DocumentJSON.encode(comparison) }))
        if comparison.lines.allSatisfy({ $0.obstacle != nil }) {
            throw CommandFailure(.notComparable, "the two runs have no metric in common")
        }
    }
}
