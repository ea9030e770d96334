/// A node store in memory, for small states and for tests.
package final class MemoryNodeStore: TrieNodeStore {
    private var nodes: [[UInt8]: [UInt8]] = [:]

    package init() {}

    /// The number of nodes and values held.
    package var count: Int { nodes.count }

    /// The database keys held, in no order.
    package var keys: some Collection<[UInt8]> { nodes.keys }

    /// What lies under `key`; nil means nothing.
    package subscript(key: [UInt8]) -> [UInt8]? {
        get { nodes[key] }
        set { nodes[key] = newValue }
    }

    /// Appends a copy of what lies under `key`, and tells whether anything does.
    package func get(
        key: UnsafeRawBufferPointer, into bytes: inout ByteBuffer
    ) throws(TrieError) -> Bool {
        guard let node = nodes[Array(key)] else { return false }
        bytes.append(node)
        return true
    }

    /// Keeps a copy of `value`.
    package func put(
        key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer
    ) throws(TrieError) {
        nodes[Array(key)] = Array(value)
    }

    /// Removes what lies under `key`, if anything does.
    package func delete(key: UnsafeRawBufferPointer) throws(TrieError) {
        nodes[Array(key)] = nil
    }
}

/// Counts what a proof holds, and keeps nothing of it.
package final class ProofSize: TrieRecorder {
    /// The number of distinct nodes and values read.
    package private(set) var nodes = 0

    /// Their bytes.
    package private(set) var bytes = 0

    /// A bound of the proof's length in SCALE: at most four bytes before each node and before all.
    package var encodedBytesMax: Int { bytes + 4 * nodes + 4 }

    package init() {}

    /// Counts one node or value.
    package func record(key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) {
        nodes += 1
        bytes += value.count
    }
}
