/// What a commit puts into the database and removes from it, in one run of memory.
package struct TrieChanges: ~Copyable {
    private struct Entry {
        var key: Int
        var keyCount: Int
        var value: Int
        var valueCount: Int
    }

    private var bytes = ByteBuffer(capacity: 1 << 16)
    private var inserted: [Entry] = []
    private var removed: [Entry] = []

    /// The bytes of all inserted nodes and values, without their keys.
    package private(set) var insertedValueBytes = 0

    package init() {}

    /// A bound of the bytes of all keys and values, each with its length in front.
    package var encodedBytesMax: Int { bytes.count + 8 * inserted.count + 4 * removed.count }

    /// The number of nodes and values to be put.
    package var insertedCount: Int { inserted.count }

    /// The number of nodes and values to be removed.
    package var removedCount: Int { removed.count }

    /// The database key and the bytes of an inserted node or value, valid until the next change;
    /// children come before their parents.
    package func inserted(_ index: Int) -> (
        key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer
    ) {
        let entry = inserted[index]
        return (
            bytes.bytes(at: entry.key, count: entry.keyCount),
            bytes.bytes(at: entry.value, count: entry.valueCount)
        )
    }

    /// The database key of a removed node or value, valid until the next change.
    package func removed(_ index: Int) -> UnsafeRawBufferPointer {
        bytes.bytes(at: removed[index].key, count: removed[index].keyCount)
    }

    /// Forgets everything, but keeps the memory.
    package mutating func removeAll() {
        bytes.removeAll()
        inserted.removeAll(keepingCapacity: true)
        removed.removeAll(keepingCapacity: true)
        insertedValueBytes = 0
    }

    /// Puts and removes everything in `store`.
    package func apply(to store: some TrieNodeStore) throws(TrieError) {
        for index in removed.indices { try store.delete(key: removed(index)) }
        for index in inserted.indices {
            let (key, value) = inserted(index)
            try store.put(key: key, value: value)
        }
    }

    mutating func insert(
        path: UnsafeRawBufferPointer, hash: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer
    ) {
        let start = bytes.count
        bytes.append(value)
        let key = bytes.count
        bytes.append(path)
        bytes.append(hash)
        inserted.append(
            Entry(key: key, keyCount: bytes.count - key, value: start, valueCount: value.count))
        insertedValueBytes += value.count
    }

    mutating func remove(path: UnsafeRawBufferPointer, hash: UnsafeRawBufferPointer) {
        let key = bytes.count
        bytes.append(path)
        bytes.append(hash)
        removed.append(Entry(key: key, keyCount: bytes.count - key, value: 0, valueCount: 0))
    }
}
