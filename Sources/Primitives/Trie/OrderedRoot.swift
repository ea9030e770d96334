extension TrieBuilder {
    /// The root of the trie from each value's place, as a compact integer, to the value.
    ///
    /// - Source: sp-trie's `ordered_trie_root`.
    package static func orderedRoot(
        of values: [UnsafeRawBufferPointer], layout: TrieLayout
    ) throws(TrieError) -> Hash256 {
        let sink = DiscardingSink()
        var builder = TrieBuilder(layout: layout)
        var keys: [(key: [UInt8], index: Int)] = []
        var key = ByteBuffer()
        for index in values.indices {
            key.removeAll()
            key.appendCompact(UInt64(index))
            keys.append((key.array, index))
        }
        keys.sort { $0.key.lexicographicallyPrecedes($1.key) }
        for (bytes, index) in keys {
            key.removeAll()
            key.append(bytes)
            try builder.append(key.bytes, values[index], to: sink)
        }
        return try builder.finish(to: sink)
    }
}

/// Takes nodes where only the root is asked for.
package final class DiscardingSink: TrieNodeSink {
    /// Keeps nothing.
    package init() {}

    /// Takes a node and forgets it.
    package func put(
        key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer
    ) throws(TrieError) {}
}
