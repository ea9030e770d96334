// Here: the command line: which commands there are.
// May use: every module.
// Never: a measurement, a verdict, a figure.

import ArgumentParser
import Glibc
import History
import Model
import Rendering
import Runs

/// The program: parses, runs one subcommand, and turns every error into one line and its code.
@main
enum Main {
    static func main() {
        StartingPoint.openStandardDescriptors()
        RunClock.begin()
        Interruption.install { text in
            StandardError.page("\n")
            StandardError.say(text)
        }
        do {
            let arguments = NodeSharedOptions.spelledOut(try StartingPoint.arguments())
            if VersionFacts.areWanted(arguments) {
                return try StandardOutput.write(VersionFacts().encoded())
            }
            try Touchstone.checkFirstWord(arguments)
            try SingleOptions.check(arguments)
            var command = try Touchstone.parseAsRoot(arguments)
            // What a stage's process says is kept for the case that it dies.
            if !(command is StageCommand) {
                RunningRecord.tellOfKilled { StandardError.say($0) }
            }
            do {
                try command.run()
            } catch let error as ValidationError {
                refuse(error.message, of: type(of: command))
            } catch let failure as CommandFailure where failure.status == .usage {
                refuse(failure.message, of: type(of: command))
            }
            RunningRecord.removeAll()
        } catch let failure as CommandFailure {
            StandardError.say(lines: failure.lines)
            end(failure.status)
        } catch let error as HistoryError {
            StandardError.say("\(error)")
            end(error.exitStatus)
        } catch let code as ExitCode {
            RunningRecord.removeAll()
            exit(code.rawValue)
        } catch {
            endByParser(error)
        }
    }

    private static func end(_ status: ExitStatus) -> Never {
        RunningRecord.removeAll()
        exit(status.rawValue)
    }

    /// Ends with what the parser says: help, a usage error, or an error that no command names.
    private static func endByParser(_ error: any Error) -> Never {
        let code = Touchstone.exitCode(for: error)
        // The parser's code of an error that it does not know is 1, which is a verdict here.
        if code == .failure {
            StandardError.say("\(error); this is a fault of this program, please report it")
            end(.internalFault)
        }
        RunningRecord.removeAll()
        // Help and version, whose words are our own.
        if code.isSuccess { Touchstone.exit(withError: error) }
        var message = Touchstone.fullMessage(for: error)
        // The parser quotes arguments as they are, and a line feed in one would begin a line.
        for argument in (try? StartingPoint.arguments())?.dropFirst() ?? [] {
            for part in [argument[...]] + argument.split(separator: "=", maxSplits: 1).dropFirst() {
                let shown = SafeText.line(String(part))
                if shown != part { message = message.replacing(part, with: shown) }
            }
        }
        StandardError.page(SafeText.lines(message) + "\n")
        exit(code.rawValue)
    }

    /// Ends as if the parser had found the error: with the usage of the subcommand, not the root's.
    private static func refuse(
        _ message: String, of command: any ParsableCommand.Type
    ) -> Never {
        let words = [Touchstone._commandName] + (Touchstone.words(to: command) ?? [])
        StandardError.line("Error: \(message)")
        StandardError.page(
            """
            Usage: \(Touchstone.usageString(for: command))
              See '\(words.joined(separator: " ")) --help' for more information.

            """)
        end(.usage)
    }
}

extension ParsableCommand {
    /// The words after this command's that name a subcommand below it; nil if it is none of them.
    fileprivate static func words(to command: any ParsableCommand.Type) -> [String]? {
        if command == Self.self { return [] }
        for child in configuration.subcommands {
            if let words = child.words(to: command) { return [child._commandName] + words }
        }
        return nil
    }
}

/// The root command.
struct Touchstone: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "touchstone",
        abstract:
            "Checks whether a server is fast enough to run a blockchain collator, and shows why.",
        discussion: """
            Examples:
              touchstone qualify --profile kilt-collator --path /var/lib/kilt
              touchstone doctor --path /var/lib/kilt
              touchstone qualify --preset quick --path . --output json:report.json
              touchstone judge report.json --all
              touchstone profiles list

            Exit codes: 0 qualified, 1 not qualified, 2 regression, 3 inconclusive, \
            4 preflight blocked, 5 profile or baseline missing or not comparable, 64 usage, \
            65 bad input data, 66 no such input, 70 a fault of this program or machine, \
            73 cannot create output, 74 I/O error, 78 bad profile file, 130 and 143 interrupted.
            """,
        version: "touchstone \(BuildFacts.version) (\(BuildFacts.build), \(BuildFacts.compiler))",
        subcommands: [
            QualifyCommand.self, DoctorCommand.self, MachineCommand.self, MeasureCommand.self,
            JudgeCommand.self, ExplainCommand.self, NoiseCommand.self,
            ImportCommand.self, ReportCommand.self, ProfilesCommand.self, RuntimeCommand.self,
            HistoryCommand.self, BaselineCommand.self, CompareCommand.self, SelftestCommand.self,
            StageCommand.self,
        ],
        defaultSubcommand: QualifyCommand.self)

    /// Refuses a first word that is no subcommand, which would be taken for one of `qualify`'s.
    ///
    /// - Throws: exit code 64 with the nearest names.
    static func checkFirstWord(_ arguments: [String]) throws {
        guard let word = arguments.first, !word.hasPrefix("-") else { return }
        let names = configuration.subcommands.map { $0._commandName } + ["help"]
        if names.contains(word) { return }
        let known = names.filter { $0 != StageCommand._commandName }
        let hint = didYouMean(word, among: known).map { $0 + " " } ?? ""
        throw CommandFailure(
            .usage, "there is no command '\(word)'; \(hint)`touchstone --help` shows all")
    }
}
