import Primitives

/// Nodes that canonical blocks have left and that the database still holds, since the states of the
/// last blocks must stay readable.
///
/// A node that a later block brings back lives on: it is struck from the list of the dead.
///
/// - Source: sc-state-db, pruning.rs: `RefWindow` with its queue in memory, which is the one that
///   the node takes for a database that does not count references.
struct PruningWindow {
    /// The dead of one block.
    private final class Row {
        let number: UInt32
        var keys = ByteBuffer()
        /// The ends of the keys in `keys`.
        var ends: [Int] = []
        var isRevived: [Bool] = []

        init(number: UInt32) { self.number = number }

        func key(_ place: Int) -> UnsafeRawBufferPointer {
            let start = place == 0 ? 0 : ends[place - 1]
            return keys.bytes(at: start, count: ends[place] - start)
        }
    }

    /// Shared by the copies of the window, of which there is one.
    private final class Dead { var index = NodeIndex(capacity: 1024) }

    /// The oldest first.
    private var rows: [Row] = []
    private let dead = Dead()

    /// The number of blocks whose dead are kept.
    var count: Int { rows.count }

    /// The oldest block whose dead are kept; nil = none.
    var oldest: UInt32? { rows.first?.number }

    /// The number of nodes that wait for their removal.
    var deadCount: Int { dead.index.count }

    /// A place in the index: which block, and which of its dead.
    private static func place(_ number: UInt32, _ key: Int) -> Int { Int(number) << 32 | key }

    private func key(at place: Int) -> UnsafeRawBufferPointer {
        let first = rows.first?.number ?? 0
        return rows[place >> 32 - Int(first)].key(place & 0xffff_ffff)
    }

    /// Strikes a node that a block brings from the list of the dead.
    private mutating func revive(_ key: UnsafeRawBufferPointer, tag: UInt64) {
        let place = dead.index.find(tag) { isEqual(self.key(at: $0), key) }
        guard let place, let first = rows.first else { return }
        rows[place >> 32 - Int(first.number)].isRevived[place & 0xffff_ffff] = true
        dead.index.remove(tag, place: place)
    }

    private func bury(_ key: UnsafeRawBufferPointer, in row: Row) {
        dead.index.insert(NodeIndex.tag(key), place: Self.place(row.number, row.ends.count))
        row.keys.append(key)
        row.ends.append(row.keys.count)
        row.isRevived.append(false)
    }

    /// Takes the next canonical block's nodes.
    mutating func add(_ block: JournalRecord) {
        if !rows.isEmpty {
            for place in 0..<block.insertedCount {
                revive(block.inserted(place).key, tag: block.tag(place))
            }
        }
        let row = Row(number: block.number)
        rows.append(row)
        for place in 0..<block.deletedCount { bury(block.deleted(place), in: row) }
    }

    /// Takes the next canonical block's record from the database's journal.
    mutating func add(number: UInt32, record bytes: UnsafeRawBufferPointer) throws(ScaleError) {
        var decoder = ScaleDecoder(bytes)
        _ = try decoder.bytes(32)
        for _ in 0..<(try decoder.length()) {
            let key = try decoder.vector()
            revive(key, tag: NodeIndex.tag(key))
        }
        let row = Row(number: number)
        rows.append(row)
        for _ in 0..<(try decoder.length()) { bury(try decoder.vector(), in: row) }
        try decoder.finish()
    }

    /// Writes a canonical block's record for the database's journal.
    ///
    /// - Source: sc-state-db, pruning.rs: `JournalRecord { hash, inserted: Vec<Key>, deleted:
    ///   Vec<Key> }` in SCALE.
    static func encode(_ block: JournalRecord, into buffer: inout ByteBuffer) {
        block.hash.withBytes { buffer.append($0) }
        buffer.appendCompact(UInt64(block.insertedCount))
        for place in 0..<block.insertedCount { buffer.appendVector(block.inserted(place).key) }
        buffer.appendCompact(UInt64(block.deletedCount))
        for place in 0..<block.deletedCount { buffer.appendVector(block.deleted(place)) }
    }

    /// Gives up the oldest block, and hands over those of its dead that stayed dead.
    mutating func removeOldest(_ body: (UnsafeRawBufferPointer) -> Void) {
        guard let row = rows.first else { return }
        for place in row.ends.indices where !row.isRevived[place] {
            let key = row.key(place)
            dead.index.remove(NodeIndex.tag(key), place: Self.place(row.number, place))
            body(key)
        }
        rows.removeFirst()
    }
}
