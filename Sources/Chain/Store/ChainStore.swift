// Here: the node's two-step store: a journal record at import, the nodes at finality.
// May use: the key-value database below, nodes of the trie.
// Never: a block's content, an account, a clock.

internal import Model
package import Primitives

/// A block on its way into the store; its bytes are valid during the call only.
package struct StoredBlock {
    package var hash: Hash256
    package var header: BlockHeader
    /// The header as the block's bytes have it.
    package var encodedHeader: UnsafeRawBufferPointer
    /// The extrinsics as the block's bytes have them.
    package var body: UnsafeRawBufferPointer

    package init(
        hash: Hash256, header: BlockHeader, encodedHeader: UnsafeRawBufferPointer,
        body: UnsafeRawBufferPointer
    ) {
        self.hash = hash
        self.header = header
        self.encodedHeader = encodedHeader
        self.body = body
    }
}

/// Blocks and the states behind them, in the node's two steps.
///
/// `importBlock` is one batch of header, body, look-ups, what is best, and a journal record with
/// the nodes that the block brings and leaves; the nodes themselves stay in memory. `finalize` is
/// another: the nodes go to the STATE column, and what a block left is deleted `pruningWindow`
/// blocks later. So each node is written twice, as in the node.
///
/// Opened over a database that was closed or killed, it stands where the last whole batch left it.
/// After an error, open another one over the database. One thread only.
///
/// - Source: polkadot-sdk, client/db/src/lib.rs (`try_commit_operation`) and sc-state-db.
package final class ChainStore {
    /// The header of the last imported block; nil means `begin` has not been called yet.
    package private(set) var best: BlockHeader?

    /// The number of the last finalised block, at most that of the best.
    package private(set) var finalized: UInt32 = 0

    /// How many blocks' states stay readable behind the finalised one.
    package let pruningWindow: Int

    private let database: any KeyValueDatabase
    private var cache: NodeCache
    /// Imported and not finalised, the oldest first.
    private var pending: [JournalRecord] = []
    private var window = PruningWindow()
    private var key = ByteBuffer()
    private var scratch = ByteBuffer(capacity: 1 << 16)

    /// As many states as the node keeps where nothing else is asked for.
    ///
    /// - Source: sc-service's `DEFAULT_MAX_BLOCK_CONSTRAINT`, 256.
    package static let pruningWindowDefault = 256

    /// The node's cache of the state: 1 GiB.
    ///
    /// - Source: polkadot-sdk, client/cli/src/params/import_params.rs, `trie_cache_size`.
    package static let nodeCacheBytesDefault = 1 << 30

    /// Opens what `database` holds.
    ///
    /// - Parameters:
    ///   - database: New, or one that a store has written before.
    ///   - pruningWindow: 0 = only the state of the finalised block stays.
    ///   - nodeCacheBytes: How many bytes of trie nodes are kept in memory; 0 = none. It is empty
    ///     at first.
    /// - Throws: `damaged` for records that no store wrote, and what the database throws.
    package init(
        _ database: any KeyValueDatabase, pruningWindow: Int = pruningWindowDefault,
        nodeCacheBytes: Int = nodeCacheBytesDefault
    ) throws(ChainError) {
        precondition(pruningWindow >= 0, "a window of fewer than no block")
        self.database = database
        self.pruningWindow = pruningWindow
        cache = NodeCache(bytes: nodeCacheBytes)
        guard let key = try bytes(.meta, ChainKey.best) else { return }
        best = try header(under: key)
        finalized = try number(.stateMeta, ChainKey.lastCanonical) ?? 0
        let pruned = try number(.stateMeta, ChainKey.lastPruned) ?? 0
        for number in pruned + 1..<max(pruned, finalized) + 1 {
            try readPruningJournal(number)
        }
        var last = finalized
        while let record = try bytes(.stateMeta, ChainKey.journal(last + 1)) {
            last += 1
            do throws(ScaleError) {
                pending.append(try JournalRecord(number: last, record: record))
            } catch {
                throw .damaged(record: "journal of block \(last)", reason: "\(error)")
            }
        }
        guard last == best?.number else {
            throw .damaged(
                record: "journal", reason: "it ends at block \(last), not \(best?.number ?? 0)")
        }
    }

    /// Writes the first block, whose state the STATE column holds already.
    package func begin(stateRoot: Hash256) throws(ChainError) {
        guard best == nil else { throw .outOfOrder("the chain has begun already") }
        let header = BlockHeader(
            parent: .zero, number: 0, stateRoot: stateRoot, extrinsicsRoot: Trie.emptyRoot)
        scratch.removeAll()
        header.append(to: &scratch)
        let hash = Hash256(of: scratch.bytes)
        hash.withBytes { put(.meta, ChainKey.genesis, $0) }
        putBlock(number: 0, hash: hash, header: scratch.bytes, body: [0])
        try database.write()
        best = header
    }

    /// The number of imported blocks that are not final.
    var pendingCount: Int { pending.count }

    /// The header of a block of this chain; nil if it is not there.
    package func header(of number: UInt32) throws(ChainError) -> BlockHeader? {
        guard let key = try bytes(.keyLookup, ChainKey.number(number)) else { return nil }
        return try header(under: key)
    }

    /// The extrinsics of a block of this chain, encoded; nil if it is not there.
    func body(of number: UInt32) throws(ChainError) -> [UInt8]? {
        guard let key = try bytes(.keyLookup, ChainKey.number(number)) else { return nil }
        return try bytes(.body, key)
    }

    /// Writes a block that follows the best one, in one batch.
    ///
    /// - Parameters:
    ///   - block: The block.
    ///   - changes: What it does to the state of its parent.
    ///   - observer: Is called when the journal record is encoded; the write comes after that.
    /// - Throws: `outOfOrder` for a block in another place, and what the database throws.
    package func importBlock(
        _ block: StoredBlock, changes: borrowing TrieChanges,
        observer: (any ImportObserver)? = nil
    ) throws(ChainError) {
        let number = block.header.number
        guard let best, number == best.number + 1 else {
            throw .outOfOrder("block \(number) does not follow the last one")
        }
        let record = JournalRecord(
            number: number, hash: block.hash, parent: block.header.parent, changes: changes)
        observer?.ended(.journal)
        put(.stateMeta, ChainKey.journal(number), record.bytes)
        putBlock(
            number: number, hash: block.hash, header: block.encodedHeader,
            body: block.body)
        try database.write()
        let mark = cache.mark
        var isWhole = true
        for place in 0..<record.insertedCount {
            if place % NodeIndex.warmCount == 0 {
                cache.prefetch(
                    place..<min(place + NodeIndex.warmCount, record.insertedCount), of: record)
            }
            let (key, value) = record.inserted(place)
            isWhole = cache.put(key, tag: record.tag(place), value) && isWhole
        }
        record.cacheMark = isWhole ? mark : nil
        pending.append(record)
        self.best = block.header
    }

    /// Makes all blocks up to `number` final, in one batch.
    package func finalize(_ number: UInt32) throws(ChainError) {
        guard number <= best?.number ?? 0 else {
            throw .outOfOrder("block \(number) is not imported yet: it cannot be final")
        }
        guard number > finalized else { return }
        var done = 0
        var pruned: UInt32?
        for block in pending where block.number <= number {
            canonicalize(block)
            done += 1
            while window.count > pruningWindow, let oldest = window.oldest {
                window.removeOldest { database.delete(.state, $0) }
                delete(.stateMeta, ChainKey.pruningJournal(oldest))
                pruned = oldest
            }
            if block.number == number {
                lookupKey(number, block.hash)
                put(.meta, ChainKey.final, key.bytes)
            }
        }
        putNumber(number, ChainKey.lastCanonical)
        if let pruned { putNumber(pruned, ChainKey.lastPruned) }
        try database.write()
        pending.removeFirst(done)
        finalized = number
    }

    private func canonicalize(_ block: JournalRecord) {
        for place in 0..<block.insertedCount {
            let (key, value) = block.inserted(place)
            database.put(.state, key, value)
        }
        window.add(block)
        scratch.removeAll()
        PruningWindow.encode(block, into: &scratch)
        put(.stateMeta, ChainKey.pruningJournal(block.number), scratch.bytes)
        delete(.stateMeta, ChainKey.journal(block.number))
    }

    private func readPruningJournal(_ number: UInt32) throws(ChainError) {
        guard let record = try bytes(.stateMeta, ChainKey.pruningJournal(number)) else {
            throw .damaged(record: "pruning journal", reason: "block \(number) is missing")
        }
        scratch.removeAll()
        scratch.append(record)
        do throws(ScaleError) {
            try window.add(number: number, record: scratch.bytes)
        } catch {
            throw .damaged(record: "pruning journal of block \(number)", reason: "\(error)")
        }
    }
}

