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
            List.self, Show.self, Validate.self, Lint.self, Check.self, Derive.self, Import.self,
        ],
        defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the built-in profiles.")

        func run() throws {
            try StandardOutput.write(ProfilePages.list(ProfileSource.all()).text())
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a profile: every requirement with its source.")

        @Argument(
            help: ArgumentHelp("A built-in name or a YAML file.", valueName: "name|file"),
            completion: .profileNames)
        var profile: String

        @Flag(help: "Write its YAML, from which a profile of one's own may begin.")
        var yaml = false

        func run() throws {
            if yaml { return try StandardOutput.write(ProfileSource.text(profile)) }
            let profile = try ProfileSource.load(profile)
            try StandardOutput.write(ProfilePages.show(profile).text())
        }
    }

    struct Validate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check a profile file; exit code 78 and every fault when it is bad.")

        @Argument(
            help: ArgumentHelp("A YAML file.", valueName: "file"),
            completion: .file(extensions: ["yaml"]))
        var file: String

        func run() throws {
            let lines = try ProfileDoubts.lines(file: file) { StandardError.say($0) }
            for line in lines { try StandardOutput.line(line) }
        }
    }

    /// `touchstone profiles lint`: what ages, cannot be traced, or decides nothing.
    struct Lint: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Doubt the built-in profiles: old dates, sources without a revision, "
                + "contradictions, and limits that none or all of some records' machines pass.")

        @Argument(help: ArgumentHelp("Reports of other machines.", valueName: "record"))
        var records: [String] = []

        func run() throws {
            for line in try ProfileDoubts.lines(records: records) { try StandardOutput.line(line) }
        }
    }
}
