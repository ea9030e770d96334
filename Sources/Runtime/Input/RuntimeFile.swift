// Here: the file of a runtime in any of its forms.
// May use: specifications.
// Never: running code.

import Primitives

/// A runtime's code as a file gives it, with what the file tells of the chain's first state.
package struct RuntimeFile {
    /// What the first state is made of.
    package enum Genesis {
        /// The pairs of a raw specification, with those of child tries.
        case raw(
            top: [(key: [UInt8], value: [UInt8])],
            children: [(child: [UInt8], key: [UInt8], value: [UInt8])])
        /// A patch that the runtime's default is changed by (RFC 7396).
        case patch(JSONValue)
        /// All that the runtime builds its state from.
        case config(JSONValue)
        /// Nothing: the code came alone.
        case none
    }

    /// The form that the file has.
    package enum Form: String, Sendable {
        case rawSpecification = "raw chain specification"
        case runtimeGenesis = "chain specification with runtimeGenesis"
        case module = "WebAssembly module"
        case compressedModule = "compressed WebAssembly module"
        case hexadecimal = "code in hexadecimal digits"
        case answer = "answer of a node's RPC interface"
    }

    package var form: Form
    /// The code as the chain stores it under `:code`.
    package var storedCode: [UInt8]
    /// The module in it.
    package var module: [UInt8]
    package var genesis: Genesis
    /// The chain's short name; nil means the file has none.
    package var identifier: String?
    /// The parachain's number as the file has it.
    package var paraID: UInt32?
    /// The blocks from which on the file substitutes the code.
    package var substitutes: [String] = []
    /// What was done to the file's text so that it could be read.
    package var notes: [String] = []

    /// Whether the code came without a state.
    package var isCodeAlone: Bool { if case .none = genesis { true } else { false } }
}

extension RuntimeFile {
    /// A code that came alone.
    package init(code: [UInt8], form: Form) throws(RuntimeFileError) {
        self.form = form
        storedCode = code
        module = try WasmCode.module(of: code)
        genesis = .none
    }

    /// What a specification or a node's answer holds.
    ///
    /// `substitute` names the block whose substituted code takes the place of the state's own.
    static func read(
        _ specification: consuming ChainSpecification, substitute: String?
    ) throws(RuntimeFileError) -> RuntimeFile {
        if let code = specification.answer { return try RuntimeFile(code: code, form: .answer) }
        let error = specification.answeredError
        let (identifier, paraID) = (specification.identifier, specification.paraID)
        let codes = specification.substitutes
        let notes = specification.mendedCommas.map {
            "the text lacks a comma before byte \($0); it is read as if it stood there"
        }
        let form: Form
        let genesis: Genesis
        var code: [UInt8]
        if specification.isRaw {
            form = .rawSpecification
            let (top, children) = pairs(specification.takeState())
            guard let own = top.first(where: { $0.key == WellKnownKey.code })?.value else {
                throw .stateWithoutCode
            }
            code = own
            genesis = .raw(top: top, children: children)
        } else if let own = specification.code {
            form = .runtimeGenesis
            code = own
            genesis = try Self.genesis(specification.patch, specification.config)
        } else if let error {
            throw .answeredError(error)
        } else {
            throw .noCode(hasPlainGenesis: specification.hasPlainGenesis)
        }
        if let substitute {
            guard let other = codes.first(where: { $0.block == substitute })?.code else {
                throw .noSubstitute(block: substitute, known: codes.map(\.block))
            }
            code = other
        }
        return RuntimeFile(
            form: form, storedCode: code, module: try WasmCode.module(of: code), genesis: genesis,
            identifier: identifier, paraID: paraID, substitutes: codes.map(\.block), notes: notes)
    }

    private static func pairs(
        _ state: borrowing GenesisState
    ) -> (
        top: [(key: [UInt8], value: [UInt8])],
        children: [(child: [UInt8], key: [UInt8], value: [UInt8])]
    ) {
        var top: [(key: [UInt8], value: [UInt8])] = []
        state.forEach { key, value in top.append((Array(key), Array(value))) }
        var children: [(child: [UInt8], key: [UInt8], value: [UInt8])] = []
        state.forEachOfChildren { child, key, value in children.append((child, key, value)) }
        return (top, children)
    }

    private static func genesis(
        _ patch: [UInt8]?, _ config: [UInt8]?
    ) throws(RuntimeFileError) -> Genesis {
        do throws(ChainSpecError) {
            if let config { return .config(try JSONReader.read(config)) }
            return .patch(try patch.map(JSONReader.read) ?? .object([]))
        } catch {
            throw .specification(error)
        }
    }
}

/// Keys of the state that belong to no pallet.
///
/// - Source: sp-storage, `well_known_keys`.
package enum WellKnownKey {
    /// The runtime's code.
    package static let code = Array(":code".utf8)
    /// The number of the extrinsic that is executed.
    package static let extrinsicIndex = Array(":extrinsic_index".utf8)
}