extension ChainStore: TrieNodeSource {
    /// Appends a node: from the cache, from the blocks that are not final, or from the database.
    package func get(
        key: UnsafeRawBufferPointer, into bytes: inout ByteBuffer
    ) throws(TrieError) -> Bool {
        let tag = NodeIndex.tag(key)
        if cache.get(key, tag: tag, into: &bytes) { return true }
        let start = bytes.count
        var isFound = false
        for block in pending.reversed() where !isFound {
            // What the cache has taken whole and still holds need not be asked again.
            if let mark = block.cacheMark, cache.hasAll(behind: mark) { continue }
            isFound = block.get(key, tag: tag, into: &bytes)
        }
        if !isFound {
            do throws(ChainError) {
                isFound = try database.get(.state, key, into: &bytes)
            } catch { throw .store("\(error)") }
        }
        if isFound {
            cache.put(key, tag: tag, bytes.bytes(at: start, count: bytes.count &- start))
        }
        return isFound
    }
}

/// Records and their keys.
extension ChainStore {
    /// - Source: client/db/src/utils.rs, `number_and_hash_to_lookup_key`.
    private func lookupKey(_ number: UInt32, _ hash: Hash256) {
        key.removeAll()
        key.append(littleEndian: number.bigEndian)
        hash.withBytes { key.append($0) }
    }

