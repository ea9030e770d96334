/// The metrics of the simulated chain that are judged in block time.
///
/// Their samples are tables of seconds by block and phase. Where the runtime was modelled, no
/// figure is compared before the judge has added the profile's term for it.
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

    /// The other imports that are measured by block and phase; they are told and not judged.
    package static let toldImports: [MetricID] = [
        "chain.import.typical", "chain.import.skewed", "chain.import.reads", "chain.import.cold",
        "chain.import.loaded", "chain.import.stress",
    ]

    /// The percentiles that are kept of a metric's blocks; `nil` = its samples are no seconds by
    /// block and phase, or are left to the verdict.
    ///
    /// Ours: 299 blocks and more tell a 99th percentile; of the 7 to 60 that others have, the
    /// longest is told by its name.
    package static func statistics(of metric: MetricID) -> [BlockStatistic]? {
        switch ChainMetric(metric) {
        case .importing: [.p50, .p99]
        case .authoring: [.p50, .longest]
        case .weight: nil
        case nil: toldImports.contains(metric) ? [.p50, .longest] : nil
        }
    }

    /// A percentile of the blocks of one run.
    package enum BlockStatistic: String, Sendable {
        case p50, p99
        case longest = "max"

        /// Thousandths of the blocks that do not take longer.
        package var permille: Int {
            switch self {
            case .p50: 500
            case .p99: 990
            case .longest: 1000
            }
        }
    }

    /// Names of the columns of a table of phases.
    package static let columns = [
        "decode", "verify", "execute", "stateRoot", "extrinsicsRoot", "journal", "commit",
        "finality", storageReads,
    ]

    /// Name of the phase of signatures, of which a term for the runtime is a multiple.
    package static let verify = "verify"

    /// Name of the phase that is another task's in the node.
    package static let finality = "finality"

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
    /// The probe's parameter that names the bytes of an account; absent = 80.
    package static let accountBytesParameter = "accountBytes"
    /// The probe's parameter that names the scheme of the signatures; absent = sr25519.
    package static let signatureParameter = "signatures"
    /// The probe's parameter that names the bytes of nodes kept in memory; absent in version 0.1.0.
    package static let nodeCacheParameter = "nodeCacheBytes"
    /// The probe's parameter that names the author's deadline in seconds.
    package static let deadlineParameter = "deadlineSeconds"
    /// The probe's parameter that names the bytes of a proof that the author may fill.
    package static let proofBytesParameter = "proofBytesMax"
    /// The probe's parameter that names the weight of a transfer in seconds; absent = that of
    /// `TransferCost.assumed`.
    package static let transferSecondsParameter = "transferSeconds"
    /// The probe's parameter that names the weight of an empty block in seconds; absent as well.
    package static let emptyBlockSecondsParameter = "emptyBlockSeconds"
    /// Parameters of the chain's probes that make their work another one.
    private static let workParameters = [
        accountsParameter, stateVersionParameter, extrinsicsParameter, fullTransfersParameter,
        accountBytesParameter, signatureParameter, nodeCacheParameter,
    ]

    /// Those among a probe's parameters that make its work another one, and their values.
    ///
    /// What version 0.1.0 did without saying so is left out, so that its figures stay comparable.
    package static func work(of parameters: [String: String]) -> [(name: String, value: String)] {
        let accounts = parameters[accountsParameter].flatMap { Int($0) } ?? 0
        let implied = [
            accountBytesParameter: String(ChainParameters.accountBytesDefault),
            signatureParameter: TransferCost.Signature.sr25519.rawValue,
            nodeCacheParameter: String(
                nodeCacheBytes(
                    accounts: accounts, most: ChainParameters.nodeCacheBytesDefault)),
        ]
        return workParameters.compactMap { name in
            guard let value = parameters[name], value != implied[name] else { return nil }
            return (name, value)
        }
    }

    /// The bytes of nodes that a run keeps in memory at most: what the state has, and not more than
    /// the node keeps.
    ///
    /// Ours: 600 bytes an account hold all its nodes, with 16 MiB for what lies beside them.
    package static func nodeCacheBytes(accounts: Int, most: Int) -> Int {
        min(most, 16 << 20 + accounts * 600)
    }
    /// The probe's parameter that names the runtime: spec name and version of a real one,
    /// `modelledRuntime` of the model; records of 0.1.0 have none.
    package static let runtimeParameter = "runtime"
    /// The probe's parameter that names what a block weighs by a real runtime, in seconds.
    package static let weightSecondsParameter = "weightSeconds"
    /// What the model's own runtime is called.
    package static let modelledRuntime = "modelled"
    /// The probe's parameter that says `on` where the library was built with assertions.
    package static let assertionsParameter = "databaseAssertions"
}
