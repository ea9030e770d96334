// Here: the base-16 trie and its nodes.
// May use: hashing and bytes.
// Never: a database, a block.

/// A base-16 Patricia trie over a node store: reads load the nodes of a path once, writes change
/// them in memory, and a commit hashes what changed.
///
/// All nodes and bytes lie in a few growing runs of memory and are let go together, by `reset`. A
/// trie is one block's view: it sees its own writes, and the store sees them when the changes of a
/// commit are applied to it.
///
/// - Source: sp-trie and trie-db's TrieDBMut (format and database keys); the memory layout is ours.
package struct PatriciaTrie: ~Copyable {
    /// How values are kept.
    package let layout: TrieLayout

    let source: any TrieNodeSource
    let recorder: (any TrieRecorder)?

    /// Encoded nodes as they were read, keys and values as they were set, hashes as they were made.
    var arena = ByteBuffer(capacity: 1 << 16)
    var nodes: [TrieNode] = []
    /// 16 for each branch.
    var children: [ChildReference] = []
    var root: ChildReference

    /// Branches from the root down to where a change is made.
    var trail: [Int] = []
    /// A database key being built.
    var databaseKey = ByteBuffer()
    var path = NibblePath()
    /// A node's encoding being built.
    var encoding = ByteBuffer(capacity: 4096)
    var removedNodes = RemovedNodes()

    /// Opens the trie under `root`; nothing is read yet.
    ///
    /// `recorder` is told of all that is read from `source`; nil means no observer.
    package init(
        root: Hash256 = Trie.emptyRoot, layout: TrieLayout, source: any TrieNodeSource,
        recorder: (any TrieRecorder)? = nil
    ) {
        self.layout = layout
        self.source = source
        self.recorder = recorder
        self.root = .none
        reset(to: root)
    }

    /// Forgets all nodes and changes, keeps the memory, and opens the trie under `root`.
    package mutating func reset(to root: Hash256) {
        arena.removeAll()
        nodes.removeAll(keepingCapacity: true)
        children.removeAll(keepingCapacity: true)
        removedNodes.removeAll()
        if root == Trie.emptyRoot {
            self.root = .none
        } else {
            self.root = .hash(at: arena.count)
            root.withBytes { arena.append($0) }
        }
    }

    /// The value under `key`; nil means none.
    ///
    /// - Returns: Bytes that are valid until the next call of this trie.
    package mutating func value(
        for key: UnsafeRawBufferPointer
    ) throws(TrieError) -> UnsafeRawBufferPointer? {
        var (reference, slot) = (root, -1)
        var depth = 0
        let nibbles = 2 &* key.count
        while reference != .none {
            let index = try resolve(reference, slot: slot, key: key, depth: depth)
            let run = nodes[index].partial
            let rest = NibbleRun(start: depth, count: nibbles &- depth)
            guard commonNibbles(arena.bytes, run, key, rest) == run.count else { return nil }
            depth &+= run.count
            if depth == nibbles { return try valueBytes(of: index, key: key) }
            guard nodes[index].isBranch else { return nil }
            slot = nodes[index].children &+ nibble(key, at: depth)
            reference = children[slot]
            depth &+= 1
        }
        return nil
    }

    /// The value under `key` as an array; nil means none.
    package mutating func value(for key: [UInt8]) throws(TrieError) -> [UInt8]? {
        // The array's memory outlives the call that reads it.
        try withBytes(of: key) { (trie, key) throws(TrieError) in
            try trie.value(for: key).map { Array($0) }
        }
    }

    /// Calls `body` with the trie and an array's bytes, keeping the error's type.
    mutating func withBytes<R>(
        of array: [UInt8],
        _ body: (inout PatriciaTrie, UnsafeRawBufferPointer) throws(TrieError) -> R
    ) throws(TrieError) -> R {
        var result: Result<R, TrieError>?
        array.withUnsafeBytes { bytes in
            do throws(TrieError) {
                result = .success(try body(&self, bytes))
            } catch {
                result = .failure(error)
            }
        }
        guard let result else { throw .store("an array lent no bytes") }
        return try result.get()
    }

    private mutating func valueBytes(
        of index: Int, key: UnsafeRawBufferPointer
    ) throws(TrieError) -> UnsafeRawBufferPointer? {
        switch nodes[index].valueForm {
        case .none: return nil
        case .inline, .fresh, .beside: break
        case .unread:
            databaseKey.removeAll()
            databaseKey.append(key)
            databaseKey.append(
                arena.bytes(at: nodes[index].valueHash, count: Trie.hashBytes))
            let start = try read()
            nodes[index].value = start
            nodes[index].valueCount = arena.count &- start
            nodes[index].valueForm = .beside
        }
        return arena.bytes(at: nodes[index].value, count: nodes[index].valueCount)
    }

    /// Reads what lies under the database key into the arena and tells where it begins.
    private mutating func read() throws(TrieError) -> Int {
        let start = arena.count
        guard try source.get(key: databaseKey.bytes, into: &arena) else {
            throw .missingNode(key: hexadecimal(databaseKey.bytes))
        }
        recorder?.record(
            key: databaseKey.bytes, value: arena.bytes(at: start, count: arena.count &- start))
        return start
    }

    /// The node behind a reference, loaded if it is not yet; its path is the first `depth` nibbles
    /// of `key`, and `slot` the reference's place in `children` (-1 = it is the root).
    @inline(__always)
    mutating func resolve(
        _ reference: ChildReference, slot: Int, key: UnsafeRawBufferPointer, depth: Int
    ) throws(TrieError) -> Int {
        if let index = reference.node { return index }
        return try load(reference, slot: slot, key: key, depth: depth)
    }

    private mutating func load(
        _ reference: ChildReference, slot: Int, key: UnsafeRawBufferPointer, depth: Int
    ) throws(TrieError) -> Int {
        databaseKey.removeAll()
        databaseKey.appendDatabaseKey(
            path: key, nibbles: depth,
            hash: arena.bytes(at: reference.hash, count: Trie.hashBytes))
        let start = try read()
        let index: Int
        do throws(TrieFormatError) {
            index = try decode(start..<arena.count, levels: Self.inlineLevelsMax)
        } catch {
            throw .malformedNode(key: hexadecimal(databaseKey.bytes), reason: error.reason)
        }
        nodes[index].reference = reference.hash
        nodes[index].referenceCount = Trie.hashBytes
        if slot < 0 { root = .node(index) } else { children[slot] = .node(index) }
        return index
    }

    /// An inlined node is below 32 bytes and holds its children whole, so that nesting is bounded.
    private static let inlineLevelsMax = 16
}
