import ArgumentParser
import Runs
import Runtime

/// The file of a chain's own runtime, and the engine that runs it.
struct RuntimeOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Run the code that the file substitutes from this block on, in place of the state's "
                + "own.", valueName: "block"))
    var substitute: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The engine's library, or a folder that holds it. Default: what "
                + "\(EngineLibrary.variable) names, else the usual places.", valueName: "path"))
    var engine: String?

    var choice: RuntimeChoice { RuntimeChoice(substitute: substitute, engine: engine) }
}
