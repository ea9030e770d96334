import Primitives
import Testing

struct TrieTests {
    /// - Source: sp-trie's unit tests: no entry, one entry, two disjoint entries.
    @Test func unitValuesAreThePublishedOnes() throws {
        #expect(
            "\(Trie.emptyRoot)"
                == "0x03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314")
        for layout in TrieLayout.allCases {
            let one = try build([([0xaa], [0xbb])], layout: layout)
            #expect(one.store[one.root.array] == hex("42aa04bb"))
            let two = try build([(hex("4819"), [0xfe]), (hex("1314"), [0xff])], layout: layout)
            #expect(two.store[two.root.array] == hex("801200 1443031404ff 1443081904fe"))
        }
    }

    @Test func committedBatchesGiveTheOraclesRoots() throws {
        let batches = try TrieBatch.load()
        #expect(batches.count == 300)
        for sequence in Dictionary(grouping: batches, by: \.sequence).values {
            try check(sequence)
        }
    }

    /// Goes through a sequence with one incremental trie, and compares roots and every stored node.
    private func check(_ sequence: [TrieBatch]) throws {
        let layout = try #require(sequence.first.flatMap { TrieLayout(rawValue: $0.version) })
        let store = MemoryNodeStore()
        var trie = PatriciaTrie(layout: layout, source: store)
        var changes = TrieChanges()
        var pairs: [[UInt8]: [UInt8]] = [:]
        for batch in sequence {
            let name = "sequence \(batch.sequence), step \(batch.step)"
            for change in batch.changes {
                let key = hex(try #require(change.first ?? nil))
                let value = (change.last ?? nil).map(hex)
                pairs[key] = value
                try trie.set(key, to: value)
                #expect(try trie.value(for: key) == value, "\(name)")
            }
            changes.removeAll()
            let root = trie.commit(into: &changes)
            #expect(root.array == hex(batch.root), "\(name)")
            try changes.apply(to: store)
            let bulk = try build(pairs.map { ($0.key, $0.value) }, layout: layout)
            #expect(bulk.root == root, "\(name)")
            // Neither a missing node nor one left behind, in either store.
            #expect(Set(bulk.store.keys) == Set(store.keys), "\(name)")
            if pairs.isEmpty { #expect(store.count == 0, "\(name)") }
            // Every other time the nodes are forgotten and read again.
            if batch.step % 2 == 0 { trie.reset(to: root) }
        }
    }

    @Test(arguments: TrieLayout.allCases)
    func whatIsUndoneBeforeACommitChangesNothing(layout: TrieLayout) throws {
        var generator = SeededGenerator(seed: 5)
        let pairs = randomPairs(200, &generator)
        let (root, store) = try build(pairs, layout: layout)
        var trie = PatriciaTrie(root: root, layout: layout, source: store)
        for (key, value) in pairs.prefix(100) {
            try trie.set(key, to: generator.bytes(70))
            try trie.set(key, to: nil)
            try trie.set(key + [1, 2, 3, 4, 5, 6, 7, 8, 9], to: [1])
            try trie.set(key, to: value)
            try trie.set(key + [1, 2, 3, 4, 5, 6, 7, 8, 9], to: nil)
        }
        var changes = TrieChanges()
        #expect(trie.commit(into: &changes) == root)
        #expect(changes.insertedCount == 0)
        #expect(changes.removedCount == 0)
    }

    @Test func absentKeysAreNil() throws {
        let (root, store) = try build(
            [(hex("1234"), [1]), (hex("1235"), [2]), (hex("123567"), [3])], layout: .v1)
        var trie = PatriciaTrie(root: root, layout: .v1, source: store)
        for key in ["", "12", "1233", "123568", "12356789", "ff"] {
            #expect(try trie.value(for: hex(key)) == nil)
        }
        #expect(try trie.value(for: hex("123567")) == [3])
        try trie.set(hex("ff"), to: nil)
        var changes = TrieChanges()
        #expect(trie.commit(into: &changes) == root)
    }

    @Test func unchangedTrieUnreadTrieAndEmptyTrieKeepTheirRoots() throws {
        let (root, store) = try build([([1], [2])], layout: .v0)
        var trie = PatriciaTrie(root: root, layout: .v0, source: store)
        var changes = TrieChanges()
        #expect(trie.commit(into: &changes) == root)
        try trie.set([1], to: [2])
        #expect(trie.commit(into: &changes) == root)
        trie.reset(to: Trie.emptyRoot)
        #expect(trie.commit(into: &changes) == Trie.emptyRoot)
        #expect(changes.insertedCount == 0 && changes.removedCount == 0)
    }

    @Test(arguments: TrieLayout.allCases)
    func aProofHoldsEachNodeOnceAndSuffices(layout: TrieLayout) throws {
        var generator = SeededGenerator(seed: 6)
        let pairs = randomPairs(400, &generator)
        let (root, store) = try build(pairs, layout: layout)
        let proof = KeptProof()
        var changes = TrieChanges()
        func work(_ trie: inout PatriciaTrie) throws -> Hash256 {
            for (key, value) in pairs.prefix(40) { #expect(try trie.value(for: key) == value) }
            for (key, _) in pairs.prefix(60) { try trie.set(key, to: nil) }
            for (key, _) in pairs.dropFirst(60).prefix(30) { try trie.set(key, to: [7]) }
            changes.removeAll()
            return trie.commit(into: &changes)
        }
        var full = PatriciaTrie(root: root, layout: layout, source: store, recorder: proof)
        let expected = try work(&full)
        #expect(Set(proof.keys).count == proof.keys.count)
        #expect(proof.keys.count < store.count)
        let witness = MemoryNodeStore()
        for (key, node) in zip(proof.keys, proof.nodes) { witness[key] = node }
        var light = PatriciaTrie(root: root, layout: layout, source: witness)
        #expect(try work(&light) == expected)
    }

    @Test func databaseKeysArePathPaddedAndHash() throws {
        // Two leaves of 32 bytes and more below a branch at an odd depth.
        let value = [UInt8](repeating: 9, count: 32)
        let (_, store) = try build(
            [(hex("abcd00"), value), (hex("abce00"), value)], layout: .v0)
        let paths = Set(store.keys.map { Array($0.dropLast(32)) })
        #expect(paths == [[], hex("abcd"), hex("abce")])
        let odd = try build([(hex("abcd00"), value), (hex("a0ce00"), value)], layout: .v1)
        #expect(Set(odd.store.keys.map { Array($0.dropLast(32)) }) == [[], hex("ab"), hex("a0")])
        let deep = try build(
            [(hex("ab10"), value), (hex("ab20"), value), (hex("ab21"), value)], layout: .v0)
        #expect(
            Set(deep.store.keys.map { Array($0.dropLast(32)) })
                == [[], hex("ab10"), hex("ab20"), hex("ab21")])
    }
}
