import Primitives

/// Nodes that canonical blocks have left and that the database still holds, since the states of the
/// last blocks must stay readable.
///
/// A node that a later block brings back lives on: it is taken off the list of removed nodes.
///
/// - Source: sc-state-db, pruning.rs: `RefWindow` with its queue in memory, which is the one that
///   the node takes for a database that does not count references.
struct PruningWindow {
    /// The nodes that one block removed.
    private final class Row {
        let number: UInt32
        private let keys: ByteBuffer
        /// The ends of the keys in `keys`.
        private let ends: [Int]
        var isRevived: [Bool]

        var count: Int { ends.count }

        init(_ block: JournalRecord) {
            number = block.number
            var keys = ByteBuffer(capacity: 64 * block.deletedCount)
            var ends: [Int] = []
            ends.reserveCapacity(block.deletedCount)
            for place in 0..<block.deletedCount {
                keys.append(block.deleted(place))
                ends.append(keys.count)
            }
            isRevived = [Bool](repeating: false, count: ends.count)
            self.keys = keys
            self.ends = ends
        }

        init(number: UInt32, _ decoder: inout ScaleDecoder) throws(ScaleError) {
            var keys = ByteBuffer()
            var ends: [Int] = []
            for _ in 0..<(try decoder.length()) {
                keys.append(try decoder.vector())
                ends.append(keys.count)
            }
            self.number = number
            isRevived = [Bool](repeating: false, count: ends.count)
            self.keys = keys
            self.ends = ends
        }

        func key(_ place: Int) -> UnsafeRawBufferPointer {
            let start = place == 0 ? 0 : ends[place - 1]
            return keys.bytes(at: start, count: ends[place] - start)
        }
    }

    /// Shared by the copies of the window, of which there is one.
    private final class Removed {
        var index = NodeIndex(capacity: 1024)
        var prefetchSink: UInt64 = 0
    }

    /// The oldest first.
    private var rows: [Row] = []
    private let removed = Removed()

    /// The number of blocks whose removed nodes are kept.
    var count: Int { rows.count }

    /// The oldest block whose removed nodes are kept; nil means none.
    var oldest: UInt32? { rows.first?.number }

    /// A place in the index: which block, and which of its removed nodes.
    private static func place(_ number: UInt32, _ key: Int) -> Int { Int(number) << 32 | key }

    private func key(at place: Int) -> UnsafeRawBufferPointer {
        let first = rows.first?.number ?? 0
        return rows[place >> 32 - Int(first)].key(place & 0xffff_ffff)
    }

    /// Takes a node that a block brings off the list of removed nodes.
    private mutating func restore(_ key: UnsafeRawBufferPointer, tag: UInt64) {
        let place = removed.index.find(tag) { isEqual(self.key(at: $0), key) }
        guard let place, let first = rows.first else { return }
        rows[place >> 32 - Int(first.number)].isRevived[place & 0xffff_ffff] = true
        removed.index.remove(tag, place: place)
    }

    /// Takes the next canonical block's nodes.
    mutating func add(_ block: JournalRecord) {
        let step = NodeIndex.warmCount
        for first in stride(from: 0, to: rows.isEmpty ? 0 : block.insertedCount, by: step) {
            let places = first..<min(first + step, block.insertedCount)
            removed.prefetchSink &+= removed.index.prefetch(places) { block.tag($0) }
            for place in places { restore(block.inserted(place).key, tag: block.tag(place)) }
        }
        rows.append(Row(block))
        for first in stride(from: 0, to: block.deletedCount, by: step) {
            let places = first..<min(first + step, block.deletedCount)
            removed.prefetchSink &+= removed.index.prefetch(places) { block.deletedTag($0) }
            for place in places {
                removed.index.insert(
                    block.deletedTag(place), place: Self.place(block.number, place))
            }
        }
    }

    /// Takes the next canonical block's record from the database's journal.
    mutating func add(number: UInt32, record bytes: UnsafeRawBufferPointer) throws(ScaleError) {
        var decoder = ScaleDecoder(bytes)
        _ = try decoder.bytes(32)
        for _ in 0..<(try decoder.length()) {
            let key = try decoder.vector()
            restore(key, tag: NodeIndex.tag(key))
        }
        let row = try Row(number: number, &decoder)
        try decoder.finish()
        rows.append(row)
        for place in 0..<row.count {
            removed.index.insert(
                NodeIndex.tag(row.key(place)), place: Self.place(number, place))
        }
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

    /// Gives up the oldest block, and hands over those of its nodes that stayed removed.
    mutating func removeOldest(_ body: (UnsafeRawBufferPointer) -> Void) {
        guard let row = rows.first else { return }
        for place in 0..<row.count where !row.isRevived[place] {
            let key = row.key(place)
            removed.index.remove(NodeIndex.tag(key), place: Self.place(row.number, place))
            body(key)
        }
        rows.removeFirst()
    }
}
