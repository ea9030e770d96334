import ArgumentParser
import Glibc
import History
import Model

/// The program: parses, runs one subcommand, and turns every error into one line and its code.
@main
enum Main {
    static func main() {
        Signals.install()
        do {
            try Touchstone.checkFirstWord(CommandLine.arguments)
            var command = try Touchstone.parseAsRoot()
            try command.run()
        } catch let failure as CommandFailure {
            StandardError.write("touchstone: \(failure.message)\n")
            exit(failure.status.rawValue)
        } catch let error as HistoryError {
            StandardError.write("touchstone: \(error)\n")
            exit(error.exitStatus.rawValue)
        } catch let code as ExitCode {
            exit(code.rawValue)
        } catch {
            Touchstone.exit(withError: error)
        }
    }
}

/// The root command.
struct Touchstone: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "touchstone",
        abstract: "Tells with evidence whether a server can do a blockchain collator's work.",
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
            JudgeCommand.self, ExplainCommand.self, PlanCommand.self, NoiseCommand.self,
            ImportCommand.self, ReportCommand.self, ProfilesCommand.self, HistoryCommand.self,
            BaselineCommand.self, CompareCommand.self, SelftestCommand.self,
        ],
        defaultSubcommand: QualifyCommand.self)

    /// Refuses a first word that is no subcommand, which would be taken for one of `qualify`'s.
    ///
    /// - Throws: exit code 64 with the nearest names.
    static func checkFirstWord(_ arguments: [String]) throws {
        guard arguments.count > 1, !arguments[1].hasPrefix("-") else { return }
        let names = configuration.subcommands.map { $0._commandName } + ["help"]
        if names.contains(arguments[1]) { return }
        let nearest = nearestNames(to: arguments[1], among: names)
        let hint = nearest.isEmpty ? "" : "did you mean \(nearest.joined(separator: " or "))? "
        throw CommandFailure(
            .usage, "there is no command '\(arguments[1])'; \(hint)`touchstone --help` shows all")
    }
}
