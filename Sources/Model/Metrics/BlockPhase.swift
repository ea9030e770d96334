/// A step of the import of a block, in the order of the work.
package enum BlockPhase: String, CaseIterable, Sendable {
    case decode
    /// Every signature, one by one on one thread, as the node does.
    case verify
    /// Transfers, with reads through the trie.
    case execute
    /// Changes into the trie, and hashing.
    case stateRoot
    case extrinsicsRoot
    /// The new and the removed nodes into one record.
    case journal
    /// Block and record into the database's log, which is not synced.
    case commit
    /// The block that is final now: its nodes into the state's column, and removed ones out of it.
    case finality

    /// The column of a table of phases that is a part of `execute`.
    package static let storageReads = "storageReads"

    /// The columns of a table of phases: each phase, then the storage reads.
    package static let columns = allCases.map(\.rawValue) + [storageReads]

    /// Whether the node does it in Wasm; the storage reads within it are done by native code.
    package var isRuntimeWork: Bool { self == .decode || self == .execute }

    /// Whether the database does it.
    package var isDatabaseWork: Bool { self == .commit || self == .finality }

    /// Whether it is done before a block is proposed: what comes after is the import.
    package var isBeforeProposal: Bool {
        switch self {
        case .decode, .verify, .execute, .stateRoot, .extrinsicsRoot: true
        case .journal, .commit, .finality: false
        }
    }
}

/// Names of parameters in the record of a probe of the simulated chain.
package enum ChainParameter {
    /// The state's size.
    package static let accounts = "accounts"
    /// The signed extrinsics of a block.
    package static let extrinsics = "extrinsics"
    /// Those of a full block.
    package static let fullTransfers = "fullTransfers"
    /// The layout of the trie, 0 or 1.
    package static let stateVersion = "stateVersion"
    /// The bytes of an account; absent means 80.
    package static let accountBytes = "accountBytes"
    /// The scheme of the signatures; absent means sr25519.
    package static let signature = "signatures"
    /// The bytes of nodes kept in memory; absent in records of 0.1.0.
    package static let nodeCache = "nodeCacheBytes"
    /// The author's deadline in seconds.
    package static let deadline = "deadlineSeconds"
    /// The bytes of a proof that the author may fill.
    package static let proofBytes = "proofBytesMax"
    /// The weight of a transfer in seconds; absent means that of `TransferCost.assumed`.
    package static let transferSeconds = "transferSeconds"
    /// The weight of an empty block in seconds; absent means the same.
    package static let emptyBlockSeconds = "emptyBlockSeconds"
    /// Those that make the work another one.
    static let ofWork = [
        accounts, stateVersion, extrinsics, fullTransfers, accountBytes, signature, nodeCache,
    ]
    /// The runtime: spec name and version of a real one, `modelledRuntime` of the model; records of
    /// 0.1.0 have none.
    package static let runtime = "runtime"
    /// What a block weighs by a real runtime, in seconds.
    package static let weightSeconds = "weightSeconds"
    /// What the model's own runtime is called.
    package static let modelledRuntime = "modelled"
    /// `on` where the database library was built with assertions.
    package static let assertions = "databaseAssertions"
}