    /// - Source: client/db/src/lib.rs, `try_commit_operation`: HEADER, BODY, both look-ups, and in
    ///   META the best block, the leaves and the parent's children.
    private func putBlock(
        number: UInt32, hash: Hash256, header: UnsafeRawBufferPointer, body: UnsafeRawBufferPointer
    ) {
        lookupKey(number, hash)
        database.put(.header, key.bytes, header)
        database.put(.body, key.bytes, body)
        put(.keyLookup, ChainKey.number(number), key.bytes)
        hash.withBytes { database.put(.keyLookup, $0, key.bytes) }
        put(.meta, ChainKey.best, key.bytes)
        hash.withBytes { put(.meta, ChainKey.leaf(number), $0) }
        if number > 0 {
            delete(.meta, ChainKey.leaf(number - 1))
            hash.withBytes { put(.meta, ChainKey.children(of: number - 1), $0) }
        }
    }

    private func putBlock(
        number: UInt32, hash: Hash256, header: UnsafeRawBufferPointer, body: [UInt8]
    ) {
        body.withUnsafeBytes { putBlock(number: number, hash: hash, header: header, body: $0) }
    }

    private func put(_ column: Column, _ key: [UInt8], _ value: UnsafeRawBufferPointer) {
        key.withUnsafeBytes { database.put(column, $0, value) }
    }

    private func delete(_ column: Column, _ key: [UInt8]) {
        key.withUnsafeBytes { database.delete(column, $0) }
    }

    private func putNumber(_ number: UInt32, _ key: [UInt8]) {
        withUnsafeBytes(of: number.littleEndian) { put(.stateMeta, key, $0) }
    }

    private func bytes(_ column: Column, _ key: [UInt8]) throws(ChainError) -> [UInt8]? {
        var buffer = ByteBuffer()
        var found = ByteBuffer()
        buffer.append(key)
        guard try database.get(column, buffer.bytes, into: &found) else { return nil }
        return found.array
    }

    private func number(_ column: Column, _ key: [UInt8]) throws(ChainError) -> UInt32? {
        guard let bytes = try bytes(column, key) else { return nil }
        guard bytes.count == 4 else {
            throw .damaged(record: "block number", reason: "\(bytes.count) bytes")
        }
        return bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    private func header(under key: [UInt8]) throws(ChainError) -> BlockHeader {
        guard let bytes = try bytes(.header, key) else {
            throw .damaged(record: "header", reason: "it is missing")
        }
        var buffer = ByteBuffer(capacity: bytes.count)
        buffer.append(bytes)
        do throws(ScaleError) {
            var decoder = ScaleDecoder(buffer.bytes)
            return try BlockHeader(&decoder)
        } catch { throw .damaged(record: "header", reason: "\(error)") }
    }
}

/// The names of records.
///
/// - Source: client/db/src/utils.rs (`meta_keys`), sc-state-db's noncanonical.rs and pruning.rs.
private enum ChainKey {
    static let genesis = Array("gen".utf8)
    static let best = Array("best".utf8)
    static let final = Array("final".utf8)
    static let lastCanonical = Array("last_canonical".utf8)
    static let lastPruned = Array("last_pruned".utf8)

    static func journal(_ number: UInt32) -> [UInt8] {
        // The second number counts the blocks of the same height, which are one here.
        named("noncanonical_journal", UInt64(number)) + [UInt8](repeating: 0, count: 8)
    }

    static func pruningJournal(_ number: UInt32) -> [UInt8] {
        named("pruning_journal", UInt64(number))
    }

    static func number(_ number: UInt32) -> [UInt8] {
        (0..<4).reversed().map { UInt8(truncatingIfNeeded: number >> UInt32(8 * $0)) }
    }

    static func leaf(_ number: UInt32) -> [UInt8] { Array("leaf".utf8) + self.number(number) }

    static func children(of number: UInt32) -> [UInt8] {
        Array("children".utf8) + self.number(number)
    }

    private static func named(_ name: String, _ number: UInt64) -> [UInt8] {
        Array(name.utf8) + (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) }
    }
}
