import ArgumentParser
import Judgement
import Model
import Rendering
import Runs
import Runtime

/// A chain's own runtime as a profile's command takes it.
struct ProfileRuntimeOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "The chain's own runtime: a chain specification, a .wasm file, or what a node answers "
                + "for its code; - is standard input.", valueName: "file"), completion: .file())
    var runtime: String

    @OptionGroup var options: RuntimeOptions

    /// What the runtime says of itself.
    ///
    /// - Throws: exit code 4 without an engine, 65 or 66 for a file that holds no runtime.
    func facts() throws -> RuntimeFacts { try options.choice.facts(at: runtime) }
}

extension ProfilesCommand {
    /// `touchstone profiles check`: a profile's chain section held against a runtime.
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compare a profile's chain section with what a chain's own runtime says.",
            discussion: """
                Example: touchstone profiles check kilt-collator --runtime spiritnet.wasm

                Exit codes: 0 they agree, 1 they differ; the lines to write are printed.
                """)

        @Argument(
            help: ArgumentHelp("A built-in name or a YAML file.", valueName: "name|file"),
            completion: .profileNames)
        var profile: String

        @OptionGroup var runtime: ProfileRuntimeOptions

        func run() throws {
            let profile = try ProfileSource.load(profile)
            guard let chain = profile.chain else {
                throw CommandFailure(
                    .badInput,
                    "the profile \(profile.id) has no chain section; `touchstone profiles derive "
                        + "--runtime \(runtime.runtime)` writes one")
            }
            let facts = try runtime.facts()
            let section = ChainSection(facts)
            let differences = section.differences(from: ChainSection(chain))
            let name = "\(facts.version.specName) \(facts.version.specVersion)"
            if differences.isEmpty {
                return try StandardOutput.line(
                    "\(profile.id) agrees with \(name) in all \(section.lines.count) lines")
            }
            try StandardOutput.line("\(profile.id) differs from \(name); write below chain:")
            for (line, other) in differences {
                try StandardOutput.line(
                    "  \(line.key): \(line.value)    # the profile says \(other ?? "nothing")")
            }
            throw ExitCode(ExitStatus.notQualified.rawValue)
        }
    }

    /// `touchstone profiles derive`: a chain section from a runtime.
    struct Derive: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a profile's chain section from a chain's own runtime.",
            discussion: """
                Example: touchstone profiles derive --runtime spiritnet.wasm

                The time between blocks and the author's time are the node's and not the \
                runtime's, so they are left for you to write.
                """)

        @OptionGroup var runtime: ProfileRuntimeOptions

        func run() throws {
            let facts = try runtime.facts()
            let name = "\(facts.version.specName) \(facts.version.specVersion)"
            var text = "# As \(name) says; block_time and authoring_time are the node's.\nchain:\n"
            for line in ChainSection(facts).lines { text += "  \(line.key): \(line.value)\n" }
            try StandardOutput.write(text + "  source: runtime\n")
        }
    }
}
