internal import Model

/// Why a file holds no runtime that can be run.
package enum RuntimeFileError: Error, Equatable, CustomStringConvertible {
    /// A file of no known form; how it begins, in hexadecimal digits.
    case unknownForm(start: String)
    /// No valid chain specification.
    case specification(ChainSpecError)
    /// JSON without a code: neither a state, nor a code to build one with, nor a node's answer.
    case noCode(hasPlainGenesis: Bool)
    /// The node answered with an error; its text.
    case answeredError(String)
    /// A raw state without `:code`.
    case stateWithoutCode
    /// Compressed code that is damaged; zstd's words.
    case compression(String)
    /// The code is no WebAssembly module.
    case noModule
    /// A module that is longer than the node takes; the limit in bytes.
    case moduleTooLarge(limit: Int)
    /// A file that is longer than any code; the limit in bytes.
    case tooLong(limit: Int)
    /// A substituted code that the file does not have, with those that it has.
    case noSubstitute(block: String, known: [String])
    /// Hexadecimal text with other characters or an odd number of digits.
    case hexadecimal

    package var description: String {
        switch self {
        case .unknownForm(let start):
            "is no runtime (it begins with \(start)): give a chain specification (.json or "
                + ".json.gz), a .wasm file, compressed or not, or what "
                + "state_getStorage(\"0x3a636f6465\") answers"
        case .specification(let error): "\(error)"
        case .noCode(let hasPlainGenesis):
            hasPlainGenesis
                ? "holds its genesis in the old plain form, which only the chain's own node can "
                    + "read: give the raw specification (the node's build-spec --raw writes it)"
                : "holds neither genesis.raw.top nor genesis.runtimeGenesis nor a code: give a raw "
                    + "chain specification, as the node's build-spec --raw writes it"
        case .answeredError(let text): "is a node's answer, an error: \(text)"
        case .stateWithoutCode:
            "holds a state without a code (the key 0x3a636f6465): give a chain specification that "
                + "has one"
        case .compression(let reason):
            "its code cannot be decompressed (\(reason)): is the file whole?"
        case .noModule: "its code is no WebAssembly module of version 1"
        case .moduleTooLarge(let limit):
            "its code is longer than \(bytesText(limit)), which no node takes"
        case .tooLong(let limit): "is longer than \(bytesText(limit)), which no code is"
        case .noSubstitute(let block, let known):
            known.isEmpty
                ? "holds no substituted codes"
                : "holds no substituted code of block \(block); it has those of "
                    + known.joined(separator: ", ")
        case .hexadecimal:
            "is no hexadecimal text: give 0x and an even number of digits, nothing else"
        }
    }
}
