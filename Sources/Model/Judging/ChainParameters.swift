/// Block-time parameters of a chain.
package struct ChainParameters: Codable, Sendable, Equatable {
    /// Trie layout of the state.
    package enum StateLayout: String, Codable, Sendable, CaseIterable { case v0 = "V0", v1 = "V1" }

    /// The database that the network's own guide runs a collator on.
    package enum Database: String, Codable, Sendable, CaseIterable {
        case rocksDB = "RocksDB"
        case parityDB = "ParityDB"
    }

    package var blockSeconds: Double
    /// Length of an authoring slot; nil if not published.
    package var slotSeconds: Double?
    /// Time the node gives its author; the last third is not used for transactions.
    package var authoringSeconds: Double?
    /// The same of the last block before another author's turn, which some nodes cut; `nil` = it
    /// is as long as the others.
    package var lastAuthoringSeconds: Double?
    /// Computing weight of a full block as seconds of the reference machine.
    package var weightLimitSeconds: Double
    /// Share of a block's limits that signed transactions may take, above 0, at most 1.
    package var normalShare: Double
    /// Time in which a backing validator must have executed a block.
    package var backingLimitSeconds: Double
    /// Largest proof of validity in bytes; nil if not published.
    package var povLimitBytes: Int?
    /// Share of the largest proof that the node's own author fills, above 0, at most 1.
    package var authorProofShare: Double
    /// Share of the largest proof that others may fill and that an importer must take.
    package var importProofShare: Double
    package var stateLayout: StateLayout?
    /// Bytes of an account in the state: 80, or 84 where nonces have 64 bits.
    package var accountBytes: Int
    /// What the node keeps of the trie in memory at most.
    package var nodeCacheBytes: Int
    package var database: Database
    /// What a transfer weighs and who signs it.
    package var transfer: TransferCost
    /// Where the figures of `transfer` were read; `nil` = they are assumed.
    package var transferSource: Source?
    /// Accounts of the state that a verdict is about.
    package var stateAccounts: Int
    /// What the runtime costs where it is modelled.
    package var runtime: RuntimeTerm
    /// How many times longer the runtime takes in Wasm than natively, for records of 0.1.0: what a
    /// pass is reached with.
    package var wasmFactor: Double
    /// The least that it can be, at most `wasmFactor`: what a fail is reached with.
    package var wasmFactorFloor: Double
    package var source: Source

    /// What a modelled block lacks of the runtime's own work, in units of the signature checks of
    /// the same block, so that it carries the machine's speed.
    package struct RuntimeTerm: Codable, Sendable, Equatable {
        /// What a pass is reached with.
        package var toPass: Double
        /// What a fail is reached with, at most `toPass`.
        package var toFail: Double
        /// nil means the defaults.
        package var source: Source?

        package init(
            toPass: Double = toPassDefault, toFail: Double = toFailDefault,
            source: Source? = nil
        ) {
            self.toPass = toPass
            self.toFail = toFail
            self.source = source
        }

        /// - Source: Astar's weights of 2026-03-23 and 2026-06-09 on a Xeon E-2236: 92.6 us of base
        ///   and 44.3 us of the call less 47.4 us of a signature are 1.9 signatures;
        ///   frame-support's of 2024 give 2.2. A node's runtime, trie and overlay together.
        package static let toPassDefault = 1.9

        /// Ours, measured: six real runtimes of 2024 to 2026 took 0.80 to 1.09 signatures a
        /// transfer with host functions that do less than a node's.
        package static let toFailDefault = 0.8
    }

    /// - Source: FRAME runtimes' `NORMAL_DISPATCH_RATIO`, 75 %, as KILT and the system chains with
    ///   synchronous backing have it.
    package static let normalShareDefault = 0.75

    /// - Source: polkadot/primitives, executor_params.rs, `DEFAULT_BACKING_EXECUTION_TIMEOUT`.
    package static let backingLimitSecondsDefault = 2.0

    /// - Source: cumulus, the lookahead and the slot-based collator: 85 % where no other share is
    ///   given.
    package static let authorProofShareDefault = 0.85

    /// - Source: frame-system's AccountInfo over pallet-balances' AccountData, a nonce of 32 bits.
    package static let accountBytesDefault = 80

    /// - Source: polkadot-sdk substrate/client/cli/src/params/import_params.rs at 05ce0a15,
    ///   `trie_cache_size`; 64 MiB before #6546 (2024-11-19).
    package static let nodeCacheBytesDefault = 1 << 30

    /// Ours: what no document says; a chain in use for years has that many.
    package static let stateAccountsDefault = 1_000_000

    /// Ours: above all that was measured of loops of decoding and hashing under wasmtime, 1.01 to
    /// 1.43 times native, since a runtime's calls between the two come on top.
    package static let wasmFactorDefault = 1.5

    /// Ours, measured: decoding, maps and arithmetic compiled by one compiler to native code and to
    /// Wasm under wasmtime took 1.01 to 1.10 times as long.
    package static let wasmFactorFloorDefault = 1.1

    package init(
        blockSeconds: Double, slotSeconds: Double? = nil, authoringSeconds: Double? = nil,
        lastAuthoringSeconds: Double? = nil, weightLimitSeconds: Double,
        normalShare: Double = normalShareDefault,
        backingLimitSeconds: Double = backingLimitSecondsDefault, povLimitBytes: Int? = nil,
        authorProofShare: Double = authorProofShareDefault, importProofShare: Double = 1,
        stateLayout: StateLayout? = nil, accountBytes: Int = accountBytesDefault,
        nodeCacheBytes: Int = nodeCacheBytesDefault, database: Database = .rocksDB,
        transfer: TransferCost = .assumed, transferSource: Source? = nil,
        stateAccounts: Int = stateAccountsDefault,
        runtime: RuntimeTerm = RuntimeTerm(), wasmFactor: Double = wasmFactorDefault,
        wasmFactorFloor: Double = wasmFactorFloorDefault,
        source: Source
    ) {
        self.blockSeconds = blockSeconds
        self.slotSeconds = slotSeconds
        self.authoringSeconds = authoringSeconds
        self.lastAuthoringSeconds = lastAuthoringSeconds
        self.weightLimitSeconds = weightLimitSeconds
        self.normalShare = normalShare
        self.backingLimitSeconds = backingLimitSeconds
        self.povLimitBytes = povLimitBytes
        self.authorProofShare = authorProofShare
        self.importProofShare = importProofShare
        self.stateLayout = stateLayout
        self.accountBytes = accountBytes
        self.nodeCacheBytes = nodeCacheBytes
        self.database = database
        self.transfer = transfer
        self.transferSource = transferSource
        self.stateAccounts = stateAccounts
        self.runtime = runtime
        self.wasmFactor = wasmFactor
        self.wasmFactorFloor = wasmFactorFloor
        self.source = source
    }

    /// Time in which an author takes transactions; nil if not published.
    ///
    /// - Source: basic-authorship, `Proposer::propose`: `max_duration - max_duration / 3`.
    package var authoringDeadlineSeconds: Double? { authoringSeconds.map { $0 - $0 / 3 } }

    /// The same of the last block before another author's turn; `nil` = it is not cut.
    package var lastAuthoringDeadlineSeconds: Double? { lastAuthoringSeconds.map { $0 - $0 / 3 } }

    /// Blocks that one author makes in a row; `nil` = no slot is published.
    package var blocksPerSlot: Double? { slotSeconds.map { $0 / blockSeconds } }

    /// The largest proof of validity, KILT's where none is published (ours: the smaller of the two
    /// in use).
    package var povLimitBytesAssumed: Int { povLimitBytes ?? 5 << 20 }

    /// The trie's layout that is simulated where none is published: the newer one.
    package var stateVersion: Int { stateLayout == .v0 ? 0 : 1 }

    /// The transfers that fill the largest block that an importer must take.
    package var fullBlock: FullBlock { fullBlock(proofShare: importProofShare) }

    /// The transfers that fill a block of the node's own author.
    package var authoredBlock: FullBlock {
        fullBlock(proofShare: min(authorProofShare, importProofShare))
    }

    /// Bytes of a proof that the node's own author fills.
    package var authorProofBytes: Int {
        Int((Double(povLimitBytesAssumed) * authorProofShare).rounded())
    }

    private func fullBlock(proofShare: Double) -> FullBlock {
        FullBlock(
            weightLimitSeconds: weightLimitSeconds, povLimitBytes: povLimitBytesAssumed,
            normalShare: normalShare, proofShare: proofShare, transfer: transfer)
    }
}
