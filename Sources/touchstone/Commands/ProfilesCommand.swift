import ArgumentParser
import Model
import Profiles
import Rendering
import Runs

/// `touchstone profiles …`: what networks ask for.
struct ProfilesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profiles", abstract: "List, show, check and import reference profiles.",
        subcommands: [
            List.self, Show.self, Validate.self, Check.self, Derive.self, Import.self,
        ],
        defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the built-in profiles.")

        func run() throws {
            try StandardOutput.write(ProfileText.list(ProfileSource.all()))
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a profile: every requirement with its source.")

        @Argument(
            help: ArgumentHelp("A built-in name or a YAML file.", valueName: "name|file"),
            completion: .profileNames)
        var profile: String

        func run() throws {
            let profile = try ProfileSource.load(profile)
            try StandardOutput.write(ProfileText.show(profile))
        }
    }

    struct Validate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check a profile file; exit code 78 and the line when it is bad.")

        @Argument(
            help: ArgumentHelp("A YAML file.", valueName: "file"),
            completion: .file(extensions: ["yaml"]))
        var file: String

        func run() throws {
            // A bare name is a file here, never a built-in profile.
            let path = file.contains("/") ? file : "./\(file)"
            let profile = try ProfileSource.load(path)
            let count = profile.requirementsOfRole.count
            try StandardOutput.line(
                "\(file): good, \(count == 1 ? "1 requirement" : "\(count) requirements")")
        }
    }
}
