internal import CRocksDB
internal import Files
internal import Glibc
package import Primitives

/// RocksDB, opened as the node opens it: the log is written and never synced, unless asked for.
///
/// - Source: see `RocksSettings` for the options, polkadot-sdk's kvdb adapter for the calls.
package final class RocksDatabase: KeyValueDatabase {
    /// The directory that holds it.
    package let path: String

    /// The number of lookups so far.
    package private(set) var gets = 0

    /// The bytes of all batches written so far, which are the bytes of the log.
    package private(set) var batchBytes = 0

    private let settings: RocksSettings
    private let database: OpaquePointer
    /// The unnamed column's last.
    private let columns: [OpaquePointer?]
    private let reading: OpaquePointer
    private let writing: OpaquePointer
    private let batch: OpaquePointer
    private let isTemporary: Bool

    /// Opens the database in the directory `path`.
    ///
    /// A log that a killed process left is replayed.
    ///
    /// - Parameters:
    ///   - path: The directory.
    ///   - options: How it is opened.
    ///   - isTemporary: Whether the directory is removed behind the last use. Not before: a flush
    ///     in the background that finds none waits a second to try again, and closing waits for it.
    /// - Throws: `refused`, with the library's reason.
    package init(
        path: String, options: RocksOptions, isTemporary: Bool = false
    ) throws(ChainError) {
        let settings = RocksSettings(options)
        var names: [UnsafeMutablePointer<CChar>?] = (0..<Column.count).map { strdup("col\($0)") }
        names.append(strdup("default"))
        defer { for name in names { free(name) } }
        var choices = [OpaquePointer?](repeating: settings.other, count: Column.count)
        choices[Column.state.rawValue] = settings.state
        choices.append(settings.database)
        var handles = [OpaquePointer?](repeating: nil, count: names.count)
        let constNames = names.map { UnsafePointer($0) }
        let opened = try rocks("open", path) { error in
            rocksdb_open_column_families(
                settings.database, path, Int32(names.count), constNames, choices, &handles, error)
        }
        guard let opened else {
            throw .refused(operation: "open", path: path, reason: "no reason given")
        }
        self.path = path
        self.isTemporary = isTemporary
        self.settings = settings
        database = opened
        columns = handles
        reading = rocksdb_readoptions_create()
        rocksdb_readoptions_set_verify_checksums(reading, 0)
        writing = rocksdb_writeoptions_create()
        rocksdb_writeoptions_set_sync(writing, options.syncsWrites ? 1 : 0)
        batch = rocksdb_writebatch_create()
    }

    deinit {
        rocksdb_writebatch_destroy(batch)
        rocksdb_readoptions_destroy(reading)
        rocksdb_writeoptions_destroy(writing)
        // A handle that outlives the database is an error, the unnamed column's, too.
        for column in columns { rocksdb_column_family_handle_destroy(column) }
        rocksdb_close(database)
        if isTemporary { FileTree.remove(path) }
    }

    /// Appends what lies under `key`, and tells whether anything does.
    package func get(
        _ column: Column, _ key: UnsafeRawBufferPointer, into bytes: inout ByteBuffer
    ) throws(ChainError) -> Bool {
        gets &+= 1
        let slice = try rocks("read", path) { error in
            rocksdb_get_pinned_cf(
                database, reading, columns[column.rawValue],
                key.baseAddress?.assumingMemoryBound(to: CChar.self), key.count, error)
        }
        guard let slice else { return false }
        var count = 0
        let value = rocksdb_pinnableslice_value(slice, &count)
        bytes.append(UnsafeRawBufferPointer(start: value, count: count))
        rocksdb_pinnableslice_destroy(slice)
        return true
    }

    /// Adds a copy to the batch.
    package func put(
        _ column: Column, _ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer
    ) {
        rocksdb_writebatch_put_cf(
            batch, columns[column.rawValue],
            key.baseAddress?.assumingMemoryBound(to: CChar.self), key.count,
            value.baseAddress?.assumingMemoryBound(to: CChar.self), value.count)
    }

    /// Adds a removal to the batch.
    package func delete(_ column: Column, _ key: UnsafeRawBufferPointer) {
        rocksdb_writebatch_delete_cf(
            batch, columns[column.rawValue],
            key.baseAddress?.assumingMemoryBound(to: CChar.self), key.count)
    }

    /// Writes the batch to the log and into memory.
    package func write() throws(ChainError) {
        var count = 0
        _ = rocksdb_writebatch_data(batch, &count)
        batchBytes &+= count
        defer { rocksdb_writebatch_clear(batch) }
        try rocks("write to", path) { error in rocksdb_write(database, writing, batch, error) }
    }

    /// Writes what is in memory to files, so that no log is needed to open them.
    package func flush() throws(ChainError) {
        let options = rocksdb_flushoptions_create()
        defer { rocksdb_flushoptions_destroy(options) }
        rocksdb_flushoptions_set_wait(options, 1)
        for column in columns {
            try rocks("flush", path) { error in
                rocksdb_flush_cf(database, options, column, error)
            }
        }
    }

    /// Makes a database of the same files, by hard links, in the new directory `path`.
    package func checkpoint(at other: String) throws(ChainError) {
        let checkpoint = try rocks("copy", path) { error in
            rocksdb_checkpoint_object_create(database, error)
        }
        defer { rocksdb_checkpoint_object_destroy(checkpoint) }
        try rocks("copy to", other) { error in
            rocksdb_checkpoint_create(checkpoint, other, 0, error)
        }
    }

    /// Takes sorted files of the state's column over, which are gone afterwards.
    func ingest(_ files: [String]) throws(ChainError) {
        if files.isEmpty { return }
        let options = rocksdb_ingestexternalfileoptions_create()
        defer { rocksdb_ingestexternalfileoptions_destroy(options) }
        rocksdb_ingestexternalfileoptions_set_move_files(options, 1)
        let names = files.map { strdup($0) }
        defer { for name in names { free(name) } }
        let constNames = names.map { UnsafePointer($0) }
        try rocks("take files into", path) { error in
            rocksdb_ingest_external_file_cf(
                database, columns[Column.state.rawValue], constNames, files.count, options, error)
        }
    }

    /// Calls `body` with each pair of the state's column from `start` to before `end`, in order,
    /// until it says false; `end` nil means to the last.
    ///
    /// Touches neither the batch nor the counters, so that several threads may call it at a time.
    ///
    /// - Throws: `refused`, for a block of a file whose checksum is wrong, too.
    func forEach(
        from start: [UInt8], to end: [UInt8]?,
        _ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Bool
    ) throws(ChainError) {
        // Checksums are verified here: this is how a kept state is checked.
        let options = rocksdb_readoptions_create()
        defer { rocksdb_readoptions_destroy(options) }
        rocksdb_readoptions_set_verify_checksums(options, 1)
        rocksdb_readoptions_set_fill_cache(options, 0)
        let iterator = rocksdb_create_iterator_cf(
            database, options, columns[Column.state.rawValue])
        defer { rocksdb_iter_destroy(iterator) }
        start.withUnsafeBytes { start in
            rocksdb_iter_seek(
                iterator, start.baseAddress?.assumingMemoryBound(to: CChar.self), start.count)
        }
        while rocksdb_iter_valid(iterator) != 0 {
            var (keyCount, valueCount) = (0, 0)
            let key = UnsafeRawBufferPointer(
                start: rocksdb_iter_key(iterator, &keyCount), count: keyCount)
            if let end, !key.lexicographicallyPrecedes(end) { break }
            let value = UnsafeRawBufferPointer(
                start: rocksdb_iter_value(iterator, &valueCount), count: valueCount)
            if !body(key, value) { return }
            rocksdb_iter_next(iterator)
        }
        try rocks("read", path) { error in rocksdb_iter_get_error(iterator, error) }
    }
}

/// Makes a call of the library, and an error of what it says.
func rocks<Result>(
    _ operation: String, _ path: String,
    _ call: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) throws(ChainError) -> Result {
    var error: UnsafeMutablePointer<CChar>?
    let result = call(&error)
    if let error {
        defer { rocksdb_free(error) }
        throw .refused(operation: operation, path: path, reason: String(cString: error))
    }
    return result
}
