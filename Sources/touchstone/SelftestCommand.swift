import ArgumentParser
import Foundation
import History
import Judgement
import Measurement
import Model
import Probes
import Rendering

/// `touchstone selftest --gate`: shows that the gate can turn red, and stays green when nothing is
/// wrong.
struct SelftestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "selftest",
        abstract: "Delay a probe and show that the regression gate sees it.",
        discussion: """
            Example: touchstone selftest --gate --inject 15%

            A few probes of the processor are measured in short runs that make a baseline in a
            temporary history. Then an unchanged run must stay green, and one with a delayed probe
            must turn red. Exit codes: 0 both did, 3 this machine is too noisy to tell, 70 the gate
            is wrong.
            """)

    @Flag(name: .long, help: "Test the gate of `touchstone baseline check`.")
    var gate = false

    @Option(
        name: .long,
        help: ArgumentHelp("How much longer the delayed probe takes.", valueName: "pct"))
    var inject = "15%"

    @Flag(name: .long, help: "As JSON.")
    var json = false

    @OptionGroup var guards: GuardOptions

    @Flag(name: .long, help: ArgumentHelp("Small sizes, for tests.", visibility: .hidden))
    var smoke = false

    private var fraction: Double {
        get throws {
            let figure = inject.hasSuffix("%") ? String(inject.dropLast()) : inject
            guard let percent = Double(figure), percent > 0, percent <= 1000 else {
                throw ValidationError("--inject \(inject): give per cent above 0, such as 15%")
            }
            return percent / 100
        }
    }

    func validate() throws {
        if !gate { throw ValidationError("say what to test: --gate") }
        _ = try fraction
    }

    func run() throws {
        let folder =
            FileManager.default.temporaryDirectory.path
            + "/touchstone-selftest-\(RunIdentity.id())"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let rehearsal = try GateRehearsal(
            historyPath: folder + "/history.sqlite", guards: guards, isSmoke: smoke)
        let outcome = try rehearsal.run(delay: fraction)
        if json {
            try StandardOutput.write(DocumentJSON.encode(outcome))
        } else {
            let style = Style.forOutput(isTerminal: StandardOutput.isTerminal)
            try StandardOutput.write(
                "An unchanged run:\n\n" + RegressionText.render(outcome.unchanged, style: style)
                    + "\nThe same with \(outcome.delayedProbe) delayed by \(inject):\n\n"
                    + RegressionText.render(outcome.delayed, style: style)
                    + "\nselftest: \(outcome.sentence)\n")
        }
        throw ExitCode(outcome.status.rawValue)
    }
}
