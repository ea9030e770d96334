import ArgumentParser
import Model
import Runs

/// `--profile NAME|FILE`.
struct ProfileOption: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Profile to judge by: a name of `touchstone profiles list`, or a YAML file. Default: "
                + "\(Self.defaultName).",
            valueName: "name|file"), completion: .profileNames)
    var profile: String?

    private static let defaultName = "parity-2024-09-collator"

    func load() throws -> Profile { try ProfileSource.load(profile ?? Self.defaultName) }
}
