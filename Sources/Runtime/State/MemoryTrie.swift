internal import Primitives

/// One trie of a state in memory: values in a table, nodes as far as a root was asked for.
final class MemoryTrie {
    private let table: UnsafeMutablePointer<ByteTable>
    private(set) var count = 0

    /// The nodes under `root`; nil if no root was asked for since values changed.
    private var nodes: MemoryNodeStore?
    private var root = Trie.emptyRoot
    private var recording: PatriciaTrie?

    init() {
        table = .allocate(capacity: 1)
        table.initialize(to: ByteTable(capacity: 256))
    }

    deinit {
        table.deinitialize(count: 1)
        table.deallocate()
    }

    func set(_ key: [UInt8], to value: [UInt8]?) {
        let key = Bytes(key)
        let new = value.map { Bytes($0) }
        write(StateChange(key: key.bytes, value: new?.bytes))
        nodes = nil
    }

    private func write(_ change: StateChange) {
        let number = table.pointee.findOrMake(change.key)
        let had = table.pointee.entries[number].state == .value
        if let value = change.value {
            table.pointee.write(value, to: number)
        } else {
            table.pointee.entries[number].state = .absent
        }
        count += (change.value != nil ? 1 : 0) - (had ? 1 : 0)
    }

    func value(of key: [UInt8]) -> [UInt8]? {
        let key = Bytes(key)
        return tabled(key.bytes).map { Array($0) }
    }

    private func tabled(_ key: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        let number = table.pointee.find(key)
        if number < 0 || table.pointee.entries[number].state != .value { return nil }
        return table.pointee.entries[number].value.bytes
    }

    func value(
        of key: UnsafeRawBufferPointer
    ) throws(StateError) -> UnsafeRawBufferPointer? {
        if recording == nil { return tabled(key) }
        do throws(TrieError) {
            return try recording?.value(for: key)
        } catch { throw StateError(error) }
    }

    func nextKey(after key: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        var position = table.pointee.position(key, isAfter: true)
        while let number = table.pointee.entry(at: position) {
            let entry = table.pointee.entries[number]
            if entry.state == .value { return entry.keyBytes }
            position += 1
        }
        return nil
    }

    var pairs: [(key: [UInt8], value: [UInt8])] {
        var pairs: [(key: [UInt8], value: [UInt8])] = []
        forEach { pairs.append((Array($0), Array($1))) }
        return pairs
    }

    private func forEach(
        _ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Void
    ) {
        var position = table.pointee.position(UnsafeRawBufferPointer(start: nil, count: 0))
        while let number = table.pointee.entry(at: position) {
            let entry = table.pointee.entries[number]
            if entry.state == .value { body(entry.keyBytes, entry.value.bytes) }
            position += 1
        }
    }

    // MARK: - Roots

    /// The nodes of the trie, built when they are not there yet.
    private func built(layout: TrieLayout) throws(TrieError) -> MemoryNodeStore {
        if let nodes { return nodes }
        let store = MemoryNodeStore()
        var builder = TrieBuilder(layout: layout)
        var failure: TrieError?
        forEach { key, value in
            do throws(TrieError) {
                try builder.append(key, value, to: store)
            } catch { failure = failure ?? error }
        }
        if let failure { throw failure }
        root = try builder.finish(to: store)
        nodes = store
        return store
    }

    func root(
        after changes: [StateChange], layout: TrieLayout, recorder: ProofRecorder?
    ) throws(StateError) -> Hash256 {
        do throws(TrieError) {
            let store = try built(layout: layout)
            if changes.isEmpty { return root }
            var trie = PatriciaTrie(root: root, layout: layout, source: store, recorder: recorder)
            return try Self.commit(changes, to: &trie, applyingTo: nil)
        } catch { throw StateError(error) }
    }

    private static func commit(
        _ changes: [StateChange], to trie: inout PatriciaTrie,
        applyingTo store: MemoryNodeStore?
    ) throws(TrieError) -> Hash256 {
        for change in changes {
            if let value = change.value {
                try trie.set(change.key, to: value)
            } else {
                try trie.remove(change.key)
            }
        }
        var written = TrieChanges()
        let root = trie.commit(into: &written)
        if let store { try written.apply(to: store) }
        return root
    }

    /// Takes changes over, into the table and the nodes.
    func apply(_ changes: [StateChange], layout: TrieLayout) throws(StateError) {
        do throws(TrieError) {
            if let nodes {
                var trie = PatriciaTrie(root: root, layout: layout, source: nodes)
                root = try Self.commit(changes, to: &trie, applyingTo: nodes)
            }
            for change in changes { write(change) }
        } catch { throw StateError(error) }
    }

    // MARK: - Recording

    func startRecording(layout: TrieLayout, recorder: ProofRecorder) throws(StateError) {
        do throws(TrieError) {
            let store = try built(layout: layout)
            recording = PatriciaTrie(
                root: root, layout: layout, source: store, recorder: recorder)
        } catch { throw StateError(error) }
    }

    func stopRecording() { recording = nil }
}
