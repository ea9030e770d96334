// Here: a key-value database as a protocol, in memory and by RocksDB.
// May use: files and locked folders.
// Never: what keys and values mean.

internal import Glibc
package import Primitives

/// A column of the node's database.
///
/// - Source: polkadot-sdk, client/db/src/lib.rs and utils.rs: META 0, STATE 1, STATE_META 2,
///   KEY_LOOKUP 3, HEADER 4, BODY 5; the others exist and stay empty here.
package enum Column: Int, CaseIterable, Sendable {
    /// What is best and final.
    case meta = 0
    /// The nodes of the canonical states.
    case state = 1
    /// Journals.
    case stateMeta = 2
    /// From a block's number or hash to its key in the columns below.
    case keyLookup = 3
    case header = 4
    case body = 5

    /// The number of columns that the node's database has.
    ///
    /// - Source: kvdb-rocksdb opens `NUM_COLUMNS` columns, named col0 and so on.
    package static let count = 14
}

/// Keeps bytes under keys in columns, and changes them in batches of which all or nothing happens.
///
/// A batch is built by `put` and `delete` and takes effect with `write`; only one thread may use a
/// database.
package protocol KeyValueDatabase: AnyObject {
    /// Appends what lies under `key` to `bytes`, the open batch not counted.
    ///
    /// - Returns: Whether anything lies there.
    func get(
        _ column: Column, _ key: UnsafeRawBufferPointer, into bytes: inout ByteBuffer
    ) throws(ChainError) -> Bool

    /// Adds to the batch: `value` lies under `key`. Both are copied.
    func put(_ column: Column, _ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer)

    /// Adds to the batch: nothing lies under `key`.
    func delete(_ column: Column, _ key: UnsafeRawBufferPointer)

    /// Makes the batch take effect, and opens a new one.
    func write() throws(ChainError)
}
