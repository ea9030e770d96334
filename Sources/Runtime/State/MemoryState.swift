package import Primitives

/// A state in memory: a table of values for reads, and the trie's nodes for its roots.
package final class MemoryState: StateBackend {
    private let top = MemoryTrie()
    private var children: [[UInt8]: MemoryTrie] = [:]
    private var recorder: ProofRecorder?

    /// An empty state.
    package init() {}

    /// A state of these pairs; a key that comes twice keeps the last value.
    package init(_ pairs: some Sequence<(key: [UInt8], value: [UInt8])>) {
        for pair in pairs { set(pair.key, to: pair.value) }
    }

    /// Sets (or with nil removes) the value under `key`.
    package func set(_ key: [UInt8], to value: [UInt8]?) { top.set(key, to: value) }

    /// Sets (or with nil removes) a value in a child trie; call `sealChildren` when all are set.
    package func set(_ key: [UInt8], to value: [UInt8]?, inChild child: [UInt8]) {
        trie(child).set(key, to: value)
    }

    /// Writes the roots of all child tries into the top trie.
    package func sealChildren(layout: TrieLayout) throws(StateError) {
        for (id, child) in children {
            let root = try child.root(after: [], layout: layout, recorder: nil)
            set(ChildStorage.prefix + id, to: root == Trie.emptyRoot ? nil : root.array)
        }
    }

    /// The value under `key`; nil means none.
    package func value(of key: [UInt8]) -> [UInt8]? { top.value(of: key) }

    /// The number of keys with a value.
    package var count: Int { top.count }

    /// Whether any child trie was ever written to.
    package var hasChildren: Bool { !children.isEmpty }

    /// All pairs of the top trie, sorted by key.
    package var pairs: [(key: [UInt8], value: [UInt8])] { top.pairs }

    /// The root of the state.
    package func root(layout: TrieLayout) throws(StateError) -> Hash256 {
        try root(after: [], layout: layout)
    }

    /// Takes over what an overlay over this state changed; the overlay is reset.
    package func apply(_ overlay: StateOverlay, layout: TrieLayout) throws(StateError) {
        precondition(overlay.backend === self, "changes over another state")
        precondition(overlay.transactionDepth == 0, "a transaction is open")
        for (number, child) in overlay.core.pointee.children.enumerated() {
            let changes = overlay.core.pointee.changes(in: number)
            try trie(child.id).apply(changes, layout: layout)
        }
        try overlay.withChanges(layout: layout) { (changes) throws(StateError) in
            try top.apply(changes, layout: layout)
        }
        overlay.reset()
    }

    private func trie(_ child: [UInt8]) -> MemoryTrie {
        if let trie = children[child] { return trie }
        let trie = MemoryTrie()
        children[child] = trie
        return trie
    }

    // MARK: - Recording

    /// From now on reads go through the trie, and what they touch is kept for a proof.
    ///
    /// - Parameter layout: of the trie that is read.
    /// - Throws: what keeps the trie from being built.
    package func startRecording(layout: TrieLayout) throws(StateError) {
        let recorder = ProofRecorder()
        try top.startRecording(layout: layout, recorder: recorder)
        for child in children.values {
            try child.startRecording(layout: layout, recorder: recorder)
        }
        self.recorder = recorder
    }

    /// Ends recording.
    ///
    /// - Returns: The nodes and values that were read, each once; nil means nothing was recorded.
    package func stopRecording() -> [[UInt8]]? {
        top.stopRecording()
        for child in children.values { child.stopRecording() }
        defer { recorder = nil }
        return recorder?.nodes
    }

    /// The bytes of what was recorded; nil means nothing is recorded.
    package var proofBytes: UInt64? { recorder.map { UInt64($0.encodedBytes) } }

    // MARK: - StateBackend

    /// As the backend's protocol says.
    package func value(
        of key: UnsafeRawBufferPointer
    ) throws(StateError) -> UnsafeRawBufferPointer? { try top.value(of: key) }

    /// As the backend's protocol says.
    package func nextKey(
        after key: UnsafeRawBufferPointer
    ) throws(StateError) -> UnsafeRawBufferPointer? { top.nextKey(after: key) }

    /// As the backend's protocol says.
    package func childValue(
        of key: UnsafeRawBufferPointer, in child: [UInt8]
    ) throws(StateError) -> UnsafeRawBufferPointer? { try children[child]?.value(of: key) }

    /// As the backend's protocol says.
    package func nextChildKey(
        after key: UnsafeRawBufferPointer, in child: [UInt8]
    ) throws(StateError) -> UnsafeRawBufferPointer? { children[child]?.nextKey(after: key) }

    /// As the backend's protocol says.
    package func root(
        after changes: [StateChange], layout: TrieLayout
    ) throws(StateError) -> Hash256 {
        try top.root(after: changes, layout: layout, recorder: recorder)
    }

    /// As the backend's protocol says.
    package func childRoot(
        after changes: [StateChange], of child: [UInt8], layout: TrieLayout
    ) throws(StateError) -> Hash256 {
        try (children[child] ?? MemoryTrie()).root(
            after: changes, layout: layout, recorder: recorder)
    }
}

/// Keeps every node and value that a trie reads, once each.
package final class ProofRecorder: TrieRecorder {
    private var seen: Set<Hash256> = []

    /// What was read, in the order of reading.
    package private(set) var nodes: [[UInt8]] = []

    /// The bytes of all nodes, each with its length in front.
    ///
    /// - Source: sp-trie's recorder, which a runtime's `proof_size` asks.
    package private(set) var encodedBytes = 0

    /// A recorder that has heard of nothing.
    package init() {}

    /// Keeps a node or value; its database key ends in its hash.
    package func record(key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) {
        guard key.count >= 32 else { return }
        let hash = Hash256(UnsafeRawBufferPointer(rebasing: key.suffix(32)))
        guard seen.insert(hash).inserted else { return }
        nodes.append(Array(value))
        encodedBytes += value.count + compactWord(UInt64(value.count)).length
    }
}
