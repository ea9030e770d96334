/// The metrics of the simulated chain that are judged in block time.
///
/// Their samples are tables of seconds by block and phase. What the runtime does in Wasm was done
/// by native code, so no figure is compared before the judge has applied the profile's factor.
package enum ChainMetric: String, CaseIterable, Sendable {
    /// Import of a block, in seconds.
    case importing = "chain.import"
    /// The same as a share of what the block weighs on the reference machine.
    case weight = "chain.import.weight"
    /// Authoring of a full block until it could be proposed, in seconds.
    case authoring = "chain.author"

    /// The metric that a requirement is of; `nil` = it is judged as any other.
    package init?(_ id: MetricID) { self.init(rawValue: id.rawValue) }

    /// The metric whose table holds the phases.
    package var phases: MetricID {
        MetricID(rawValue: self == .weight ? Self.importing.rawValue : rawValue)
    }

    /// Names of the phases that are done in Wasm by the node; the storage reads among them are not.
    package static let wasmPhases = ["decode", "execute"]

    /// Names of the phases that the database does.
    package static let databasePhases = ["commit", "finality"]

    /// Name of the column that is a part of `execute`.
    package static let storageReads = "storageReads"

    /// Names of the phases of a block that is proposed: what comes after it is the import.
    package static let authoringPhases = [
        "decode", "verify", "execute", "stateRoot", "extrinsicsRoot",
    ]

    /// The probe's parameter that names the state's size.
    package static let accountsParameter = "accounts"
    /// The probe's parameter that names the signed extrinsics of a block.
    package static let extrinsicsParameter = "extrinsics"
    /// The probe's parameter that names those of a full block.
    package static let fullTransfersParameter = "fullTransfers"
    /// The probe's parameter that names the layout of the trie, 0 or 1.
    package static let stateVersionParameter = "stateVersion"
    /// Parameters of the chain's probes that make their work another one.
    package static let workParameters = [
        accountsParameter, stateVersionParameter, extrinsicsParameter, fullTransfersParameter,
    ]
    /// The probe's parameter that says `on` where the library was built with assertions.
    package static let assertionsParameter = "databaseAssertions"
}
