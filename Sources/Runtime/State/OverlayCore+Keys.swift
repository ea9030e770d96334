internal import Primitives

extension OverlayCore {
    /// The trie that keys are asked of: nil means the top one, else the number of a child's table.
    typealias TrieNumber = Int?

    private func table(_ trie: TrieNumber) -> Table { trie.map { children[$0].table } ?? top }

    private func nextBackendKey(
        after key: UnsafeRawBufferPointer, in trie: TrieNumber
    ) throws(StateError) -> UnsafeRawBufferPointer? {
        if let trie { return try backend.nextChildKey(after: key, in: children[trie].id) }
        return try backend.nextKey(after: key)
    }

    /// Calls `body` with the first key behind `key` that has a value; nil if there is none.
    mutating func nextKey<R>(
        after key: UnsafeRawBufferPointer, in trie: TrieNumber = nil,
        _ body: (UnsafeRawBufferPointer?) -> R
    ) throws(StateError) -> R {
        let table = table(trie)
        var below = try nextBackendKey(after: key, in: trie)
        var position = table.pointee.position(key, isAfter: true)
        while let number = table.pointee.entry(at: position) {
            let entry = table.pointee.entries[number]
            if let below, precedes(below, entry.keyBytes) { break }
            if entry.state == .value { return body(entry.keyBytes) }
            // Removed here: what lies below under the same key does not count.
            if entry.state == .removed, let same = below, isEqual(same, entry.keyBytes) {
                below = try nextBackendKey(after: entry.keyBytes, in: trie)
            } else if entry.state == .absent, let same = below, isEqual(same, entry.keyBytes) {
                break
            }
            position += 1
        }
        return body(below)
    }

    /// Removes what begins with `prefix`: all that was changed here, and of the keys below at most
    /// `limit`.
    ///
    /// - Returns: How many keys below were gone through, and whether there are more.
    mutating func clear(
        prefix: UnsafeRawBufferPointer, limit: UInt32?, in trie: TrieNumber = nil
    ) throws(StateError) -> (visited: UInt32, more: Bool) {
        let table = table(trie)
        var position = table.pointee.position(prefix)
        while let number = table.pointee.entry(at: position) {
            let entry = table.pointee.entries[number]
            if !begins(entry.keyBytes, with: prefix) { break }
            if entry.state == .value { set(entry.keyBytes, to: nil, in: table) }
            position += 1
        }
        var visited: UInt32 = 0
        var last = ByteBuffer()
        last.append(prefix)
        // The prefix itself may be a key, and it is not behind itself.
        var key = try firstBackendKey(from: prefix, in: trie)
        while let found = key, begins(found, with: prefix) {
            if visited == limit { return (visited, true) }
            last.removeAll()
            last.append(found)
            let number = table.pointee.findOrMake(last.bytes)
            if table.pointee.entries[number].state != .removed {
                set(last.bytes, to: nil, in: table)
            }
            visited += 1
            key = try nextBackendKey(after: last.bytes, in: trie)
        }
        return (visited, false)
    }

    /// The first key below that is not before `key`.
    private func firstBackendKey(
        from key: UnsafeRawBufferPointer, in trie: TrieNumber
    ) throws(StateError) -> UnsafeRawBufferPointer? {
        let isThere: Bool
        if let trie {
            isThere = try backend.childValue(of: key, in: children[trie].id) != nil
        } else {
            isThere = try backend.value(of: key) != nil
        }
        return isThere ? key : try nextBackendKey(after: key, in: trie)
    }

    private func begins(
        _ key: UnsafeRawBufferPointer, with prefix: UnsafeRawBufferPointer
    ) -> Bool {
        key.count >= prefix.count
            && isEqual(UnsafeRawBufferPointer(rebasing: key[..<prefix.count]), prefix)
    }

    // MARK: - Roots

    /// What is changed in a trie, sorted by key; valid until the overlay changes.
    mutating func changes(in trie: TrieNumber = nil) -> [StateChange] {
        let table = table(trie)
        var changes: [StateChange] = []
        var position = table.pointee.position(UnsafeRawBufferPointer(start: nil, count: 0))
        while let number = table.pointee.entry(at: position) {
            let entry = table.pointee.entries[number]
            switch entry.state {
            case .absent: break
            case .removed: changes.append(StateChange(key: entry.keyBytes, value: nil))
            case .value:
                changes.append(StateChange(key: entry.keyBytes, value: entry.value.bytes))
            }
            position += 1
        }
        return changes
    }

    /// The root of a child trie with its changes.
    mutating func root(
        ofChild number: Int, layout: TrieLayout
    ) throws(StateError) -> Hash256 {
        let changes = changes(in: number)
        return try backend.childRoot(after: changes, of: children[number].id, layout: layout)
    }

    /// Writes the roots of changed child tries into the top trie.
    mutating func writeChildRoots(layout: TrieLayout) throws(StateError) {
        for number in children.indices {
            let changes = changes(in: number)
            if changes.isEmpty { continue }
            let root = try backend.childRoot(
                after: changes, of: children[number].id, layout: layout)
            setRoot(root, ofChild: number)
        }
    }

    /// Writes a child trie's root into the top trie; an empty one has none.
    mutating func setRoot(_ root: Hash256, ofChild number: Int) {
        var key = ByteBuffer()
        key.append(ChildStorage.prefix)
        key.append(children[number].id)
        var bytes = ByteBuffer()
        root.withBytes { bytes.append($0) }
        set(key.bytes, to: root == Trie.emptyRoot ? nil : bytes.bytes, in: top)
    }

    /// The root of the whole state with all changes.
    mutating func root(layout: TrieLayout) throws(StateError) -> Hash256 {
        try writeChildRoots(layout: layout)
        return try backend.root(after: changes(), layout: layout)
    }
}

/// Names of child tries.
///
/// - Source: sp-storage, `well_known_keys`.
package enum ChildStorage {
    /// What all keys of the top trie begin with that name a child trie.
    static let anyPrefix = Array(":child_storage:".utf8)

    /// What a child trie's name begins with; behind it comes the key by which it is asked for.
    package static let prefix = Array(":child_storage:default:".utf8)
}
