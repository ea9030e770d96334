import Primitives

/// Makes signed transactions for a runtime.
package struct TransactionMaker: Sendable {
    private let rules: RuntimeRules
    private let genesisHash: [UInt8]
    /// What stands before an account in an address; tried out where metadata does not tell.
    var addressPrefix: [UInt8]

    /// Makes transactions for the chain whose first block has this hash.
    package init(_ rules: RuntimeRules, genesisHash: [UInt8]) {
        self.rules = rules
        self.genesisHash = genesisHash
        addressPrefix = rules.format.addressPrefix
    }

    /// A call, signed.
    ///
    /// - Source: sp-runtime's UncheckedExtrinsic, version 4 (in version 5 signatures are an
    ///   extension's): the top bit says that it is signed.
    package func signed(_ call: [UInt8], by key: AccountKey, nonce: UInt64) -> [UInt8] {
        let extra = rules.format.extra(
            nonce: nonce, version: rules.version, genesisHash: genesisHash)
        let signature = key.sign(call + extra.explicit + extra.implicit)
        return [0x80 | min(4, rules.metadata.extrinsicVersion)] + addressPrefix + key.account
            + rules.format.signaturePrefix + signature + extra.explicit + call
    }

    /// The call that moves `value` to `receiver`; nil means the runtime has none.
    package func transferCall(to receiver: [UInt8], value: UInt128) -> [UInt8]? {
        rules.transfer?.encoded(
            to: receiver, value: value, addressPrefix: addressPrefix,
            currency: rules.nativeCurrency)
    }

    /// The same as another account's, by the chain's owner; nil means the runtime has no such call.
    package func ownerCall(_ call: [UInt8], as account: [UInt8]) -> [UInt8]? {
        rules.sudo?.encoded(call, as: account, addressPrefix: addressPrefix)
    }

    /// A call that does nothing but carry bytes; nil means the runtime has none.
    package func remarkCall(_ bytes: [UInt8]) -> [UInt8]? {
        rules.metadata.call("System", "remark").map { $0 + Scale.vector(bytes) }
    }
}

/// Which transactions a runtime takes.
package enum TransactionRoute: String, Sendable {
    /// Transfers, signed by those who pay.
    case transfers
    /// Transfers as other accounts by the chain's owner, past a filter of the launch phase. The
    /// runtime dispatches twice for each.
    case transfersByOwner
    /// Remarks only.
    case remarks
    /// None.
    case nothing
}
