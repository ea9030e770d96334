/// What a chain specification holds, as far as this program uses it.
package struct ChainSpecification: ~Copyable {
    /// Whether it holds `genesis.raw.top`.
    package let isRaw: Bool
    /// The raw state; empty where it is not raw.
    private var state: GenesisState
    private let fields: SpecificationFields
    /// Byte offsets where a missing comma was read as if it stood there.
    package let mendedCommas: [Int]

    init(
        isRaw: Bool, fields: SpecificationFields, mendedCommas: [Int],
        state: consuming GenesisState
    ) {
        self.isRaw = isRaw
        self.fields = fields
        self.mendedCommas = mendedCommas
        self.state = state
    }

    /// The chain's short name; nil means the file has none.
    package var identifier: String? { fields.identifier }
    package var name: String? { fields.name }
    /// The parachain's number as the file has it, which some files have wrong.
    package var paraID: UInt32? { fields.paraID }
    package var relayChain: String? { fields.relayChain }
    /// Whether it holds the old plain form, which only the chain's own node understands.
    package var hasPlainGenesis: Bool { fields.hasPlainGenesis }
    /// What a node's RPC interface answered: a code, or an error's text.
    package var answer: [UInt8]? { fields.result }
    package var answeredError: String? { fields.error }
    /// The code of `genesis.runtimeGenesis`, with the JSON text that its state is built from.
    package var code: [UInt8]? { fields.code }
    package var patch: [UInt8]? { fields.patch }
    package var config: [UInt8]? { fields.config }
    /// Codes that replace the chain's own from a block on.
    package var substitutes: [(block: String, code: [UInt8])] { fields.substitutes }

    /// Ends the specification and gives its raw state.
    package consuming func takeState() -> GenesisState { state }
}
