package import Primitives

/// A small chain whose roots are known: every machine comes to them, or its results mean nothing.
package enum KnownChain {
    /// Six blocks of 12 transfers over 400 accounts, by this program.
    private static let rootChains: [TrieLayout: String] = [
        .v0: "c56fd33fa49e1de8d3aaa0eefa417d9a890f9d89c18c31e15d3b3f97eab80446",
        .v1: "87511733d9cabe14103088993f44a29908fc600a05aadd695f017b73c9192488",
    ]

    /// Whether six blocks of signed transfers end where they must.
    package static func holds(_ layout: TrieLayout) -> Bool {
        guard let expected = rootChains[layout] else { return false }
        let state = StateGenerator(accounts: 400, signers: 40, seed: 5, layout: layout)
        let database = MemoryDatabase()
        do {
            let root = try state.build(to: database)
            let store = try ChainStore(database, nodeCacheBytes: 1 << 20)
            try store.begin(stateRoot: root)
            var importer = try BlockImporter(state: state, store: store)
            var workload = TransferWorkload(state: state, genesis: importer.genesis, seed: 8)
            for _ in 0..<6 {
                let block = try importer.makeBlock(workload.next(12))
                try importer.importBlock(block)
            }
            return hexadecimal(importer.rootChain.array) == expected
        } catch { return false }
    }
}
