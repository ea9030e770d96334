// Here: how large the simulated chain is, and whose runtime it has.
// May use: profiles and presets.
// Never: opening a state, timing.

internal import Chain
package import Model
internal import Primitives

/// What the probes of the simulated chain simulate, as plain values.
package struct ChainConditions: Codable, Sendable, Equatable {
    /// Accounts of the first state.
    package var accounts: Int
    /// The state's version, 0 or 1: how the trie keeps its values.
    package var stateVersion: Int
    /// Timed imports of blocks of the judged size.
    package var blocks: Int
    /// Transfers in a block of the judged size.
    package var transfers: Int
    /// Transfers that fill a block.
    package var fullTransfers: Int
    /// Transfers in a block of `chain.author`: those that fill one of the node's own author.
    package var authoredTransfers: Int
    /// Timed blocks of `chain.author`.
    package var authoredBlocks: Int
    /// Time in which an author takes transfers, in seconds.
    package var deadlineSeconds: Double
    /// What an author may fill of a proof of validity, in bytes.
    package var proofBytesMax: Int
    /// Bytes of an account, 80 or 84.
    package var accountBytes: Int
    /// Bytes of nodes that are kept in memory at most.
    package var nodeCacheBytesMost: Int
    /// What a transfer weighs and who signs it.
    package var transfer: TransferCost
    /// Where a state is kept and found again; `nil` = it is built in the scratch directory and
    /// given back.
    package var keptState: String?
    /// The chain's own runtime; nil means blocks are those of the model.
    package var runtime: RuntimeSource?

    /// Imports before the timed ones.
    ///
    /// Ours: enough to fill the caches with what every block reads.
    static let warmupBlocks = 10

    /// The seed of every state and workload.
    ///
    /// One for all runs, so that roots can be pinned: the order of blocks is no part of the figure.
    static let seed = StatePreset.seed

    package init(
        accounts: Int, stateVersion: Int, blocks: Int, transfers: Int, fullTransfers: Int,
        authoredTransfers: Int? = nil, authoredBlocks: Int, deadlineSeconds: Double,
        proofBytesMax: Int, accountBytes: Int = ChainParameters.accountBytesDefault,
        nodeCacheBytesMost: Int = ChainParameters.nodeCacheBytesDefault,
        transfer: TransferCost = .assumed, keptState: String? = nil
    ) {
        self.accounts = accounts
        self.stateVersion = stateVersion
        self.blocks = blocks
        self.transfers = transfers
        self.fullTransfers = fullTransfers
        self.authoredTransfers = authoredTransfers ?? fullTransfers
        self.authoredBlocks = authoredBlocks
        self.deadlineSeconds = deadlineSeconds
        self.proofBytesMax = proofBytesMax
        self.accountBytes = accountBytes
        self.nodeCacheBytesMost = nodeCacheBytesMost
        self.transfer = transfer
        self.keptState = keptState
    }

    /// What is simulated where no profile says anything else: 1M accounts in layout V1, a proof of
    /// 5 MiB, 500 ms of weight, 1500 ms for the author.
    package static let typical = ChainConditions(
        accounts: 1_000_000, stateVersion: 1, blocks: 299, transfers: 633, fullTransfers: 633,
        authoredBlocks: 29, deadlineSeconds: 1, proofBytesMax: (5 << 20) * 85 / 100)

    /// What in a directory for a kept state is not this program's; nil if nothing.
    package static func obstacle(inKept path: String) -> String? {
        StateDirectory.obstacle(at: path)
    }

    /// The same with the small sizes of tests.
    var smoke: ChainConditions {
        var small = self
        small.accounts = 600
        small.blocks = 4
        small.transfers = min(3, transfers)
        small.fullTransfers = 5
        small.authoredTransfers = 5
        small.authoredBlocks = 2
        small.deadlineSeconds = 0.2
        return small
    }

    var layout: TrieLayout { stateVersion == 0 ? .v0 : .v1 }

    /// How accounts are encoded and who signs.
    var form: AccountForm {
        AccountForm(
            hasWideNonce: accountBytes == AccountForm(hasWideNonce: true).accountBytes,
            scheme: transfer.signature == .ecdsa ? .ecdsa : .sr25519)
    }

    /// Bytes of nodes that a run keeps in memory.
    var nodeCacheBytes: Int {
        ChainParameter.nodeCacheBytes(accounts: accounts, most: nodeCacheBytesMost)
    }

    /// Bytes of the state on the disk while it is built.
    ///
    /// Ours: 1M accounts took 181 MB in layout V1 and 130 MB in V0; the files are linked, so a
    /// checkpoint takes nothing.
    var stateBytes: Int { accounts * 220 + (16 << 20) }

    /// Bytes that so many transfers leave on the disk: log, journals and flushed tables.
    ///
    /// Ours: 20 KiB a transfer with what each block adds, and the log files that the library
    /// reserves, a write buffer and a tenth each.
    static func grownBytes(transfers: Int) -> Int { transfers * 20_480 + (570 << 20) }

    /// Bytes that so many transfers write: log and flushed tables, and compactions of them.
    ///
    /// Ours: 8.4 KB of log a transfer, the same again flushed, and half as much by compaction.
    static func writtenBytes(transfers: Int) -> Int { transfers * 21_000 + (16 << 20) }

    /// Bytes that so many signed extrinsics take where they are kept; ours: a transfer has 145
    /// bytes, and a call that reads 32 more for each account.
    func keptBytes(extrinsics: Int, accountsOfCall: Int = 0) -> Int {
        keptState == nil ? 0 : extrinsics * (160 + 32 * accountsOfCall)
    }

    /// Bytes of memory that the database may take, and the blocks of a run.
    ///
    /// - Source: the node's budget of 1,024 MiB, of which a third is the block cache; its cache of
    ///   nodes is 1 GiB, which a smaller state does not fill.
    func memoryBytes(transfers: Int) -> Int {
        (420 << 20) + min(1 << 30, accounts * 600) + transfers * 400
    }
}
