/// How a chain's state trie keeps values.
///
/// - Source: sp-trie's LayoutV0 and LayoutV1; `state_version` of a runtime chooses.
package enum TrieLayout: Int, CaseIterable, Sendable {
    /// Every value lies in its node.
    case v0 = 0
    /// Values of 33 bytes and more lie beside their node, which holds their hash.
    case v1 = 1

    /// Whether a value of `count` bytes lies beside its node.
    @inline(__always)
    package func hashesValue(ofBytes count: Int) -> Bool {
        self == .v1 && count >= Self.hashedValueBytesMin
    }

    /// - Source: sp-trie, `TRIE_VALUE_NODE_THRESHOLD`.
    private static let hashedValueBytesMin = 33
}

/// Constants of the format.
package enum Trie {
    /// The root of a trie without entries, in both layouts: the hash of one zero byte.
    package static let emptyRoot = [UInt8(0)].withUnsafeBytes { Hash256(of: $0) }

    /// The longest key in bytes: a node's header counts at most 65,535 nibbles.
    ///
    /// - Source: trie-db, `NIBBLE_SIZE_BOUND`.
    package static let keyBytesMax = 32_767

    /// Shorter nodes are inlined in their parent.
    static let hashBytes = 32
}

/// Why a trie cannot be read or built.
package enum TrieError: Error, Equatable, CustomStringConvertible {
    /// The store has no node under this database key (hexadecimal).
    case missingNode(key: String)
    /// The node under this database key (hexadecimal) cannot be decoded.
    case malformedNode(key: String, reason: String)
    /// A key is longer than the format can say; its length in bytes.
    case keyTooLong(bytes: Int)
    /// Keys for bulk building are not in ascending order or not distinct; the later one.
    case unsorted(key: String)
    /// The store failed; its own words.
    case store(String)

    package var description: String {
        switch self {
        case .missingNode(let key):
            "the trie's node \(key) is not in its store: build the state again"
        case .malformedNode(let key, let reason):
            "the trie's node \(key) cannot be decoded (\(reason)): build the state again"
        case .keyTooLong(let bytes):
            "a key of \(bytes) bytes is too long for a trie: at most \(Trie.keyBytesMax) can be"
        case .unsorted(let key):
            "the key \(key) does not follow its predecessor: sort the pairs, each key once"
        case .store(let reason): "the trie's store failed: \(reason)"
        }
    }
}

/// Takes nodes and values under their database keys.
///
/// A database key is the node's path in whole bytes, the last padded with a zero nibble where the
/// path is odd, then the 32-byte hash of the node.
///
/// - Source: sp-trie's `prefixed_key`, as the node's RocksDB holds its STATE column.
package protocol TrieNodeSink: AnyObject {
    /// Keeps `value` under `key`; both are valid during the call only.
    func put(key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) throws(TrieError)
}

/// Finds nodes by their database keys.
package protocol TrieNodeSource: AnyObject {
    /// Appends what lies under `key` to `bytes`.
    ///
    /// - Returns: Whether anything lies there.
    func get(key: UnsafeRawBufferPointer, into bytes: inout ByteBuffer) throws(TrieError) -> Bool
}

/// Keeps the nodes of a trie.
package protocol TrieNodeStore: TrieNodeSource, TrieNodeSink {
    /// Removes what lies under `key`.
    func delete(key: UnsafeRawBufferPointer) throws(TrieError)
}

/// Is given every node and hashed value that a trie reads, once each: what a proof has to hold.
package protocol TrieRecorder: AnyObject {
    /// Takes a node or value as the store holds it; both are valid during the call only.
    func record(key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer)
}
