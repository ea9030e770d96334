package import Model
package import Primitives

extension RuntimeFacts {
    /// The facts of a runtime with its first state; nothing is built yet.
    package init(_ file: RuntimeFile, _ rules: RuntimeRules, keys: Int, root: Hash256) {
        self.init(
            file: File(
                form: file.form.rawValue, chain: file.identifier,
                codeBytes: file.storedCode.count, moduleBytes: file.module.count,
                codeHash: "0x" + hexadecimal(Blake2b256.hash(file.storedCode)),
                substitutedFromBlocks: file.substitutes),
            version: Version(
                specName: rules.version.specName, specVersion: rules.version.specVersion,
                transactionVersion: rules.version.transactionVersion,
                stateVersion: rules.version.stateVersion, metadata: rules.metadata.version),
            state: State(
                keys: keys, root: root.description,
                genesisHash: "0x" + hexadecimal(ChainTip.genesis(stateRoot: root).hash)),
            blocks: Blocks(rules), transactions: Transactions(rules))
        notes = file.notes
    }
}

extension RuntimeFacts.Blocks {
    init(_ rules: RuntimeRules) {
        self.init(
            consensus: rules.consensus.rawValue, slotMilliseconds: rules.slotMilliseconds,
            paraID: rules.paraID, paraIDSource: rules.paraIDSource)
        relayParentOffset = rules.relayParentOffset
        let limits = rules.limits
        weightPicosecondsMax = limits.block?.picoseconds
        normalWeightPicosecondsMax = limits.normal?.picoseconds
        baseBlockPicoseconds = limits.baseBlock?.picoseconds
        baseExtrinsicPicoseconds = limits.baseExtrinsic?.picoseconds
        databaseReadPicoseconds = limits.readPicoseconds
        databaseWritePicoseconds = limits.writePicoseconds
        proofBytesMax = limits.block?.proofBytes
        normalBytesMax = limits.normalBytes
    }
}

extension RuntimeFacts.Transactions {
    init(_ rules: RuntimeRules) {
        self.init(
            accountIDBytes: rules.format.accountBytes,
            accountInfoBytes: rules.account.template.count,
            nonceBytes: rules.account.nonceBytes, hasNewBalanceLogic: rules.account.hasNewLogic,
            signature: rules.format.scheme.rawValue,
            addressPrefix: hexadecimal(rules.format.addressPrefix),
            extensions: rules.format.extensions.map {
                Extension(
                    name: $0.name, explicit: $0.explicit.words, implicit: $0.implicit.words)
            },
            transferCall: rules.transfer?.name)
    }
}

extension ExtrinsicFormat.Part {
    /// Hexadecimal digits or a word; empty = it adds nothing.
    var words: String {
        switch self {
        case .bytes(let bytes): hexadecimal(bytes)
        case .nonce: "nonce"
        case .specVersion: "spec version"
        case .transactionVersion: "transaction version"
        case .genesisHash: "genesis hash"
        }
    }
}

extension TransactionRoute {
    /// What the runtime takes, in words; `call` is the name of its transfer.
    package func words(call: String?) -> String {
        let call = call ?? "transfers"
        return switch self {
        case .transfers: call
        case .transfersByOwner: "\(call) by Sudo.sudo_as, which costs a second dispatch"
        case .remarks: "System.remark only"
        case .nothing: "none"
        }
    }
}
