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
    ) throws(DatabaseError) -> Bool

    /// Adds to the batch: `value` lies under `key`. Both are copied.
    func put(_ column: Column, _ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer)

    /// Adds to the batch: nothing lies under `key`.
    func delete(_ column: Column, _ key: UnsafeRawBufferPointer)

    /// Makes the batch take effect, and opens a new one.
    func write() throws(DatabaseError)
}

/// Why the database cannot do what it was asked.
package enum DatabaseError: Error, Equatable, CustomStringConvertible {
    /// The library refused an operation; what it said.
    case refused(operation: String, path: String, reason: String)
    /// A record is not what this program writes.
    case damaged(record: String, reason: String)
    /// Blocks are not imported or finalised in their order.
    case outOfOrder(String)
    /// The system refused an operation on a file or folder.
    case system(operation: String, path: String, errno: Int32)
    /// A kept state is another than the one asked for; what differs.
    case otherState(path: String, what: String)
    /// Nobody waits for the work any more.
    case interrupted
    /// A state's root is not what it must be.
    case wrongRoot(path: String, expected: Hash256, found: Hash256)

    package var description: String {
        switch self {
        case .refused(let operation, let path, let reason):
            "cannot \(operation) \(path): \(reason)"
        case .damaged(let record, let reason):
            "the database's \(record) cannot be read (\(reason)): build the state again"
        case .outOfOrder(let what): what
        case .system(let operation, let path, let errno):
            "cannot \(operation) \(path): \(systemReason(errno))"
        case .otherState(let path, let what):
            "the state kept in \(path) cannot be used (\(what)): give another directory or remove "
                + "it"
        case .interrupted: "interrupted"
        case .wrongRoot(let path, let expected, let found):
            "the state in \(path) has the root \(found), not \(expected): its results mean "
                + "nothing, test the machine's memory"
        }
    }
}

private func systemReason(_ code: Int32) -> String {
    strerror(code).map { String(cString: $0) } ?? "error \(code)"
}
