extension PatriciaTrie {
    /// Hashes what changed since the last commit, and tells what the database has to put and
    /// remove.
    ///
    /// The trie then stands under the new root, with its nodes still loaded; apply the changes to
    /// the store before it is asked for nodes again.
    ///
    /// - Parameter changes: Gets the changes appended.
    /// - Returns: The new root.
    package mutating func commit(into changes: inout TrieChanges) -> Hash256 {
        path.removeAll()
        var result = Trie.emptyRoot
        if let index = root.node, root != .none {
            encode(index, isRoot: true, into: &changes)
            result = Hash256(arena.bytes(at: nodes[index].reference, count: Trie.hashBytes))
        } else if root != .none {
            result = Hash256(arena.bytes(at: root.hash, count: Trie.hashBytes))
        }
        removedNodes.forEach { key in changes.remove(path: key, hash: .init(start: nil, count: 0)) }
        removedNodes.removeAll()
        return result
    }

    /// Encodes a node and the changed ones below it; its path ends where its own partial begins.
    private mutating func encode(_ index: Int, isRoot: Bool, into changes: inout TrieChanges) {
        guard nodes[index].isDirty || (isRoot && !nodes[index].isStored) else { return }
        let start = path.count
        let base = nodes[index].children
        if base >= 0 {
            path.append(arena.bytes, nodes[index].partial)
            for turn in 0..<16 {
                let child = children[base &+ turn]
                guard child != .none, let below = child.node, nodes[below].isDirty else { continue }
                let depth = path.count
                path.append(turn)
                encode(below, isRoot: false, into: &changes)
                path.truncate(to: depth)
            }
            path.truncate(to: start)
        }
        if nodes[index].valueForm == .fresh { hashValue(of: index, into: &changes) }
        write(nodes[index])
        refer(to: index, isRoot: isRoot, changes: &changes)
        nodes[index].isDirty = false
    }

    /// Hashes a fresh value and hands it over, unless the store has it already.
    private mutating func hashValue(of index: Int, into changes: inout TrieChanges) {
        let node = nodes[index]
        let hash = arena.count
        arena.reserve(Trie.hashBytes)
        arena.appendHash(of: arena.bytes(at: node.value, count: node.valueCount))
        nodes[index].valueForm = .beside
        nodes[index].valueHash = hash
        let new = arena.bytes(at: hash, count: Trie.hashBytes)
        let depth = path.count
        path.append(arena.bytes, node.partial)
        if node.valueHash >= 0 {
            let old = arena.bytes(at: node.valueHash, count: Trie.hashBytes)
            if isEqual(old, new) {
                path.truncate(to: depth)
                return
            }
            changes.remove(path: path.bytes, hash: old)
        }
        if !removedNodes.restore(path: path.bytes, hash: new) {
            changes.insert(
                path: path.bytes, hash: new,
                value: arena.bytes(at: node.value, count: node.valueCount))
        }
        path.truncate(to: depth)
    }

    /// Writes a node's encoding; the children are encoded already.
    private mutating func write(_ node: TrieNode) {
        encoding.removeAll()
        let form: TrieNodeForm =
            switch (node.isBranch, node.valueForm) {
            case (false, .none), (false, .inline): .leaf
            case (false, _): .hashedLeaf
            case (true, .none): .branch
            case (true, .inline): .branchWithValue
            case (true, _): .branchWithHashedValue
            }
        form.append(partial: node.partial, of: arena.bytes, to: &encoding)
        if node.isBranch {
            var bitmap: UInt16 = 0
            for turn in 0..<16 where children[node.children &+ turn] != .none {
                bitmap |= 1 &<< UInt16(truncatingIfNeeded: turn)
            }
            encoding.append(littleEndian: bitmap)
        }
        switch node.valueForm {
        case .none: break
        case .inline: encoding.appendVector(arena.bytes(at: node.value, count: node.valueCount))
        case .fresh, .beside, .unread:
            encoding.append(arena.bytes(at: node.valueHash, count: Trie.hashBytes))
        }
        if node.isBranch {
            for turn in 0..<16 {
                let child = children[node.children &+ turn]
                if child == .none { continue }
                if let below = child.node {
                    encoding.appendVector(
                        arena.bytes(
                            at: nodes[below].reference, count: nodes[below].referenceCount))
                } else {
                    encoding.appendVector(arena.bytes(at: child.hash, count: Trie.hashBytes))
                }
            }
        }
    }

    /// Decides what the parent refers to the node by, and what becomes of it in the database.
    private mutating func refer(to index: Int, isRoot: Bool, changes: inout TrieChanges) {
        let node = nodes[index]
        let place = arena.count
        if encoding.count < Trie.hashBytes && !isRoot {
            if node.isStored {
                changes.remove(
                    path: path.bytes,
                    hash: arena.bytes(at: node.reference, count: Trie.hashBytes))
            }
            arena.append(encoding.bytes)
            nodes[index].reference = place
            nodes[index].referenceCount = encoding.count
            return
        }
        arena.appendHash(of: encoding.bytes)
        nodes[index].reference = place
        nodes[index].referenceCount = Trie.hashBytes
        let new = arena.bytes(at: place, count: Trie.hashBytes)
        if node.isStored {
            let old = arena.bytes(at: node.reference, count: Trie.hashBytes)
            if isEqual(old, new) { return }
            changes.remove(path: path.bytes, hash: old)
        }
        if !removedNodes.restore(path: path.bytes, hash: new) {
            changes.insert(path: path.bytes, hash: new, value: encoding.bytes)
        }
    }
}
