import ArgumentParser
import Judgement
import Model
import Rendering

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

    @Flag(name: .long, help: "As JSON.")
    var json = false

    @OptionGroup var place: HistoryPath

    func run() throws {
        let comparison = RunComparer.compare(
            try RunReference.read(first, from: place).record,
            try RunReference.read(second, from: place).record)
        try StandardOutput.write(
            json
                ? DocumentJSON.encode(comparison)
                : Array(
                    ComparisonText.render(
                        comparison, style: .forOutput(isTerminal: StandardOutput.isTerminal)
                    ).utf8))
        if comparison.lines.allSatisfy({ $0.obstacle != nil }) {
            throw CommandFailure(.notComparable, "the two runs have no metric in common")
        }
    }
}
