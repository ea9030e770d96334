package import Primitives

/// Why the state below the overlay cannot be read.
package struct StateError: Error, Equatable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }

    init(_ error: TrieError) { description = error.description }
}

/// A changed key and its new value (nil means removed); both are valid until the overlay changes.
package struct StateChange {
    package var key: UnsafeRawBufferPointer
    package var value: UnsafeRawBufferPointer?
}

/// The state below the overlay: a table in memory, or a chain's trie over its database.
///
/// Bytes handed out are valid until the next call of the backend. A child trie is named by its
/// storage key behind the prefix `:child_storage:default:`.
package protocol StateBackend: AnyObject {
    /// The value under `key`; nil means none.
    func value(of key: UnsafeRawBufferPointer) throws(StateError) -> UnsafeRawBufferPointer?

    /// The first key behind `key` in the order of bytes; nil if there is none.
    func nextKey(after key: UnsafeRawBufferPointer) throws(StateError) -> UnsafeRawBufferPointer?

    /// As `value(of:)`, in a child trie.
    func childValue(
        of key: UnsafeRawBufferPointer, in child: [UInt8]
    ) throws(StateError) -> UnsafeRawBufferPointer?

    /// As `nextKey(after:)`, in a child trie.
    func nextChildKey(
        after key: UnsafeRawBufferPointer, in child: [UInt8]
    ) throws(StateError) -> UnsafeRawBufferPointer?

    /// The root that the trie would have after `changes`, which are sorted; it keeps as it is.
    func root(
        after changes: [StateChange], layout: TrieLayout
    ) throws(StateError) -> Hash256

    /// As `root(after:layout:)`, of a child trie; `Trie.emptyRoot` when nothing is left in it.
    func childRoot(
        after changes: [StateChange], of child: [UInt8], layout: TrieLayout
    ) throws(StateError) -> Hash256

    /// The encoded bytes of the trie nodes that were read since recording began; nil means no
    /// recorder is told of them.
    var proofBytes: UInt64? { get }
}
