import Primitives
import Testing

struct TrieBuilderTests {
    @Test(arguments: TrieLayout.allCases)
    func rangesBuiltApartGiveTheSameNodes(layout: TrieLayout) throws {
        var generator = SeededGenerator(seed: 8)
        for count in [1, 2, 3, 40, 300] {
            let pairs = randomPairs(count, &generator)
                .filter { !$0.key.isEmpty }
                .sorted { $0.key.lexicographicallyPrecedes($1.key) }
            let whole = try build(pairs, layout: layout)
            let store = MemoryNodeStore()
            var top = TrieBuilder(layout: layout)
            for range in Dictionary(grouping: pairs, by: { $0.key[0] })
                .sorted(by: { $0.key < $1.key })
            {
                var builder = TrieBuilder(layout: layout)
                for (key, value) in range.value { try append(key, value, to: &builder, store) }
                let fragment = try #require(try builder.finishFragment(to: store))
                try top.append(fragment, to: store)
            }
            #expect(try top.finish(to: store) == whole.root)
            #expect(Set(store.keys) == Set(whole.store.keys))
        }
    }

    @Test func nothingGivesTheEmptyRootAndABuilderStartsAnew() throws {
        let store = MemoryNodeStore()
        var builder = TrieBuilder(layout: .v1)
        #expect(try builder.finish(to: store) == Trie.emptyRoot)
        #expect(try builder.finishFragment(to: store) == nil)
        try append([1], [1], to: &builder, store)
        let first = try builder.finish(to: store)
        try append([1], [1], to: &builder, store)
        #expect(try builder.finish(to: store) == first)
        #expect(store.count == 1)
    }

    @Test(arguments: [("02", "01"), ("02", "02"), ("0203", "02"), ("02", "")])
    func keysOutOfOrderAreRefused(first: String, second: String) throws {
        let store = MemoryNodeStore()
        var builder = TrieBuilder(layout: .v0)
        try append(hex(first), [1], to: &builder, store)
        #expect(throws: TrieError.unsorted(key: second)) {
            try append(hex(second), [1], to: &builder, store)
        }
    }

    @Test func longKeysHaveLongHeadersAndTooLongOnesAreRefused() throws {
        for count in [30, 31, 32, 33, 158, 159, 160, 286, 287, 5000, Trie.keyBytesMax] {
            let pairs: [Pair] = [
                ([UInt8](repeating: 7, count: count), [1]), ([8], [2]), ([8, 1], [3]),
            ]
            let (root, store) = try build(pairs, layout: .v1)
            var trie = PatriciaTrie(root: root, layout: .v1, source: store)
            for (key, value) in pairs { #expect(try trie.value(for: key) == value) }
        }
        let long = [UInt8](repeating: 7, count: Trie.keyBytesMax + 1)
        #expect(throws: TrieError.keyTooLong(bytes: long.count)) {
            try build([(long, [])], layout: .v0)
        }
        var trie = PatriciaTrie(layout: .v0, source: MemoryNodeStore())
        var failure: TrieError?
        do { try trie.set(long, to: [1]) } catch { failure = error }
        #expect(failure == .keyTooLong(bytes: long.count))
    }
}

struct MalformedTrieTests {
    private let root = Hash256(of: .init(start: nil, count: 0))

    /// The error of reading a root node of these bytes; nil = it was read.
    private func error(of node: [UInt8]) -> TrieError? {
        let store = MemoryNodeStore()
        store[root.array] = node
        var trie = PatriciaTrie(root: root, layout: .v1, source: store)
        do { _ = try trie.value(for: hex("1234")) } catch { return error }
        return nil
    }

    @Test(
        arguments: [
            ("", "ends"), ("00", "header"), ("01", "header"), ("42aa", "ends"),
            ("42aa04", "ends"), ("42aa04bbcc", "left over"), ("41aa04bb", "padded"),
            ("7f", "ends"), ("7fff", "ends"), ("80", "ends"), ("800000", "without children"),
            ("80010000", "empty"), ("800100840102", "ends"), ("21aa", "ends"),
            ("8001000442", "ends"), ("80010008800100", "ends"),
        ])
    func malformedNodeIsNamed(node: String, word: String) {
        let text = error(of: hex(node))?.description ?? "no error"
        #expect(text.contains(word), "\(text)")
    }

    @Test func missingNodeIsNamed() {
        var trie = PatriciaTrie(root: root, layout: .v0, source: MemoryNodeStore())
        var failure: TrieError?
        do { try trie.set([1], to: [2]) } catch { failure = error }
        #expect(failure == .missingNode(key: hexadecimal(root.array)))
    }

    @Test func flippedAndTruncatedNodesNeverTrap() throws {
        var generator = SeededGenerator(seed: 12)
        let pairs = randomPairs(60, &generator)
        for layout in TrieLayout.allCases {
            let (root, store) = try build(pairs, layout: layout)
            for key in store.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
                let whole = try #require(store[key])
                for _ in 0..<6 {
                    var node = whole
                    if Bool.random(using: &generator) {
                        node.removeLast(Int.random(in: 1...node.count, using: &generator))
                    } else {
                        node[Int.random(in: 0..<node.count, using: &generator)] ^= generator.bit()
                    }
                    store[key] = node
                    var trie = PatriciaTrie(root: root, layout: layout, source: store)
                    for (key, _) in pairs { _ = try? trie.value(for: key) }
                    for (key, _) in pairs.prefix(20) { try? trie.set(key, to: nil) }
                    var changes = TrieChanges()
                    _ = trie.commit(into: &changes)
                }
                store[key] = whole
            }
        }
    }
}
