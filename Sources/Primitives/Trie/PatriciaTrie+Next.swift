extension PatriciaTrie {
    /// The first key behind `key` in the order of bytes; nil if there is none.
    ///
    /// - Returns: Bytes that are valid until the next call of this trie.
    package mutating func nextKey(
        after key: UnsafeRawBufferPointer
    ) throws(TrieError) -> UnsafeRawBufferPointer? {
        path.removeAll()
        let isFound = try findNext(root, slot: -1, after: key)
        return isFound ? path.bytes : nil
    }

    /// Looks below a node whose place is the first nibbles of `key`, as many as the path has.
    ///
    /// - Returns: Whether the path is now that of the key looked for; else it is as before.
    private mutating func findNext(
        _ reference: ChildReference, slot: Int, after key: UnsafeRawBufferPointer
    ) throws(TrieError) -> Bool {
        if reference == .none { return false }
        let depth = path.count
        let nibbles = 2 &* key.count
        let index = try resolve(reference, slot: slot, key: key, depth: depth)
        let run = nodes[index].partial
        let rest = NibbleRun(start: depth, count: nibbles &- depth)
        let common = commonNibbles(arena.bytes, run, key, rest)
        if common < run.count {
            let isBehind =
                depth &+ common == nibbles
                || nibble(arena.bytes, at: run.start &+ common) > nibble(key, at: depth &+ common)
            return isBehind ? try findFirst(.node(index), slot: slot) : false
        }
        let base = nodes[index].children
        if base < 0 { return false }
        path.append(arena.bytes, run)
        let end = path.count
        var turn = 0
        if end < nibbles {
            turn = nibble(key, at: end)
            path.append(turn)
            if try findNext(children[base &+ turn], slot: base &+ turn, after: key) {
                return true
            }
            path.truncate(to: end)
            turn &+= 1
        }
        if try findFirst(from: turn, base: base) { return true }
        path.truncate(to: depth)
        return false
    }

    /// Goes to the first key of the children from `turn` on.
    private mutating func findFirst(from turn: Int, base: Int) throws(TrieError) -> Bool {
        let end = path.count
        for turn in turn..<16 where children[base &+ turn] != .none {
            path.append(turn)
            if try findFirst(children[base &+ turn], slot: base &+ turn) { return true }
            path.truncate(to: end)
        }
        return false
    }

    /// Goes to the first key of a node, whose place is the path.
    private mutating func findFirst(
        _ reference: ChildReference, slot: Int
    ) throws(TrieError) -> Bool {
        // The node's place is the path itself, which does not change meanwhile.
        let index = try resolve(reference, slot: slot, key: path.bytes, depth: path.count)
        path.append(arena.bytes, nodes[index].partial)
        if nodes[index].valueForm != .none { return true }
        let base = nodes[index].children
        return base < 0 ? false : try findFirst(from: 0, base: base)
    }
}
