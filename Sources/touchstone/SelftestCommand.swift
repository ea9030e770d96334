import ArgumentParser
import Chain
import Primitives

/// `touchstone selftest`: known answers, computed on this machine by this program.
struct SelftestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "selftest",
        abstract: "Compute published answers (hashes, signatures, tries) and compare.",
        discussion: """
            Examples:
              touchstone selftest
              touchstone selftest --chain-spec kilt-spiritnet-raw.json.gz

            Exits with 0 when every answer is right, else with 70.
            """)

    @Option(
        name: .long,
        help: ArgumentHelp(
            "A raw chain specification, .json or .json.gz, whose state root and genesis hash are "
                + "computed in both layouts; - is standard input.", valueName: "file"))
    var chainSpec: String?

    func run() throws {
        try Self.knownAnswers()
        if let chainSpec { try Self.genesis(of: chainSpec) }
    }

    /// A line for each answer.
    ///
    /// - Throws: exit code 70 that names the wrong ones.
    private static func knownAnswers() throws {
        var wrong: [String] = []
        for answer in KnownAnswer.all {
            let holds = answer.holds()
            if !holds { wrong.append(answer.name) }
            try StandardOutput.write(
                "\(holds ? "ok   " : "WRONG")  \(answer.name)  (\(answer.source))\n")
        }
        if wrong.isEmpty { return }
        throw CommandFailure(
            .internalError,
            "\(wrong.count) of \(KnownAnswer.all.count) known answers are wrong on this machine: "
                + "\(wrong.joined(separator: "; ")). Its results mean nothing: test its memory and "
                + "processor, and the program's checksum")
    }

    private static func genesis(of path: String) throws {
        var reader = ChainSpecReader()
        do {
            try InputFile.readChunks(path) { chunk in
                try chunk.withUnsafeBytes { try reader.read($0) }
            }
            let state = try reader.finish()
            try StandardOutput.write("\(path): \(state.count) entries\n")
            for layout in TrieLayout.allCases {
                let root = try state.root(layout: layout)
                try StandardOutput.write(
                    "V\(layout.rawValue)  state root \(root)\n"
                        + "    genesis hash \(GenesisBlock.hash(stateRoot: root))\n")
            }
        } catch let error as ChainSpecError {
            throw CommandFailure(.badInput, "\(path): \(error)")
        } catch let error as TrieError {
            throw CommandFailure(.badInput, "\(path): \(error)")
        }
    }
}
