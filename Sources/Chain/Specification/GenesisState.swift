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

    init() {}

    /// The number of pairs.
    package var count: Int { entries.count }

    var byteCount: Int { bytes.count }

    /// Adds a pair whose bytes lie one after the other in `pair`.
    mutating func append(_ pair: UnsafeRawBufferPointer, keyCount: Int) {
        entries.append(
            Entry(
                key: bytes.count, keyCount: keyCount, value: bytes.count + keyCount,
                valueCount: pair.count - keyCount))
        bytes.append(pair)
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

    /// The root of the state trie.
    package func root(layout: TrieLayout) throws(TrieError) -> Hash256 {
        let sink = DiscardingSink()
        var builder = TrieBuilder(layout: layout)
        for entry in entries {
            try builder.append(
                key(entry), bytes.bytes(at: entry.value, count: entry.valueCount), to: sink)
        }
        return try builder.finish(to: sink)
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
