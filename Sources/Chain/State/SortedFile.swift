internal import CRocksDB
import Primitives

/// Collects the nodes of some ranges of accounts, sorts them by their keys, and writes them as a
/// file that the database takes over.
///
/// All keys begin with the 32 bytes of `StorageKey.accountPrefix`.
final class SortedFile: TrieNodeSink {
    private struct Entry {
        /// The 8 bytes behind the common beginning, as a number that sorts as they do.
        var order: UInt64
        var start: UInt32
        /// The key's length in the highest byte, the value's in the others.
        var lengths: UInt32

        var keyCount: Int { Int(lengths >> 24) }
        var valueCount: Int { Int(lengths & 0xff_ffff) }
    }

    private var bytes = ByteBuffer(capacity: 1 << 20)
    private var entries: [Entry] = []

    /// The number of nodes and values collected.
    var count: Int { entries.count }

    /// Their bytes, keys included.
    var byteCount: Int { bytes.count }

    /// Keeps a copy.
    func put(key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) throws(TrieError) {
        guard key.count >= 40, key.count < 256, value.count < 1 << 24, bytes.count < 1 << 31
        else { throw .store("a node of \(key.count) + \(value.count) bytes has no room in a file") }
        entries.append(
            Entry(
                order: UInt64(
                    bigEndian: key.loadUnaligned(fromByteOffset: 32, as: UInt64.self)),
                start: UInt32(bytes.count), lengths: UInt32(key.count << 24 | value.count)))
        bytes.append(key)
        bytes.append(value)
    }

    private func key(_ entry: Entry) -> UnsafeRawBufferPointer {
        bytes.bytes(at: Int(entry.start), count: entry.keyCount)
    }

    /// Writes the file.
    ///
    /// - Returns: Whether there was anything to write.
    func write(to path: String, _ settings: RocksSettings) throws(ChainError) -> Bool {
        if entries.isEmpty { return false }
        entries.sort { one, other in
            one.order != other.order
                ? one.order < other.order : precedes(key(one), key(other))
        }
        let environment = rocksdb_envoptions_create()
        defer { rocksdb_envoptions_destroy(environment) }
        let writer = rocksdb_sstfilewriter_create(environment, settings.state)
        defer { rocksdb_sstfilewriter_destroy(writer) }
        try rocks("write", path) { rocksdb_sstfilewriter_open(writer, path, $0) }
        for entry in entries {
            let key = key(entry)
            let value = bytes.bytes(at: Int(entry.start) + key.count, count: entry.valueCount)
            try rocks("write", path) { error in
                rocksdb_sstfilewriter_put(
                    writer, key.baseAddress?.assumingMemoryBound(to: CChar.self), key.count,
                    value.baseAddress?.assumingMemoryBound(to: CChar.self), value.count, error)
            }
        }
        try rocks("write", path) { rocksdb_sstfilewriter_finish(writer, $0) }
        return true
    }
}
