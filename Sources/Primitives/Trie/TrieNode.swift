/// Where a node's value is.
enum TrieValueForm: UInt8 {
    case none
    /// In the node; its bytes lie in the arena.
    case inline
    /// Set since the last commit and to be kept beside the node.
    case fresh
    /// Beside the node, and its bytes lie in the arena.
    case beside
    /// Beside the node, and not read yet.
    case unread
}

/// A node in memory; offsets count in the trie's arena.
struct TrieNode {
    var partial: NibbleRun
    /// The first of its 16 places in `children`; -1 = a leaf.
    var children = -1
    var value = 0
    var valueCount = 0
    /// The hash of the value that the store holds beside this node; -1 = none.
    var valueHash = -1
    /// What the parent refers to it by, in the store's state: a hash of 32 bytes, or its own
    /// encoding where that is shorter; 0 bytes = the store does not know it.
    var reference = 0
    var referenceCount = 0
    var valueForm = TrieValueForm.none
    var isDirty = false

    @inline(__always)
    var isBranch: Bool { children >= 0 }

    @inline(__always)
    var isStored: Bool { referenceCount == Trie.hashBytes }
}

/// What a branch knows of a child: nothing, the hash to find it by, or the node in memory.
struct ChildReference: Equatable {
    private var raw: UInt32

    static let none = ChildReference(raw: .max)

    @inline(__always)
    static func hash(at offset: Int) -> ChildReference {
        precondition(offset < Int(UInt32.max &>> 1), "a trie's memory is full: reset it earlier")
        return ChildReference(raw: UInt32(truncatingIfNeeded: offset &<< 1 | 1))
    }

    @inline(__always)
    static func node(_ index: Int) -> ChildReference {
        precondition(index < Int(UInt32.max &>> 1), "a trie's memory is full: reset it earlier")
        return ChildReference(raw: UInt32(truncatingIfNeeded: index &<< 1))
    }

    /// The node's index; nil if it is not loaded.
    @inline(__always)
    var node: Int? { raw & 1 == 0 ? Int(raw &>> 1) : nil }

    /// The offset of its hash; not to be asked of a loaded node.
    @inline(__always)
    var hash: Int { Int(raw &>> 1) }
}

extension PatriciaTrie {
    /// Decodes a node that lies in the arena, and the nodes inlined in it.
    ///
    /// - Returns: Its index.
    mutating func decode(_ range: Range<Int>, levels: Int) throws(TrieFormatError) -> Int {
        guard levels > 0 else { throw .nesting }
        // Nothing is appended to the arena while the decoder looks at it.
        var decoder = ScaleDecoder(arena.bytes, in: range)
        let (form, nibbles) = try TrieNodeForm.read(&decoder)
        var node = TrieNode(partial: .empty)
        var bitmap: UInt16 = 0
        do throws(ScaleError) {
            let odd = nibbles & 1
            let start = try decoder.skip((nibbles &+ 1) &>> 1)
            node.partial = NibbleRun(start: 2 &* start &+ odd, count: nibbles)
            if form.isBranch { bitmap = try decoder.integer() }
            switch form {
            case .leaf, .branchWithValue:
                node.valueCount = try decoder.length()
                node.value = try decoder.skip(node.valueCount)
                node.valueForm = .inline
            case .hashedLeaf, .branchWithHashedValue:
                node.valueHash = try decoder.skip(Trie.hashBytes)
                node.valueForm = .unread
            case .branch: break
            }
        } catch { throw .encoding(error) }
        if nibbles & 1 == 1, arena[node.partial.start &>> 1] > 15 { throw .padding }
        let index = nodes.count
        if form.isBranch {
            guard bitmap != 0 else { throw .noChild }
            node.children = children.count
            children.append(contentsOf: repeatElement(.none, count: 16))
        }
        nodes.append(node)
        try decodeChildren(bitmap, of: node.children, &decoder, levels: levels)
        do throws(ScaleError) { try decoder.finish() } catch { throw .encoding(error) }
        return index
    }

    private mutating func decodeChildren(
        _ bitmap: UInt16, of base: Int, _ decoder: inout ScaleDecoder, levels: Int
    ) throws(TrieFormatError) {
        var rest = bitmap
        while rest != 0 {
            let slot = base &+ rest.trailingZeroBitCount
            rest &= rest &- 1
            let (start, count): (Int, Int)
            do throws(ScaleError) {
                count = try decoder.length()
                start = try decoder.skip(count)
            } catch { throw .encoding(error) }
            guard count > 0, count <= Trie.hashBytes else { throw .childLength }
            if count == Trie.hashBytes {
                children[slot] = .hash(at: start)
            } else {
                let child = try decode(start..<start &+ count, levels: levels &- 1)
                nodes[child].reference = start
                nodes[child].referenceCount = count
                children[slot] = .node(child)
            }
        }
    }
}

/// Stored nodes and values that are no longer where they were, and which a commit removes unless it
/// makes the same again in the same place.
struct RemovedNodes: ~Copyable {
    private struct Entry {
        var start: Int
        var count: Int
        /// The next with the same beginning of its hash; -1 = none.
        var next: Int
        var isGone: Bool
    }

    private var keys = ByteBuffer()
    private var entries: [Entry] = []
    private var heads: [UInt64: Int] = [:]

    private static func bucket(_ hash: UnsafeRawBufferPointer) -> UInt64 {
        hash.loadUnaligned(as: UInt64.self)
    }

    mutating func removeAll() {
        if entries.isEmpty { return }
        keys.removeAll()
        entries.removeAll(keepingCapacity: true)
        heads.removeAll(keepingCapacity: true)
    }

    mutating func insert(
        path key: UnsafeRawBufferPointer, nibbles: Int, hash: UnsafeRawBufferPointer
    ) {
        let start = keys.count
        keys.appendDatabaseKey(path: key, nibbles: nibbles, hash: hash)
        let bucket = Self.bucket(hash)
        entries.append(
            Entry(
                start: start, count: keys.count &- start, next: heads[bucket] ?? -1, isGone: false))
        heads[bucket] = entries.count &- 1
    }

    /// Takes a node back if it is here, and tells whether it was.
    mutating func restore(
        path: UnsafeRawBufferPointer, hash: UnsafeRawBufferPointer
    ) -> Bool {
        if entries.isEmpty { return false }
        var index = heads[Self.bucket(hash)] ?? -1
        while index >= 0 {
            let entry = entries[index]
            if !entry.isGone, entry.count == path.count &+ hash.count,
                isEqual(keys.bytes(at: entry.start, count: path.count), path),
                isEqual(keys.bytes(at: entry.start &+ path.count, count: hash.count), hash)
            {
                entries[index].isGone = true
                return true
            }
            index = entry.next
        }
        return false
    }

    func forEach(_ body: (UnsafeRawBufferPointer) -> Void) {
        for entry in entries where !entry.isGone {
            body(keys.bytes(at: entry.start, count: entry.count))
        }
    }
}
