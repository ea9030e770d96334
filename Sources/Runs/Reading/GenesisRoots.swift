import Primitives
import Runtime

/// What a raw chain specification's first state comes to in both layouts of the trie.
package struct GenesisRoots {
    package let entries: Int
    /// For each layout its name, the state's root and the first block's hash.
    package let layouts: [(name: String, stateRoot: String, blockHash: String)]

    /// Reads the specification at a path; `-` is standard input.
    ///
    /// - Throws: exit code 66 when it cannot be read, 65 when it is no raw specification.
    package init(ofSpecificationAt path: String) throws {
        var reader = ChainSpecReader()
        do {
            try InputFile.readChunks(path) { chunk in
                try chunk.withUnsafeBytes { try reader.read($0) }
            }
            let state = try reader.finish()
            entries = state.count
            layouts = try TrieLayout.allCases.map { layout in
                let root = try state.root(layout: layout)
                return (
                    "V\(layout.rawValue)", "\(root)", "\(GenesisBlock.hash(stateRoot: root))"
                )
            }
        } catch let error as ChainSpecError {
            throw CommandFailure(.badInput, "\(path): \(error)")
        } catch let error as TrieError {
            throw CommandFailure(.badInput, "\(path): \(error)")
        }
    }
}
