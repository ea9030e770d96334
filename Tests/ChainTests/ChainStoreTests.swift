import Primitives
import Testing

@testable import Chain

struct ChainStoreTests {
    /// With no window a state's column holds the finalised state and nothing else; a window keeps
    /// the states behind it, each whole, and nothing that none of them has.
    @Test(arguments: TrieLayout.allCases)
    func windowKeepsTheLastStatesAndNothingElse(layout: TrieLayout) throws {
        let chain = TestChain(layout, accounts: 60, signers: 12)
        let made = try chain.blocks(9, of: 4)
        let database = try chain.database()
        var importer = try chain.importer(ChainStore(database, pruningWindow: 0), lag: 0)
        var states: [Set<[UInt8]>] = [Set(database.keys(of: .state))]
        for block in made.blocks {
            try importer.importBlock(block)
            states.append(Set(database.keys(of: .state)))
        }
        for (window, lag) in [(2, 0), (1, 3), (4, 1)] {
            let other = try chain.database()
            let store = try ChainStore(other, pruningWindow: window)
            var importer = try chain.importer(store, lag: UInt32(lag))
            for block in made.blocks { try importer.importBlock(block) }
            let last = made.blocks.count - lag
            #expect(store.finalized == UInt32(last) && store.pendingCount == lag)
            let kept = states[(last - window)...last].reduce(Set()) { $0.union($1) }
            #expect(Set(other.keys(of: .state)) == kept, "window \(window), lag \(lag)")
            #expect(other.keys(of: .stateMeta).count == window + lag + 2)
            try store.finalize(UInt32(made.blocks.count))
            #expect(store.pendingCount == 0)
        }
    }

    @Test func nodeThatIsBroughtBackOutlivesItsDeath() throws {
        let database = MemoryDatabase()
        let store = try ChainStore(database, pruningWindow: 1)
        try store.begin(stateRoot: Trie.emptyRoot)
        var trie = PatriciaTrie(layout: .v0, source: store)
        var parent = Hash256.zero
        // The same two states in turn: each block brings the nodes that the last but one left.
        for number in 1...7 as ClosedRange<UInt32> {
            var changes = TrieChanges()
            let value = [UInt8](repeating: UInt8(number % 2), count: 40)
            try trie.set([1, 2, 3], to: value)
            let root = trie.commit(into: &changes)
            let header = BlockHeader(
                parent: parent, number: number, stateRoot: root, extrinsicsRoot: Trie.emptyRoot)
            parent = header.hash
            let none = UnsafeRawBufferPointer(start: nil, count: 0)
            try store.importBlock(
                StoredBlock(hash: parent, header: header, encodedHeader: none, body: none),
                changes: changes)
            try store.finalize(number)
            trie.reset(to: root)
            #expect(try trie.value(for: [1, 2, 3] as [UInt8]) == value, "block \(number)")
        }
        #expect(database.keys(of: .state).count == 2)
    }

    /// Opened anew behind every block, as after a kill between two batches.
    @Test func openedAnewItGoesOnWhereItWas() throws {
        let chain = TestChain(.v1)
        let made = try chain.blocks(8, of: 5)
        let database = try chain.database()
        for block in made.blocks {
            var importer = try chain.importer(ChainStore(database, pruningWindow: 3), lag: 2)
            try importer.importBlock(block)
        }
        let store = try ChainStore(database, pruningWindow: 3)
        let importer = try chain.importer(store)
        #expect(importer.rootChain == made.rootChain)
        #expect(importer.head.number == 8 && store.finalized == 6 && store.pendingCount == 2)
        let straight = try chain.database()
        var other = try chain.importer(ChainStore(straight, pruningWindow: 3), lag: 2)
        for block in made.blocks { try other.importBlock(block) }
        for column in Column.allCases {
            #expect(Set(straight.keys(of: column)) == Set(database.keys(of: column)))
        }
    }

    @Test func blocksAreFoundAgain() throws {
        let chain = TestChain(.v0)
        let made = try chain.blocks(2, of: 3)
        let store = try ChainStore(chain.database())
        var importer = try chain.importer(store)
        for block in made.blocks { try importer.importBlock(block) }
        for (index, block) in made.blocks.enumerated() {
            let number = UInt32(index + 1)
            let header = try #require(try store.header(of: number))
            let body = try #require(try store.body(of: number))
            #expect(header.number == number)
            #expect(block.suffix(body.count) == body[...])
            #expect(body.count > 40_000)
        }
        #expect(try store.header(of: 2) == importer.head)
        #expect(try store.header(of: 3) == nil)
    }

    @Test func whatIsOutOfOrderOrDamagedIsRefused() throws {
        let chain = TestChain(.v0)
        let made = try chain.blocks(2, of: 1)
        let database = try chain.database()
        let store = try ChainStore(database)
        #expect(throws: ChainError.outOfOrder("the chain has begun already")) {
            try store.begin(stateRoot: Trie.emptyRoot)
        }
        #expect(throws: ChainError.self) { try store.finalize(1) }
        let empty = try ChainStore(MemoryDatabase())
        var reason = ""
        do { _ = try chain.importer(empty) } catch { reason = "\(error)" }
        #expect(reason == "the chain has not begun: build its state first")
        var importer = try chain.importer(store)
        for block in made.blocks { try importer.importBlock(block) }
        let journal = try #require(
            database.keys(of: .stateMeta).first { $0.starts(with: Array("noncanonical".utf8)) })
        journal.withUnsafeBytes { key in
            [1 as UInt8, 2].withUnsafeBytes { database.put(.stateMeta, key, $0) }
        }
        try database.write()
        do { _ = try ChainStore(database) } catch { reason = "\(error)" }
        #expect(reason.contains("journal of block") && reason.contains("build the state again"))
    }
}
