import Primitives

/// The state of an imported block that is not final: the nodes that it brings and those that it
/// leaves, as one record, which the database holds as well.
///
/// - Source: sc-state-db, noncanonical.rs: `JournalRecord { hash, parent_hash, inserted: Vec<(Key,
///   DBValue)>, deleted: Vec<Key> }` in SCALE.
final class JournalRecord {
    private struct Node {
        var key: Int
        var keyCount: Int
        var value: Int
        var valueCount: Int
        var tag: UInt64
    }

    let number: UInt32
    let hash: Hash256
    let parent: Hash256

    private let record: ByteBuffer
    private let inserted: [Node]
    private let deleted: [Node]
    /// Made when it is first asked for: as long as the cache holds all of a record, nobody asks.
    private var index: NodeIndex?

    /// Where the cache stood before it took this record's nodes; nil if it has not taken all.
    var cacheMark: Int?

    /// The bytes of the record.
    var bytes: UnsafeRawBufferPointer { record.bytes }
    var insertedCount: Int { inserted.count }
    var deletedCount: Int { deleted.count }

    /// Encodes the changes of a block.
    init(number: UInt32, hash: Hash256, parent: Hash256, changes: borrowing TrieChanges) {
        self.number = number
        self.hash = hash
        self.parent = parent
        var record = ByteBuffer(capacity: changes.encodedBytesMax + 96)
        var (inserted, deleted): ([Node], [Node]) = ([], [])
        inserted.reserveCapacity(changes.insertedCount)
        deleted.reserveCapacity(changes.removedCount)
        hash.withBytes { record.append($0) }
        parent.withBytes { record.append($0) }
        record.appendCompact(UInt64(changes.insertedCount))
        for place in 0..<changes.insertedCount {
            let (key, value) = changes.inserted(place)
            record.appendVector(key)
            let keyStart = record.count - key.count
            record.appendVector(value)
            inserted.append(
                Node(
                    key: keyStart, keyCount: key.count, value: record.count - value.count,
                    valueCount: value.count, tag: NodeIndex.tag(key)))
        }
        record.appendCompact(UInt64(changes.removedCount))
        for place in 0..<changes.removedCount {
            let key = changes.removed(place)
            record.appendVector(key)
            deleted.append(
                Node(
                    key: record.count - key.count, keyCount: key.count, value: 0, valueCount: 0,
                    tag: NodeIndex.tag(key)))
        }
        self.record = record
        self.inserted = inserted
        self.deleted = deleted
    }

    /// Decodes a record that the database held.
    init(number: UInt32, record bytes: [UInt8]) throws(ScaleError) {
        var record = ByteBuffer(capacity: bytes.count)
        record.append(bytes)
        var (inserted, deleted): ([Node], [Node]) = ([], [])
        var decoder = ScaleDecoder(record.bytes)
        let hash = Hash256(try decoder.bytes(32))
        let parent = Hash256(try decoder.bytes(32))
        for _ in 0..<(try decoder.length()) {
            var node = try Self.key(&decoder)
            node.valueCount = try decoder.length()
            node.value = try decoder.skip(node.valueCount)
            inserted.append(node)
        }
        for _ in 0..<(try decoder.length()) { deleted.append(try Self.key(&decoder)) }
        try decoder.finish()
        self.number = number
        self.hash = hash
        self.parent = parent
        self.record = record
        self.inserted = inserted
        self.deleted = deleted
    }

    private static func key(_ decoder: inout ScaleDecoder) throws(ScaleError) -> Node {
        let count = try decoder.length()
        let start = try decoder.skip(count)
        let key = UnsafeRawBufferPointer(rebasing: decoder.bytes[start..<start + count])
        return Node(
            key: start, keyCount: count, value: 0, valueCount: 0, tag: NodeIndex.tag(key))
    }

    /// The key and the bytes of a node that the block brings.
    func inserted(_ place: Int) -> (key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) {
        let node = inserted[place]
        return (
            record.bytes(at: node.key, count: node.keyCount),
            record.bytes(at: node.value, count: node.valueCount)
        )
    }

    /// The tag of a node that the block brings.
    func tag(_ place: Int) -> UInt64 { inserted[place].tag }

    /// The tag of a node that the block leaves.
    func deletedTag(_ place: Int) -> UInt64 { deleted[place].tag }

    /// The key of a node that the block leaves.
    func deleted(_ place: Int) -> UnsafeRawBufferPointer {
        record.bytes(at: deleted[place].key, count: deleted[place].keyCount)
    }

    /// Appends a node that the block brings, and tells whether it does.
    func get(
        _ key: UnsafeRawBufferPointer, tag: UInt64, into output: inout ByteBuffer
    ) -> Bool {
        if index == nil {
            var made = NodeIndex(capacity: inserted.count)
            for place in inserted.indices { made.insert(inserted[place].tag, place: place) }
            index = consume made
        }
        let place = index?.find(tag) { isEqual(inserted($0).key, key) } ?? nil
        guard let place else { return false }
        output.append(inserted(place).value)
        return true
    }
}
