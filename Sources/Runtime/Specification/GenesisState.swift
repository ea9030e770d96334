package import Primitives

/// The state that a chain begins with: pairs of key and value, sorted.
package struct GenesisState: ~Copyable {
    private struct Entry {
        var key: Int
        var keyCount: Int
        var value: Int
        var valueCount: Int
    }

    private var bytes = ByteBuffer(capacity: 1 << 20)
    private var entries: [Entry] = []

    /// A pair of a child trie.
    private struct ChildPair {
        var child: [UInt8]
        var key: [UInt8]
        var value: [UInt8]
    }

    private var childPairs: [ChildPair] = []
    private var childBytes = 0

    init() {}

    /// The number of pairs.
    package var count: Int { entries.count }

    var byteCount: Int { bytes.count + childBytes }

    /// The number of pairs in child tries.
    package var childPairCount: Int { childPairs.count }

    /// Adds a pair whose bytes lie one after the other in `pair`.
    mutating func append(_ pair: UnsafeRawBufferPointer, keyCount: Int) {
        entries.append(
            Entry(
                key: bytes.count, keyCount: keyCount, value: bytes.count + keyCount,
                valueCount: pair.count - keyCount))
        bytes.append(pair)
    }

    /// Adds a pair of the child trie under the storage key `child`.
    mutating func append(
        _ pair: UnsafeRawBufferPointer, keyCount: Int, child: [UInt8]
    ) {
        let (key, value) = (pair[..<keyCount], pair[keyCount...])
        childPairs.append(ChildPair(child: child, key: Array(key), value: Array(value)))
        childBytes += child.count + pair.count
    }

    /// Calls `body` with every pair of key and value, in the order of the keys.
    package func forEach(
        _ body: (_ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) -> Void
    ) {
        for entry in entries {
            body(key(entry), bytes.bytes(at: entry.value, count: entry.valueCount))
        }
    }

    /// Calls `body` with every pair of a child trie, in no order.
    package func forEachOfChildren(
        _ body: (_ child: [UInt8], _ key: [UInt8], _ value: [UInt8]) -> Void
    ) {
        for pair in childPairs { body(pair.child, pair.key, pair.value) }
    }

    /// The value under `key`; nil means none.
    package func value(of key: [UInt8]) -> [UInt8]? {
        let found = key.withUnsafeBytes { wanted in
            entries.first { self.key($0).elementsEqual(wanted) }
        }
        return found.map { Array(bytes.bytes(at: $0.value, count: $0.valueCount)) }
    }

    private func key(_ entry: Entry) -> UnsafeRawBufferPointer {
        bytes.bytes(at: entry.key, count: entry.keyCount)
    }

    mutating func sort() throws(ChainSpecError) {
        var sorted = entries
        sorted.sort { key($0).lexicographicallyPrecedes(key($1)) }
        for (one, next) in zip(sorted, sorted.dropFirst())
        where key(one).elementsEqual(key(next)) {
            throw .repeatedKey(hexadecimal(key(one)))
        }
        entries = sorted
    }

    /// The root of the state trie; child tries hang in it by their own roots.
    package func root(layout: TrieLayout) throws(TrieError) -> Hash256 {
        let sink = DiscardingSink()
        var builder = TrieBuilder(layout: layout)
        var children = try childRoots(layout: layout)[...]
        for entry in entries {
            let key = key(entry)
            while let child = children.first, !key.lexicographicallyPrecedes(child.key) {
                guard !key.elementsEqual(child.key) else {
                    break
                }
                try builder.append(child.key, child.root, to: sink)
                children.removeFirst()
            }
            if let child = children.first, key.elementsEqual(child.key) {
                try builder.append(child.key, child.root, to: sink)
                children.removeFirst()
            } else {
                try builder.append(
                    key, bytes.bytes(at: entry.value, count: entry.valueCount), to: sink)
            }
        }
        for child in children { try builder.append(child.key, child.root, to: sink) }
        return try builder.finish(to: sink)
    }

    /// What the parent trie holds of each child trie, sorted by key.
    ///
    /// - Source: sp-storage, `well_known_keys::DEFAULT_CHILD_STORAGE_KEY_PREFIX`.
    private func childRoots(
        layout: TrieLayout
    ) throws(TrieError) -> [(key: [UInt8], root: [UInt8])] {
        let sink = DiscardingSink()
        var roots: [(key: [UInt8], root: [UInt8])] = []
        for (child, pairs) in Dictionary(grouping: childPairs, by: \.child) {
            var builder = TrieBuilder(layout: layout)
            for pair in pairs.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
                try builder.append(pair.key, pair.value, to: sink)
            }
            roots.append(
                (
                    Array(":child_storage:default:".utf8) + child,
                    try builder.finish(to: sink).array
                ))
        }
        return roots.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    }
}

/// The header of a chain's first block.
package enum GenesisBlock {
    /// The block's hash, which names the chain.
    ///
    /// - Source: sp-runtime's generic header: parent, number, state root, extrinsics root, digest;
    ///   all empty but the state root.
    package static func hash(stateRoot: Hash256) -> Hash256 {
        var header = ByteBuffer()
        Hash256.zero.withBytes { header.append($0) }
        header.appendCompact(UInt64(0))
        stateRoot.withBytes { header.append($0) }
        Trie.emptyRoot.withBytes { header.append($0) }
        header.appendCompact(UInt64(0))
        return Hash256(of: header.bytes)
    }
}
