import ArgumentParser
import Model
import Rendering
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

        @Option(
            name: [.short, .long],
            help: ArgumentHelp("Write as text or json. Default: text.", valueName: "format"))
        var output = TextOrJSON.text

        func run() throws {
            let runtimeFile = try options.file(at: file)
            let runtime = try options.load(runtimeFile, at: file)
            let facts: RuntimeFacts
            do throws(RuntimeTrouble) {
                facts = try RuntimeFacts.inspecting(runtimeFile, runtime)
            } catch {
                throw CommandFailure(.badInput, "\(file): \(error)")
            }
            switch output {
            case .json: try StandardOutput.write(DocumentJSON.encode(facts))
            case .text:
                let style = Style.forOutput(isTerminal: StandardOutput.isTerminal)
                try StandardOutput.write(RuntimeText.render(facts, style: style))
            }
            if facts.trial == nil { throw ExitCode(ExitStatus.notQualified.rawValue) }
        }
    }

    /// The forms of what is shown.
    enum TextOrJSON: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }
}

extension RuntimeFacts {
    /// The facts of a runtime, with a block of one transaction that it builds and executes.
    static func inspecting(
        _ file: RuntimeFile, _ runtime: WasmRuntime
    ) throws(RuntimeTrouble) -> RuntimeFacts {
        let made = try FirstState.make(of: file, by: runtime)
        let rules = try RuntimeRules(of: runtime, over: made.state, fileParaID: file.paraID)
        var facts: RuntimeFacts
        do throws(StateError) {
            facts = RuntimeFacts(
                file, rules, keys: made.state.count,
                root: try made.state.root(layout: rules.layout))
        } catch {
            throw .state(error)
        }
        facts.importedFunctions = runtime.module.importCount
        facts.unknownFunctions = runtime.module.missingFunctions
        facts.notes += made.notes
        do throws(RuntimeTrouble) {
            let outcome = try RuntimeTrial.run(file, by: runtime, blocks: 1, transactions: 1)
            let route = outcome.blocks.last?.route ?? .nothing
            facts.trial = Trial(
                inherents: outcome.blocks.last?.inherentCalls ?? [],
                transactions: route.words(call: rules.transfer?.name),
                refusal: outcome.chain.refusal?.words)
            facts.notes += outcome.chain.notes.filter { !facts.notes.contains($0) }
            if !outcome.warmUp.isEmpty {
                facts.notes.append(
                    "transactions are taken from block \(outcome.warmUp.count + 1) on; before, "
                        + "migrations take the blocks")
            }
            if route == .nothing {
                facts.problems.append("no transaction can be sent: blocks hold inherents only")
            }
        } catch {
            facts.problems.append("blocks cannot be made: \(error)")
        }
        return facts
    }
}
