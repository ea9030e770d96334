import Chain
import Primitives
import Runtime

/// Known answers, computed on this machine by this program.
enum KnownAnswersCheck {
    /// A line for each answer.
    ///
    /// - Throws: exit code 70 that names the wrong ones.
    static func knownAnswers() throws {
        var wrong: [String] = []
        for answer in KnownAnswer.all {
            let holds = answer.holds()
            if !holds { wrong.append(answer.name) }
            try StandardOutput.write(
                "\(holds ? "ok   " : "WRONG")  \(answer.name)  (\(answer.source))\n")
        }
        for layout in TrieLayout.allCases {
            let name = "six blocks of a simulated chain, layout V\(layout.rawValue)"
            let holds = KnownChain.holds(layout)
            if !holds { wrong.append(name) }
            try StandardOutput.write("\(holds ? "ok   " : "WRONG")  \(name)  (this program)\n")
        }
        if wrong.isEmpty { return }
        throw CommandFailure(
            .internalFault,
            "\(wrong.count) of \(KnownAnswer.all.count + TrieLayout.allCases.count) known answers "
                + "are wrong on this machine: "
                + "\(wrong.joined(separator: "; ")). Its results mean nothing: test its memory and "
                + "processor, and the program's checksum")
    }

    static func genesis(of path: String) throws {
        var reader = ChainSpecReader()
        do {
            try InputFile.readChunks(path) { chunk in
                try chunk.withUnsafeBytes { try reader.read($0) }
            }
            let state = try reader.finish()
            try StandardOutput.line("\(path): \(state.count) entries")
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
