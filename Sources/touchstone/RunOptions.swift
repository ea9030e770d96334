import ArgumentParser
import Measurement

extension Preset: ExpressibleByArgument {}

/// Options of every command that measures in rounds.
struct RunOptions: ParsableArguments {
    @Option(
        name: [.short, .long, .customLong("base-path")],
        help: ArgumentHelp(
            "Directory on the disk to test: the one that will hold the node's database.",
            valueName: "dir"))
    var path: String?

    @Option(name: .long, help: "How long and how sure: quick, standard or thorough.")
    var preset: Preset = .standard

    @Option(name: .long, help: "Seed of the order of blocks and of the test data. Default: random.")
    var seed: UInt64?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Go on until then with what is undecided: 90s, 5m; 0 = no further rounds. "
                + "Default: by preset, 100s, 11m or 40m.", valueName: "time"))
    var timeBudget: TimeArgument?

    @Option(
        name: .long,
        help: "Progress on standard error: auto, plain, json (one event a line) or none.")
    var progress: ProgressMode = .auto

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Keep the simulated chain's state in this directory of the disk under test, and use the "
                + "one that is there after its root is checked. Default: built and given back.",
            valueName: "dir"))
    var keepState: String?

    @Flag(
        name: .long,
        help: "Judge although the machine is too noisy for it; told in the record.")
    var force = false

    @OptionGroup var guards: GuardOptions

    @Flag(name: .long, help: ArgumentHelp("Small sizes, for tests.", visibility: .hidden))
    var smoke = false
}

/// A length of time as people write it: `90`, `90s`, `5m`, `1h`.
struct TimeArgument: ExpressibleByArgument {
    let seconds: Double

    init?(argument: String) {
        let factors: [Character: Double] = ["s": 1, "m": 60, "h": 3600]
        let factor = argument.last.flatMap { factors[$0] }
        let number = factor == nil ? argument[...] : argument.dropLast()
        guard let value = Double(number), (0...86_400).contains(value * (factor ?? 1)) else {
            return nil
        }
        seconds = value * (factor ?? 1)
    }
}

/// How a run tells how far it is.
enum ProgressMode: String, CaseIterable, ExpressibleByArgument {
    /// One changing line on a terminal, plain lines elsewhere, nothing under `--quiet`.
    case auto
    /// Plain lines even on a terminal.
    case plain
    /// One JSON object a line.
    case json
    case none
}

/// What turns a verdict into a non-zero exit code.
enum FailOn: String, CaseIterable, ExpressibleByArgument {
    case fail, inconclusive, warn, never
}
