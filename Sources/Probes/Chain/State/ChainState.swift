import Chain
import Primitives
import Runtime

/// A chain's state in the node's database, as its own runtime reads it.
///
/// Reads go through one trie a block, and each root is computed by another, as in the node: the
/// second finds in the cache of nodes what the first has read.
final class ChainState: StateBackend {
    /// The state before the block.
    private(set) var root: Hash256
    /// The root that was asked for last in this block; nil if none was.
    private(set) var changedRoot: Hash256?
    /// How long reads took in this block that the overlay could not answer.
    private(set) var readNanoseconds: UInt64 = 0

    private let store: ChainStore
    private let layout: TrieLayout
    private let now: () -> UInt64
    private var reading: PatriciaTrie
    private var writing: PatriciaTrie
    private var changes = TrieChanges()
    private(set) var recorder: ProofRecorder?

    /// - Parameters:
    ///   - store: Holds the state.
    ///   - root: Of the state.
    ///   - layout: How values are kept.
    ///   - now: Reads a clock in nanoseconds.
    init(_ store: ChainStore, root: Hash256, layout: TrieLayout, now: @escaping () -> UInt64) {
        self.store = store
        self.root = root
        self.layout = layout
        self.now = now
        reading = PatriciaTrie(root: root, layout: layout, source: store)
        writing = PatriciaTrie(root: root, layout: layout, source: store)
    }

    /// Begins a block; `records` = what is read is kept for a proof.
    func begin(records: Bool = false) {
        changedRoot = nil
        readNanoseconds = 0
        if records || recorder != nil {
            recorder = records ? ProofRecorder() : nil
            reading = PatriciaTrie(root: root, layout: layout, source: store, recorder: recorder)
            writing = PatriciaTrie(root: root, layout: layout, source: store, recorder: recorder)
        } else {
            reading.reset(to: root)
        }
    }

    /// Writes a block whose changes are those that the last root was asked for with.
    func write(
        _ block: StoredBlock, observer: (any ImportObserver)?
    ) throws(ChainError) {
        try store.importBlock(block, changes: changes, observer: observer)
        root = block.header.stateRoot
    }

    var proofBytes: UInt64? { recorder.map { UInt64($0.encodedBytes) } }

    func value(
        of key: UnsafeRawBufferPointer
    ) throws(StateError) -> UnsafeRawBufferPointer? {
        let start = now()
        defer { readNanoseconds &+= now() &- start }
        do throws(TrieError) {
            return try reading.value(for: key)
        } catch { throw StateError(error.description) }
    }

    func nextKey(
        after key: UnsafeRawBufferPointer
    ) throws(StateError) -> UnsafeRawBufferPointer? {
        let start = now()
        defer { readNanoseconds &+= now() &- start }
        do throws(TrieError) {
            return try reading.nextKey(after: key)
        } catch { throw StateError(error.description) }
    }

    func root(after changes: [StateChange], layout: TrieLayout) throws(StateError) -> Hash256 {
        guard layout == self.layout else { throw StateError("the state has another layout") }
        writing.reset(to: root)
        do throws(TrieError) {
            for change in changes {
                if let value = change.value {
                    try writing.set(change.key, to: value)
                } else {
                    try writing.remove(change.key)
                }
            }
        } catch { throw StateError(error.description) }
        self.changes.removeAll()
        let new = writing.commit(into: &self.changes)
        changedRoot = new
        return new
    }

    // MARK: - Child tries

    func childValue(
        of key: UnsafeRawBufferPointer, in child: [UInt8]
    ) throws(StateError) -> UnsafeRawBufferPointer? { nil }

    func nextChildKey(
        after key: UnsafeRawBufferPointer, in child: [UInt8]
    ) throws(StateError) -> UnsafeRawBufferPointer? { nil }

    /// First states with child tries are refused beforehand, so only a block's own changes come.
    func childRoot(
        after changes: [StateChange], of child: [UInt8], layout: TrieLayout
    ) throws(StateError) -> Hash256 {
        guard changes.isEmpty else {
            throw StateError("the runtime writes to a child trie, which is not kept here")
        }
        return Trie.emptyRoot
    }
}
