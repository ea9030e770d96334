extension PatriciaTrie {
    /// Sets the value under `key`.
    package mutating func set(
        _ key: UnsafeRawBufferPointer, to value: UnsafeRawBufferPointer
    ) throws(TrieError) {
        guard key.count <= Trie.keyBytesMax else { throw .keyTooLong(bytes: key.count) }
        let nibbles = 2 &* key.count
        var (reference, slot) = (root, -1)
        var depth = 0
        trail.removeAll(keepingCapacity: true)
        while reference != .none {
            let index = try resolve(reference, slot: slot, key: key, depth: depth)
            let run = nodes[index].partial
            let rest = NibbleRun(start: depth, count: nibbles &- depth)
            let common = commonNibbles(arena.bytes, run, key, rest)
            if common < run.count {
                let branch = split(index, at: common, key: key, depth: depth, value: value)
                place(.node(branch), in: slot)
                markTrail()
                return
            }
            depth &+= run.count
            if depth == nibbles {
                if replaceValue(of: index, key: key, by: value) {
                    nodes[index].isDirty = true
                    markTrail()
                }
                return
            }
            if !nodes[index].isBranch { nodes[index].children = makeChildren() }
            trail.append(index)
            slot = nodes[index].children &+ nibble(key, at: depth)
            reference = children[slot]
            depth &+= 1
        }
        let leaf = makeLeaf(key: key, depth: depth, value: value)
        place(.node(leaf), in: slot)
        markTrail()
    }

    /// Removes the value under `key`.
    ///
    /// - Returns: Whether there was one.
    @discardableResult
    package mutating func remove(_ key: UnsafeRawBufferPointer) throws(TrieError) -> Bool {
        let nibbles = 2 &* key.count
        var (reference, slot) = (root, -1)
        var depth = 0
        // How deep the node at the end of the trail ends.
        var parentEnd = 0
        trail.removeAll(keepingCapacity: true)
        while reference != .none {
            let index = try resolve(reference, slot: slot, key: key, depth: depth)
            let run = nodes[index].partial
            let rest = NibbleRun(start: depth, count: nibbles &- depth)
            guard commonNibbles(arena.bytes, run, key, rest) == run.count else { return false }
            let end = depth &+ run.count
            if end == nibbles {
                guard nodes[index].valueForm != .none else { return false }
                if nodes[index].isBranch {
                    trail.append(index)
                    if let onlyChild = try soleChild(of: index, without: -1, key: key, end: end) {
                        dropValue(of: index, key: key)
                        merge(index, with: onlyChild, key: key, end: end)
                    } else {
                        dropValue(of: index, key: key)
                    }
                } else {
                    // What may fail comes first, so that a trie whose store fails stays as it was.
                    var onlyChild: Int?
                    if let parent = trail.last, nodes[parent].valueForm == .none {
                        onlyChild = try soleChild(
                            of: parent, without: slot, key: key, end: parentEnd)
                    }
                    dropValue(of: index, key: key)
                    markRemoved(index, key: key, depth: depth)
                    place(.none, in: slot)
                    if let parent = trail.last {
                        settle(parent, onlyChild: onlyChild, key: key, end: parentEnd)
                    }
                }
                markTrail()
                return true
            }
            guard nodes[index].isBranch else { return false }
            trail.append(index)
            parentEnd = end
            slot = nodes[index].children &+ nibble(key, at: end)
            reference = children[slot]
            depth = end &+ 1
        }
        return false
    }

    /// Sets or removes (nil) the value under a key held in an array.
    package mutating func set(_ key: [UInt8], to value: [UInt8]?) throws(TrieError) {
        try withBytes(of: key) { (trie, key) throws(TrieError) in
            guard let value else {
                try trie.remove(key)
                return
            }
            try trie.withBytes(of: value) { (trie, value) throws(TrieError) in
                try trie.set(key, to: value)
            }
        }
    }

    @inline(__always)
    private mutating func place(_ reference: ChildReference, in slot: Int) {
        if slot < 0 { root = reference } else { children[slot] = reference }
    }

    private mutating func markTrail() {
        for index in trail { nodes[index].isDirty = true }
    }

    private mutating func makeChildren() -> Int {
        children.append(contentsOf: repeatElement(.none, count: 16))
        return children.count &- 16
    }

    private mutating func makeLeaf(
        key: UnsafeRawBufferPointer, depth: Int, value: UnsafeRawBufferPointer
    ) -> Int {
        let start = arena.count
        let first = depth &>> 1
        arena.append(UnsafeRawBufferPointer(rebasing: key[first...]))
        var leaf = TrieNode(
            partial: NibbleRun(
                start: 2 &* (start &- first) &+ depth, count: 2 &* key.count &- depth))
        keep(value, in: &leaf)
        leaf.isDirty = true
        nodes.append(leaf)
        return nodes.count &- 1
    }

    private mutating func keep(_ value: UnsafeRawBufferPointer, in node: inout TrieNode) {
        node.value = arena.count
        node.valueCount = value.count
        node.valueForm = layout.hashesValue(ofBytes: value.count) ? .fresh : .inline
        arena.append(value)
    }

    /// Puts a branch above a node whose partial path goes another way than the key after `common`
    /// nibbles, and the value into it.
    ///
    /// - Returns: The branch.
    private mutating func split(
        _ index: Int, at common: Int, key: UnsafeRawBufferPointer, depth: Int,
        value: UnsafeRawBufferPointer
    ) -> Int {
        markRemoved(index, key: key, depth: depth)
        let run = nodes[index].partial
        let turn = nibble(arena.bytes, at: run.start &+ common)
        nodes[index].partial = run.dropFirst(common &+ 1)
        nodes[index].isDirty = true
        var branch = TrieNode(partial: NibbleRun(start: run.start, count: common))
        branch.children = makeChildren()
        branch.isDirty = true
        children[branch.children &+ turn] = .node(index)
        let end = depth &+ common
        if end == 2 &* key.count {
            keep(value, in: &branch)
        } else {
            let leaf = makeLeaf(key: key, depth: end &+ 1, value: value)
            children[branch.children &+ nibble(key, at: end)] = .node(leaf)
        }
        nodes.append(branch)
        return nodes.count &- 1
    }

    /// Gives a node at the end of `key` another value.
    ///
    /// - Returns: Whether that changes anything.
    private mutating func replaceValue(
        of index: Int, key: UnsafeRawBufferPointer, by value: UnsafeRawBufferPointer
    ) -> Bool {
        var node = nodes[index]
        if node.valueForm != .none, node.valueForm != .unread, node.valueCount == value.count,
            isEqual(arena.bytes(at: node.value, count: node.valueCount), value)
        {
            return false
        }
        keep(value, in: &node)
        nodes[index] = node
        // A commit compares the hash of a fresh value with the stored one; a short one has none.
        if node.valueForm == .inline { buryValue(of: index, key: key) }
        return true
    }

    private mutating func dropValue(of index: Int, key: UnsafeRawBufferPointer) {
        buryValue(of: index, key: key)
        nodes[index].valueForm = .none
    }

    private mutating func buryValue(of index: Int, key: UnsafeRawBufferPointer) {
        let hash = nodes[index].valueHash
        guard hash >= 0 else { return }
        removedNodes.insert(
            path: key, nibbles: 2 &* key.count,
            hash: arena.bytes(at: hash, count: Trie.hashBytes))
        nodes[index].valueHash = -1
    }

    /// Marks a node's stored form for removal, since it leaves its place, the first `depth` nibbles
    /// of `key`.
    private mutating func markRemoved(_ index: Int, key: UnsafeRawBufferPointer, depth: Int) {
        let node = nodes[index]
        if node.isStored {
            removedNodes.insert(
                path: key, nibbles: depth,
                hash: arena.bytes(at: node.reference, count: Trie.hashBytes))
        }
        nodes[index].referenceCount = 0
    }

    /// The only child of a branch, loaded, were the one in slot `gone` not there; nil if there are
    /// several or none.
    private mutating func soleChild(
        of index: Int, without gone: Int, key: UnsafeRawBufferPointer, end: Int
    ) throws(TrieError) -> Int? {
        let base = nodes[index].children
        var only = -1
        for slot in base..<base &+ 16 where slot != gone && children[slot] != .none {
            if only >= 0 { return nil }
            only = slot
        }
        if only < 0 { return nil }
        path.removeAll()
        path.append(key, NibbleRun(start: 0, count: end))
        path.append(only &- base)
        return try resolve(children[only], slot: only, key: path.bytes, depth: path.count)
    }

    /// Gives a branch that lost a leaf the form that fits what is left.
    private mutating func settle(
        _ index: Int, onlyChild: Int?, key: UnsafeRawBufferPointer, end: Int
    ) {
        if let onlyChild {
            merge(index, with: onlyChild, key: key, end: end)
        } else if nodes[index].valueForm != .none {
            let base = nodes[index].children
            let isEmpty = (base..<base &+ 16).allSatisfy { children[$0] == .none }
            if isEmpty { nodes[index].children = -1 }
        }
    }

    /// Lets a branch without a value become its only child, with both partial paths in one.
    ///
    /// The branch keeps its place and its stored form, the child's is marked as removed.
    private mutating func merge(
        _ index: Int, with child: Int, key: UnsafeRawBufferPointer, end: Int
    ) {
        let base = nodes[index].children
        let turn = (0..<16).first { children[base &+ $0] == .node(child) } ?? 0
        path.removeAll()
        path.append(key, NibbleRun(start: 0, count: end))
        path.append(turn)
        markRemoved(child, key: path.bytes, depth: end &+ 1)
        let upper = nodes[index].partial
        path.removeAll()
        path.append(arena.bytes, upper)
        path.append(turn)
        path.append(arena.bytes, nodes[child].partial)
        var node = nodes[child]
        node.partial = NibbleRun(start: 2 &* arena.count, count: path.count)
        arena.append(path.bytes)
        node.reference = nodes[index].reference
        node.referenceCount = nodes[index].referenceCount
        node.isDirty = true
        nodes[index] = node
    }
}
