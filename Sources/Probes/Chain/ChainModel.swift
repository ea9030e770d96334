import Chain
import Model
import Primitives

/// What every probe of the simulated chain discloses.
enum ChainModel {
    /// What these figures are, and what they were held against.
    ///
    /// - Source: frame-support's RocksDbWeight; kilt-node, runtimes/spiritnet, rocksdb_weights.rs
    ///   of 2024-03-29; polkadot, rocksdb_weights.rs of 2022-03-29.
    static let advisory = Advisory(
        id: "chain.model",
        text: "a model of the node's import and not the node: its own trie and runtime in native "
            + "code over RocksDB as the node opens it; its reads and writes were compared with "
            + "RocksDbWeight (25 and 100 us), KILT's (32.8 and 74.8 us) and Polkadot's own "
            + "measurements (18.6 and 75.9 us)")

    /// What a figure depends on, whatever the probe.
    static func parameters(_ conditions: ChainConditions) -> [String: String] {
        [
            ChainParameter.accounts: String(conditions.accounts),
            ChainParameter.stateVersion: String(conditions.stateVersion),
            ChainParameter.runtime: conditions.runtime?.name ?? ChainParameter.modelledRuntime,
            "seed": String(ChainConditions.seed),
            ChainParameter.fullTransfers: String(conditions.fullTransfers),
            ChainParameter.accountBytes: String(conditions.accountBytes),
            ChainParameter.signature: conditions.transfer.signature.rawValue,
            ChainParameter.nodeCache: String(conditions.nodeCacheBytes),
            ChainParameter.transferSeconds: String(conditions.transfer.seconds),
            ChainParameter.emptyBlockSeconds: String(conditions.transfer.emptyBlockSeconds),
            "finalityLag": String(BlockImporter.finalityLagDefault),
            "pruningWindow": String(ChainStore.pruningWindowDefault),
            "database": "RocksDB",
        ]
    }

    /// What the library tells of itself once a database is open.
    ///
    /// A library that cannot be looked into counts as one with assertions: no fail rests on it.
    static func library(_ chain: ChainCheckpoint) -> [String: String] {
        let library = RocksLibrary(databaseAt: chain.database.path)
        // Another build of the same version is another database to whoever compares runs.
        let build = library.buildType.map { ", \($0) build" } ?? ""
        return [
            "database": "RocksDB \(library.version ?? "of unknown version")\(build)",
            "databaseOrigin": library.origin ?? "unknown",
            "databaseBuildType": library.buildType ?? "unknown",
            ChainParameter.assertions: library.hasAssertions == false ? "off" : "on",
        ]
    }
}
