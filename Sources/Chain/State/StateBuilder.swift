// Here: the first state of the simulated chain: its layout, its making, its files.
// May use: the store and the database.
// Never: blocks and their import.

internal import Glibc
import Primitives
internal import Synchronization

/// What a state's column holds.
package struct StateSize: Equatable, Sendable {
    /// The number of nodes and values.
    package var nodes = 0
    /// Their bytes, keys included.
    package var bytes = 0

    /// No state.
    package init() {}

    mutating func add(_ other: StateSize) {
        nodes += other.nodes
        bytes += other.bytes
    }
}

/// Builds a first state into a new database: sorted files of the accounts' nodes on several
/// threads, which the database takes over, and then the few nodes above them.
///
/// The memory that it takes is bounded: 16 bytes an account, and for each thread the nodes of one
/// file.
enum StateBuilder {
    /// Accounts of one file: it has 60 MB of nodes in layout V1 before compression; ours.
    private static let fileAccounts = 160_000

    /// At most that many ranges in a file, so that there is work for 16 threads.
    private static let fileRangesMax = 16

    private static func fileRanges(_ accounts: Int) -> Int {
        var ranges = fileRangesMax
        while ranges > 1, accounts * ranges / StateIndex.rangeCount > fileAccounts { ranges /= 2 }
        return ranges
    }

    /// Builds into the empty `database`, with files in the directory `scratch` meanwhile.
    ///
    /// - Returns: The state's root and size.
    /// - Throws: What `check` throws, and what the database and the system refuse.
    static func build(
        _ state: StateGenerator, into database: RocksDatabase, scratch: String, threads: Int,
        options: RocksOptions, check: InterruptionCheck
    ) throws(ChainError) -> (root: Hash256, size: StateSize) {
        let ranges = fileRanges(state.accounts)
        let index = try state.makeIndex(threads: threads, check: check)
        let settings = RocksSettings(options)
        let done = Mutex(Done())
        try Workers.run(threads: threads, items: StateIndex.rangeCount / ranges) {
            (file) throws(ChainError) in
            let sink = SortedFile()
            var fragments: [(range: Int, fragment: TrieFragment?)] = []
            for range in file * ranges..<(file + 1) * ranges {
                try check()
                do throws(TrieError) {
                    fragments.append((range, try state.buildRange(range, of: index, to: sink)))
                } catch { throw .refused(operation: "build in", path: scratch, reason: "\(error)") }
            }
            try check()
            let path = "\(scratch)/\(file).sst"
            let isWritten = try sink.write(to: path, settings)
            var size = StateSize()
            size.nodes = sink.count
            size.bytes = sink.byteCount
            done.withLock { done in
                if isWritten { done.files.append((file, path)) }
                for (range, fragment) in fragments { done.fragments[range] = fragment }
                done.size.add(size)
            }
        }
        try check()
        let (files, fragments, built) = done.withLock { ($0.files, $0.fragments, $0.size) }
        try database.ingest(files.sorted { $0.file < $1.file }.map(\.path))
        let top = TopNodes(database)
        let root: Hash256
        do throws(TrieError) {
            root = try state.finish(fragments, to: top)
        } catch { throw .refused(operation: "build in", path: scratch, reason: "\(error)") }
        try database.write()
        var size = built
        size.add(top.size)
        return (root, size)
    }

    private struct Done {
        var files: [(file: Int, path: String)] = []
        var fragments = [TrieFragment?](repeating: nil, count: StateIndex.rangeCount)
        var size = StateSize()
    }
}

/// Puts nodes into the batch of a database.
private final class TopNodes: TrieNodeSink {
    private let database: RocksDatabase
    private(set) var size = StateSize()

    init(_ database: RocksDatabase) { self.database = database }

    func put(key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) throws(TrieError) {
        database.put(.state, key, value)
        size.nodes += 1
        size.bytes += key.count + value.count
    }
}
