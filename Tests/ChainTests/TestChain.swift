import Chain
import Primitives

/// A small state, and blocks that follow it.
struct TestChain {
    let state: StateGenerator
    let layout: TrieLayout

    init(
        _ layout: TrieLayout, accounts: Int = 400, signers: Int = 40, form: AccountForm = .usual
    ) {
        self.layout = layout
        state = StateGenerator(
            accounts: accounts, signers: signers, seed: 5, layout: layout, form: form)
    }

    /// A new database in memory that holds the state.
    func database() throws -> MemoryDatabase {
        let database = MemoryDatabase()
        let root = try state.build(to: database)
        try ChainStore(database).begin(stateRoot: root)
        return database
    }

    func importer(
        _ store: ChainStore, lag: UInt32 = BlockImporter.finalityLagDefault,
        recorder: (any TrieRecorder)? = nil
    ) throws -> BlockImporter {
        try BlockImporter(state: state, store: store, finalityLag: lag, recorder: recorder)
    }

    /// Some blocks of a new chain, and the root chain behind them.
    func blocks(
        _ count: Int, of transfers: Int, choice: AccountChoice = .uniform
    ) throws -> (blocks: [[UInt8]], rootChain: Hash256) {
        var importer = try importer(ChainStore(database()))
        var workload = TransferWorkload(
            state: state, genesis: importer.genesis, choice: choice, seed: 8)
        var blocks: [[UInt8]] = []
        for _ in 0..<count {
            blocks.append(try importer.makeBlock(workload.next(transfers)))
            try importer.importBlock(blocks[blocks.count - 1])
        }
        return (blocks, importer.rootChain)
    }
}
