/// The call that moves the native currency from one account to another.
package struct TransferCall: Sendable {
    /// What an argument is filled with.
    enum Filling: Equatable, Sendable {
        /// The receiver, behind the bytes that stand before an account.
        case receiver(prefix: [UInt8])
        /// The receiver, behind what the address of extrinsics has.
        case receiverAsAddress
        case compactValue
        /// The value in so many bytes.
        case value(bytes: Int)
        case currency
        case bytes([UInt8])
    }

    /// "Pallet.call".
    package var name: String
    var index: [UInt8]
    var fillings: [Filling]
    /// The pallet's name, for its storage.
    package var pallet: String
    /// Whether balances lie in `Tokens.Accounts` and not in `System.Account`.
    package var isOfTokens: Bool { pallet == "Tokens" }

    /// Finds the call; nil means the runtime has none.
    init?(_ metadata: Metadata) throws(MetadataError) {
        let named = metadata.pallets.map(\.name)
        let balances =
            ["Balances", "NativeBalances"].filter(named.contains)
            + named.filter { $0.contains("alances") }
        let candidates =
            balances.flatMap { pallet in
                ["transfer_keep_alive", "transfer_allow_death", "transfer"].map { (pallet, $0) }
            } + [
                ("Tokens", "transfer_keep_alive"), ("Tokens", "transfer"),
                ("Currencies", "transfer_native_currency"),
            ]
        for (pallet, call) in candidates {
            guard let index = metadata.call(pallet, call),
                let arguments = metadata.pallet(pallet)?.calls[call]?.arguments
            else { continue }
            var fillings: [Filling] = []
            for argument in arguments {
                fillings.append(try Self.filling(of: argument, metadata))
            }
            name = "\(pallet).\(call)"
            (self.index, self.fillings, self.pallet) = (index, fillings, pallet)
            return
        }
        return nil
    }

    private static func filling(
        of argument: Metadata.Argument, _ metadata: Metadata
    ) throws(MetadataError) -> Filling {
        switch argument.type {
        case .named(let type):
            if type.contains("Compact") { return .compactValue }
            if type.contains("Currency") { return .currency }
            if type.contains("Lookup") || type.contains("Account") || type.contains("Address") {
                return .receiverAsAddress
            }
            return .value(bytes: 16)
        case .id(let type):
            guard let types = metadata.types else { throw .missing("type registry") }
            if ["dest", "to", "target", "recipient"].contains(argument.name) {
                return .receiver(prefix: try ExtrinsicFormat.accountPrefix(of: type, types))
            }
            if argument.name.contains("urrency") { return .currency }
            switch try types.definition(type).shape {
            case .compact: return .compactValue
            case .primitive(let primitive): return .value(bytes: primitive.width ?? 16)
            default: return .bytes(try types.zero(type))
            }
        }
    }

    /// The encoded call.
    func encoded(
        to receiver: [UInt8], value: UInt128, addressPrefix: [UInt8], currency: [UInt8]
    ) -> [UInt8] {
        fillings.reduce(index) { call, filling in
            switch filling {
            case .receiver(let prefix): call + prefix + receiver
            case .receiverAsAddress: call + addressPrefix + receiver
            case .compactValue: call + Scale.compact(value)
            case .value(let bytes): call + Scale.littleEndian(value).prefix(bytes)
            case .currency: call + currency
            case .bytes(let bytes): call + bytes
            }
        }
    }
}
