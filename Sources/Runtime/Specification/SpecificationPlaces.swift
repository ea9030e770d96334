import Primitives

/// What an object of a chain specification is to us.
///
/// - Source: sc-chain-spec's ChainSpec and GenesisBuilder's forms; the RPC interface's answers.
enum SpecificationRole {
    case root
    case genesis
    case raw
    case top
    case children
    case child
    case runtimeGenesis
    case substitutes
    case other

    /// Whether it maps keys to values of the state.
    var holdsPairs: Bool { self == .top || self == .child }

    /// What an object in it is under `key`.
    func role(under key: UnsafeRawBufferPointer) -> SpecificationRole {
        switch self {
        case .root:
            if key.spells("genesis") { return .genesis }
            if key.spells("codeSubstitutes") { return .substitutes }
        case .genesis:
            if key.spells("raw") { return .raw }
            if key.spells("runtimeGenesis") { return .runtimeGenesis }
        case .raw:
            if key.spells("top") { return .top }
            if key.spells("childrenDefault") { return .children }
        case .children: return .child
        default: break
        }
        return .other
    }

    /// Which field a value in it is under `key`.
    func field(under key: UnsafeRawBufferPointer) -> SpecificationField {
        switch self {
        case .root:
            if key.spells("id") { return .identifier }
            if key.spells("name") { return .name }
            if key.spells("para_id") || key.spells("paraId") { return .paraID }
            if key.spells("relay_chain") || key.spells("relayChain") { return .relayChain }
            if key.spells("result") { return .result }
            if key.spells("error") { return .error }
        case .genesis: if key.spells("runtime") { return .plainGenesis }
        case .runtimeGenesis:
            if key.spells("code") { return .code }
            if key.spells("patch") { return .patch }
            if key.spells("config") { return .config }
        case .substitutes: return .substitute
        default: break
        }
        return .none
    }
}

/// A value of a chain specification that is kept.
enum SpecificationField {
    case none
    case identifier
    case name
    case paraID
    case relayChain
    case result
    case error
    /// The old plain form, which only the chain's own node can turn into a state.
    case plainGenesis
    case code
    case patch
    case config
    case substitute

    /// Whether an object is kept as its text.
    var isCaptured: Bool {
        switch self {
        case .patch, .config, .error, .plainGenesis: true
        default: false
        }
    }

    var isHexadecimal: Bool { self == .code || self == .substitute || self == .result }

    var name: String {
        switch self {
        case .code: "genesis.runtimeGenesis.code"
        case .substitute: "codeSubstitutes"
        case .result: "result"
        default: ""
        }
    }
}

/// The fields of a chain specification beside its state.
struct SpecificationFields {
    var identifier: String?
    var name: String?
    var paraID: UInt32?
    var relayChain: String?
    /// The code that a node's RPC interface answered.
    var result: [UInt8]?
    var error: String?
    var hasPlainGenesis = false
    var code: [UInt8]?
    var patch: [UInt8]?
    var config: [UInt8]?
    /// By the block from which on they are used.
    var substitutes: [(block: String, code: [UInt8])] = []
    var substituteName = ""

    private static let textBytesMax = 1000

    /// Keeps a text, or for captured objects their JSON text.
    mutating func setText(_ text: [UInt8], of field: SpecificationField) {
        var short: String { String(decoding: text.prefix(Self.textBytesMax), as: UTF8.self) }
        switch field {
        case .identifier: identifier = short
        case .name: name = short
        case .paraID: paraID = UInt32(short)
        case .relayChain: relayChain = short
        case .error: error = short
        case .plainGenesis: hasPlainGenesis = true
        case .patch: patch = text
        case .config: config = text
        // null, where an account or key is not in the state.
        case .none, .result, .code, .substitute: break
        }
    }

    /// Keeps a code.
    ///
    /// `limit` bounds the bytes of all codes together.
    mutating func setBytes(
        _ bytes: [UInt8], of field: SpecificationField, limit: Int
    ) throws(ChainSpecError) {
        let held = substitutes.reduce(bytes.count) { $0 + $1.code.count }
        guard held <= limit else { throw .tooLarge(limit: limit) }
        switch field {
        case .code: code = bytes
        case .result: result = bytes
        case .substitute: substitutes.append((substituteName, bytes))
        default: break
        }
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func spells(_ name: StaticString) -> Bool {
        name.withUTF8Buffer { elementsEqual($0) }
    }
}
