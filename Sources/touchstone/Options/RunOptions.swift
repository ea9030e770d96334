// Here: options that several commands share.
// May use: requests and the streams.
// Never: how a run is done.

import ArgumentParser
import Model
import Runs

extension Preset: ExpressibleByArgument {}

/// Options of every command that measures in rounds.
struct RunOptions: ParsableArguments {
    @OptionGroup var disk: DiskOptions

    @Option(name: .long, help: "How long and how sure: quick, standard or thorough.")
    var preset: Preset = .standard

    @Option(name: .long, help: "Seed of the order of blocks and of the test data. Default: random.")
    var seed: UInt64?

    @Option(
        name: .long,
        help: "Progress on standard error: auto, plain, json (one event a line) or none.")
    var progress: ProgressMode = .auto

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Keep the simulated chain's state and signed transfers in this directory of the disk "
                + "under test, and use those that are there after the state's root is checked. "
                + "Default: made and deleted.",
            valueName: "dir"), completion: .directory)
    var keepState: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The chain's own runtime, which the chain's probes then run: a chain specification, a "
                + ".wasm file, or what a node answers for its code. Default: a model of it.",
            valueName: "file"), completion: .file())
    var runtime: String?

    @OptionGroup var runtimeOptions: RuntimeOptions

    @OptionGroup var limit: WriteLimitOption
    @OptionGroup var guards: GuardOptions

    @Flag(name: .long, help: ArgumentHelp("Small sizes, for tests.", visibility: .hidden))
    var smoke = false
}

extension RunOptions {
    /// Asks for a run of these probes; what a command adds is set on the result.
    ///
    /// - Throws: what keeps the runtime that was named from being run.
    func request(_ probes: ProbeChoice, profile: Profile? = nil) throws -> RunRequest {
        var request = RunRequest(.rounds(preset), probes: probes, path: disk.path)
        request.profile = profile
        if let runtime { try request.run(runtimeOptions.choice, at: runtime) }
        request.seed = seed
        request.keepState = keepState
        request.isSmoke = smoke
        request.guards = Guards(guards, disk: disk, limit: limit)
        return request
    }
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

/// A number of bytes as people write it: `500MB`, `20GiB`, `20G` (binary).
struct SizeArgument: ExpressibleByArgument {
    let bytes: Int

    init?(argument: String) {
        let number = argument.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        var symbol = argument.dropFirst(number.count).drop { $0 == " " }.description
        if ["K", "M", "G", "T"].contains(symbol) { symbol += "iB" }
        guard let value = Double(number),
            let unit = ScaledUnit.named(symbol.isEmpty ? "B" : symbol), unit.base == .bytes,
            // 2^53, what a Double still counts.
            (1...9_007_199_254_740_992).contains(value * unit.factor)
        else { return nil }
        bytes = Int(value * unit.factor)
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

extension FailOn: ExpressibleByArgument {}
