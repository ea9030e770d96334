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
    /// Parameters of the chain's probes that make their work another one.
    package static let workParameters = [
        accountsParameter, stateVersionParameter, extrinsicsParameter, fullTransfersParameter,
    ]
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
