import Primitives
import Testing

/// Walks over a trie against a sorted list of its keys.
struct TrieNextKeyTests {
    private func next(_ trie: inout PatriciaTrie, after key: [UInt8]) throws -> [UInt8]? {
        var buffer = ByteBuffer()
        buffer.append(key)
        return try trie.nextKey(after: buffer.bytes).map { Array($0) }
    }

    @Test(arguments: [TrieLayout.v0, .v1])
    func everyKeyFollowsTheOneBeforeIt(layout: TrieLayout) throws {
        var generator = SeededGenerator(seed: 11)
        let pairs = randomPairs(300, &generator)
        let (root, store) = try build(pairs, layout: layout)
        var trie = PatriciaTrie(root: root, layout: layout, source: store)
        let keys = Set(pairs.map(\.key)).sorted { $0.lexicographicallyPrecedes($1) }
        // Keys that are there, their beginnings, and others that are not.
        let asked =
            keys + keys.map { Array($0.dropLast()) } + keys.map { $0 + [0] }
            + (0..<300).map { _ in [UInt8.random(in: 0...255, using: &generator)] } + [[]]
        for key in asked {
            let expected = keys.first { key.lexicographicallyPrecedes($0) }
            #expect(try next(&trie, after: key) == expected, "\(hexadecimal(key))")
        }
    }

    @Test func changesCountBeforeTheyAreCommitted() throws {
        let (root, store) = try build([([1, 2], [9]), ([1, 4], [9])], layout: .v1)
        var trie = PatriciaTrie(root: root, layout: .v1, source: store)
        try trie.set([1, 3], to: [7])
        try trie.set([1, 2], to: nil)
        #expect(try next(&trie, after: [1]) == [1, 3])
        #expect(try next(&trie, after: [1, 3]) == [1, 4])
        #expect(try next(&trie, after: [1, 4]) == nil)
    }

    @Test func anEmptyTrieHasNoKeys() throws {
        var trie = PatriciaTrie(layout: .v0, source: MemoryNodeStore())
        #expect(try next(&trie, after: []) == nil)
    }
}
