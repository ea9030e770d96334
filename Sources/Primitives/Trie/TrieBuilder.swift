/// Builds a trie from sorted pairs, bottom-up and in one pass: each node is handed over as soon as
/// nothing can follow in it, and only the branches above the last key are kept.
///
/// Key ranges can be built apart, each by a builder of its own on a thread of its own, and joined:
/// `finishFragment` leaves a range's top node open, and `append(_:to:)` of the builder of the whole
/// takes such fragments in the order of their keys.
///
/// - Source: sp-trie for the format; the way of building is ours.
package struct TrieBuilder: ~Copyable {
    /// How values are kept.
    package let layout: TrieLayout

    /// A branch that may still get children; its value and their references lie in `data`.
    private struct Open {
        /// Nibbles from the root to the branch's end.
        var depth: Int
        var form: TrieNodeForm
        var start: Int
        var bitmap: UInt16 = 0
    }

    private var open: [Open] = []
    private var data = ByteBuffer(capacity: 1 << 14)

    // The last node, not yet attached to a parent: its place depends on its successor.
    private var lastKey = ByteBuffer()
    private var lastNibbles = -1
    private var lastForm = TrieNodeForm.leaf
    private var lastBody = ByteBuffer(capacity: 1 << 10)

    /// The last value that was hashed, and its hash: states often hold one many times.
    private var hashedValue = ByteBuffer()
    private var valueHash = Hash256.zero

    private var encoding = ByteBuffer(capacity: 1 << 10)
    private var databaseKey = ByteBuffer()

    package init(layout: TrieLayout) { self.layout = layout }

    /// Appends a pair, whose key must come after all before it.
    package mutating func append(
        _ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer, to sink: any TrieNodeSink
    ) throws(TrieError) {
        guard key.count <= Trie.keyBytesMax else { throw .keyTooLong(bytes: key.count) }
        try settleLast(before: key, nibbles: 2 &* key.count, to: sink)
        lastBody.removeAll()
        if layout.hashesValue(ofBytes: value.count) {
            lastForm = .hashedLeaf
            if !isEqual(value, hashedValue.bytes) {
                hashedValue.removeAll()
                hashedValue.append(value)
                valueHash = Hash256(of: value)
            }
            valueHash.withBytes { lastBody.append($0) }
            databaseKey.removeAll()
            databaseKey.append(key)
            databaseKey.append(lastBody.bytes)
            try sink.put(key: databaseKey.bytes, value: value)
        } else {
            lastForm = .leaf
            lastBody.appendVector(value)
        }
        follow(key, nibbles: 2 &* key.count)
    }

    /// Appends a pair held in arrays; see the other form.
    package mutating func append(
        _ key: [UInt8], _ value: [UInt8], to sink: any TrieNodeSink
    ) throws(TrieError) {
        var pair = ByteBuffer(capacity: key.count + value.count)
        pair.append(key)
        pair.append(value)
        try append(
            pair.bytes(at: 0, count: key.count), pair.bytes(at: key.count, count: value.count),
            to: sink)
    }

    /// Appends a range that was built apart, whose keys must come after all before it.
    package mutating func append(
        _ fragment: TrieFragment, to sink: any TrieNodeSink
    ) throws(TrieError) {
        var failure: TrieError?
        fragment.path.withUnsafeBytes { path in
            do throws(TrieError) {
                try settleLast(before: path, nibbles: fragment.nibbles, to: sink)
                follow(path, nibbles: fragment.nibbles)
            } catch { failure = error }
        }
        if let failure { throw failure }
        lastForm = fragment.form
        lastBody.removeAll()
        lastBody.append(fragment.body)
    }

    /// Hands over what is left, and starts anew.
    ///
    /// - Returns: The root.
    package mutating func finish(to sink: any TrieNodeSink) throws(TrieError) -> Hash256 {
        guard lastNibbles >= 0 else { return Trie.emptyRoot }
        try closeAll(to: sink)
        encoding.removeAll()
        lastForm.append(
            partial: NibbleRun(start: 0, count: lastNibbles), of: lastKey.bytes, to: &encoding)
        encoding.append(lastBody.bytes)
        lastNibbles = -1
        let root = Hash256(of: encoding.bytes)
        databaseKey.removeAll()
        root.withBytes { databaseKey.append($0) }
        try sink.put(key: databaseKey.bytes, value: encoding.bytes)
        return root
    }

    /// Hands over what is left but the top node, which is returned, and starts anew.
    ///
    /// - Returns: nil means nothing was appended.
    package mutating func finishFragment(to sink: any TrieNodeSink) throws(TrieError)
        -> TrieFragment?
    {
        guard lastNibbles >= 0 else { return nil }
        try closeAll(to: sink)
        defer { lastNibbles = -1 }
        return TrieFragment(
            path: Array(lastKey.bytes.prefix((lastNibbles + 1) / 2)), nibbles: lastNibbles,
            form: lastForm, body: lastBody.array)
    }

    private mutating func follow(_ key: UnsafeRawBufferPointer, nibbles: Int) {
        lastKey.removeAll()
        lastKey.append(key)
        lastNibbles = nibbles
    }

    /// Finds the place of the last item now that its successor is known.
    private mutating func settleLast(
        before key: UnsafeRawBufferPointer, nibbles: Int, to sink: any TrieNodeSink
    ) throws(TrieError) {
        guard lastNibbles >= 0 else { return }
        let common = commonNibbles(
            lastKey.bytes, NibbleRun(start: 0, count: lastNibbles), key,
            NibbleRun(start: 0, count: nibbles))
        let isAfter =
            common < nibbles
            && (common == lastNibbles
                ? !lastForm.isBranch
                : nibble(lastKey.bytes, at: common) < nibble(key, at: common))
        guard isAfter else { throw .unsorted(key: hexadecimal(key)) }
        if common > open.last?.depth ?? -1 {
            if common == lastNibbles {
                // The last key is a prefix of this one: its value is the branch's.
                openBranch(
                    at: common, form: lastForm == .leaf ? .branchWithValue : .branchWithHashedValue)
                data.append(lastBody.bytes)
            } else {
                openBranch(at: common, form: .branch)
                try hangLast(to: sink)
            }
            return
        }
        try hangLast(to: sink)
        while let top = open.last, top.depth > common {
            closeTop()
            if open.last?.depth ?? -1 < common { openBranch(at: common, form: .branch) }
            try hangLast(to: sink)
        }
    }

    private mutating func openBranch(at depth: Int, form: TrieNodeForm) {
        open.append(Open(depth: depth, form: form, start: data.count))
    }

    /// Takes the top branch off the stack; it becomes the last node, not yet attached to a parent.
    private mutating func closeTop() {
        guard let top = open.popLast() else { return }
        lastBody.removeAll()
        lastBody.append(littleEndian: top.bitmap)
        lastBody.append(data.bytes(at: top.start, count: data.count &- top.start))
        data.truncate(to: top.start)
        lastForm = top.form
        lastNibbles = top.depth
    }

    private mutating func closeAll(to sink: any TrieNodeSink) throws(TrieError) {
        if open.isEmpty { return }
        try hangLast(to: sink)
        while !open.isEmpty {
            closeTop()
            if !open.isEmpty { try hangLast(to: sink) }
        }
    }

    /// Encodes the last item as a child of the top branch.
    private mutating func hangLast(to sink: any TrieNodeSink) throws(TrieError) {
        let parent = open[open.count &- 1].depth
        let turn = nibble(lastKey.bytes, at: parent)
        encoding.removeAll()
        lastForm.append(
            partial: NibbleRun(start: parent &+ 1, count: lastNibbles &- parent &- 1),
            of: lastKey.bytes, to: &encoding)
        encoding.append(lastBody.bytes)
        open[open.count &- 1].bitmap |= 1 &<< UInt16(truncatingIfNeeded: turn)
        if encoding.count < Trie.hashBytes {
            data.appendVector(encoding.bytes)
            return
        }
        data.appendCompact(UInt64(Trie.hashBytes))
        data.appendHash(of: encoding.bytes)
        databaseKey.removeAll()
        databaseKey.appendDatabaseKey(
            path: lastKey.bytes, nibbles: parent &+ 1,
            hash: data.bytes(at: data.count &- Trie.hashBytes, count: Trie.hashBytes))
        try sink.put(key: databaseKey.bytes, value: encoding.bytes)
    }
}

/// The open top node of a range of keys that was built apart.
package struct TrieFragment: Sendable {
    /// The node's whole path in packed nibbles.
    let path: [UInt8]
    let nibbles: Int
    let form: TrieNodeForm
    /// All of its encoding behind the partial path.
    let body: [UInt8]
}
