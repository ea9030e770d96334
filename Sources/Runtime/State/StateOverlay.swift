// Here: the state below a runtime.
// May use: tries and tables of bytes.
// Never: the engine.

package import Primitives

/// What blocks change of a state, over its backend, with nested transactions.
///
/// A runtime's calls read and write it; what they change is seen by later calls, and by nobody else
/// until it is taken out.
package final class StateOverlay {
    /// The state below.
    package let backend: any StateBackend

    /// In memory of its own, since host functions use it without the checks of a class.
    let core: UnsafeMutablePointer<OverlayCore>

    /// An overlay without changes.
    package init(over backend: any StateBackend) {
        self.backend = backend
        core = .allocate(capacity: 1)
        core.initialize(to: OverlayCore(over: backend))
    }

    deinit {
        core.deinitialize(count: 1)
        core.deallocate()
    }

    /// The value under `key`; nil means none.
    package func value(of key: [UInt8]) throws(StateError) -> [UInt8]? {
        let key = Bytes(key)
        return try core.pointee.value(of: key.bytes).map { Array($0) }
    }

    /// Sets (or with nil removes) the value under `key`.
    package func set(_ key: [UInt8], to value: [UInt8]?) {
        let key = Bytes(key)
        let new = value.map { Bytes($0) }
        core.pointee.set(key.bytes, to: new?.bytes, in: core.pointee.top)
    }

    /// Adds one encoded item to the list under `key`, whose compact count grows.
    package func append(_ item: [UInt8], to key: [UInt8]) throws(StateError) {
        let (item, key) = (Bytes(item), Bytes(key))
        try core.pointee.append(item.bytes, to: key.bytes)
    }

    /// As `append(_:to:)`, of bytes that lie elsewhere.
    package func append(
        _ item: UnsafeRawBufferPointer, to key: UnsafeRawBufferPointer
    ) throws(StateError) { try core.pointee.append(item, to: key) }

    /// Calls `body` with the value under `key` where it lies; nil means none.
    package func withValue<R>(
        of key: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer?) -> R
    ) throws(StateError) -> R { body(try core.pointee.value(of: key)) }

    /// The first key behind `key` that has a value; nil if there is none.
    package func nextKey(after key: [UInt8]) throws(StateError) -> [UInt8]? {
        let key = Bytes(key)
        return try core.pointee.nextKey(after: key.bytes) { $0.map { Array($0) } }
    }

    /// Removes everything whose key begins with `prefix`.
    package func clear(prefix: [UInt8]) throws(StateError) {
        let prefix = Bytes(prefix)
        _ = try core.pointee.clear(prefix: prefix.bytes, limit: nil)
    }

    // MARK: - Transactions

    /// The number of open transactions.
    package var transactionDepth: Int { core.pointee.depth }

    /// Opens a transaction within those that are open.
    package func startTransaction() { core.pointee.start() }

    /// Keeps what changed since the last transaction was opened, and closes it.
    package func commitTransaction() {
        let wasOpen = core.pointee.commit()
        precondition(wasOpen, "a transaction that was never opened is committed")
    }

    /// Undoes what changed since the last transaction was opened, and closes it.
    package func rollbackTransaction() {
        let wasOpen = core.pointee.rollback()
        precondition(wasOpen, "a transaction that was never opened is rolled back")
    }

    /// Rolls back until `depth` transactions are open.
    func rollback(to depth: Int) {
        while core.pointee.depth > depth, core.pointee.rollback() {}
    }

    /// Forgets all changes and transactions.
    package func reset() { core.pointee.reset() }

    // MARK: - What changed

    /// The root of the state with all changes, those of child tries included.
    package func root(layout: TrieLayout) throws(StateError) -> Hash256 {
        try core.pointee.root(layout: layout)
    }

    /// Changed keys of the top trie with their new values (nil means removed), sorted.
    package var changes: [(key: [UInt8], value: [UInt8]?)] {
        core.pointee.changes().map { (Array($0.key), $0.value.map { Array($0) }) }
    }

    /// Child tries that were touched, and what changed in each.
    package var childChanges: [(child: [UInt8], changes: [(key: [UInt8], value: [UInt8]?)])] {
        core.pointee.children.indices.map { number in
            (
                core.pointee.children[number].id,
                core.pointee.changes(in: number).map {
                    (Array($0.key), $0.value.map { Array($0) })
                }
            )
        }
    }

    /// Calls `body` with the changes of the top trie, roots of child tries included; they are valid
    /// during the call.
    package func withChanges<R>(
        layout: TrieLayout, _ body: ([StateChange]) throws(StateError) -> R
    ) throws(StateError) -> R {
        try core.pointee.writeChildRoots(layout: layout)
        return try body(core.pointee.changes())
    }

    /// How many reads the overlay could not answer and asked its backend for.
    package var backendReads: Int { core.pointee.backendReads }
}

/// An array's bytes in memory that stays where it is, which calls with typed errors need.
final class Bytes {
    let bytes: UnsafeRawBufferPointer

    init(_ array: [UInt8]) {
        let memory = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(1, array.count), alignment: 8)
        memory.copyBytes(from: array)
        bytes = UnsafeRawBufferPointer(start: memory.baseAddress, count: array.count)
    }

    deinit { UnsafeMutableRawPointer(mutating: bytes.baseAddress)?.deallocate() }
}
