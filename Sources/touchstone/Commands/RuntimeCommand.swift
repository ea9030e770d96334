import ArgumentParser
import Model
import Rendering
import Runs
import Runtime

/// `touchstone runtime …`: the code that a chain itself runs.
struct RuntimeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runtime", abstract: "Look at a chain's own runtime.",
        subcommands: [Inspect.self], defaultSubcommand: Inspect.self)

    struct Inspect: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what a runtime is and asks for, and whether its blocks can be run.",
            discussion: """
                Examples:
                  touchstone runtime inspect kilt-rilt-raw.json.gz
                  touchstone runtime inspect runtime.compact.compressed.wasm --output json

                Everything is derived from the runtime and its first state. A block with one \
                transaction is built and executed. Exit codes: 0 it was, 1 it was not.
                """)

        @Argument(
            help: ArgumentHelp(
                "A chain specification (.json or .json.gz), a .wasm file, compressed or not, or "
                    + "the answer of state_getStorage(\"0x3a636f6465\"); - is standard input.",
                valueName: "file"))
        var file: String

        @OptionGroup var options: RuntimeOptions

        @OptionGroup var output: OutputOption<Page>

        func run() throws {
            let facts = try options.choice.facts(at: file)
            try output.write(
                .page(
                    text: { RuntimePage.page(facts).text($0) },
                    json: { try DocumentJSON.encode(facts) }))
            if facts.trial == nil { throw ExitCode(ExitStatus.notQualified.rawValue) }
        }
    }
}
