package import Primitives

/// A database in memory, for small states and for tests.
package final class MemoryDatabase: KeyValueDatabase {
    private struct Change {
        var column: Column
        var key: [UInt8]
        /// nil means nothing lies there.
        var value: [UInt8]?
    }

    private var columns = [[[UInt8]: [UInt8]]](repeating: [:], count: Column.count)
    private var batch: [Change] = []

    package init() {}

    /// Appends a copy of what lies under `key`, and tells whether anything does.
    package func get(
        _ column: Column, _ key: UnsafeRawBufferPointer, into bytes: inout ByteBuffer
    ) throws(ChainError) -> Bool {
        guard let value = columns[column.rawValue][Array(key)] else { return false }
        bytes.append(value)
        return true
    }

    /// Adds a copy to the batch.
    package func put(
        _ column: Column, _ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer
    ) {
        batch.append(Change(column: column, key: Array(key), value: Array(value)))
    }

    /// Adds a removal to the batch.
    package func delete(_ column: Column, _ key: UnsafeRawBufferPointer) {
        batch.append(Change(column: column, key: Array(key), value: nil))
    }

    /// Applies the batch.
    package func write() throws(ChainError) {
        for change in batch { columns[change.column.rawValue][change.key] = change.value }
        batch.removeAll(keepingCapacity: true)
    }

    /// The keys held in a column, in no order.
    package func keys(of column: Column) -> some Collection<[UInt8]> {
        columns[column.rawValue].keys
    }
}

/// A state is built straight into its column, outside any batch.
extension MemoryDatabase: TrieNodeSink {
    /// Keeps a copy.
    package func put(
        key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer
    ) throws(TrieError) {
        columns[Column.state.rawValue][Array(key)] = Array(value)
    }
}
