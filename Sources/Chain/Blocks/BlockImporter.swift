package import Primitives

/// A step of an import, in the order of the work.
package enum ImportPhase: String, CaseIterable, Sendable {
    case decode
    /// Every signature, one by one on one thread, as the node does.
    case verify
    /// Transfers, with reads through the trie.
    case execute
    /// Changes into the trie, and hashing.
    case stateRoot
    case extrinsicsRoot
    /// The new and the dead nodes into one record.
    case journal
    /// Block and record into the database's log, which is not synced.
    case commit
    /// The block that is final now: its nodes into the state's column, and what is dead out of it.
    case finality
}

/// Hears when a phase ends; a clock is its own affair.
package protocol ImportObserver: AnyObject {
    /// The phase that just ended.
    func ended(_ phase: ImportPhase)
}

/// Imports and makes blocks over a store of nodes.
package struct BlockImporter: ~Copyable {
    /// The last block's header.
    package private(set) var head: BlockHeader

    /// The hash of the first block.
    package let genesis: Hash256

    /// A hash over the state roots of all imported blocks, in their order.
    package private(set) var rootChain = Hash256.zero

    /// New nodes and values of the last block.
    package private(set) var nodesWritten = 0

    private let store: ChainStore
    private let finalityLag: UInt32
    private let seed: UInt64
    private let author: AccountID
    private var headHash: Hash256
    private var trie: PatriciaTrie
    private var changes = TrieChanges()
    private var payload = ByteBuffer()

    /// How many blocks finality is behind; ours, after the few relay-chain blocks that backing,
    /// inclusion and GRANDPA take.
    package static let finalityLagDefault: UInt32 = 3

    /// Goes on where a chain's store stands: behind its first block or any other.
    ///
    /// - Parameters:
    ///   - state: What the first block's state was made from.
    ///   - store: Holds that state, and `begin` has been called.
    ///   - finalityLag: How many blocks finality is behind; 0 = each block is final at once.
    ///   - recorder: Hears of every node that is read; nil = nobody does.
    /// - Throws: `database` when the store's headers cannot be read.
    package init(
        state: StateGenerator, store: ChainStore, finalityLag: UInt32 = finalityLagDefault,
        recorder: (any TrieRecorder)? = nil
    ) throws(ChainError) {
        self.store = store
        self.finalityLag = finalityLag
        seed = state.seed
        author = state.id(of: 0)
        let headers = try Self.headers(of: store)
        head = headers.last
        genesis = headers.first.hash
        headHash = head.hash
        rootChain = headers.rootChain
        trie = PatriciaTrie(
            root: head.stateRoot, layout: state.layout, source: store, recorder: recorder)
    }

    /// The first header and the last, and the hash over the roots between them.
    private static func headers(
        of store: ChainStore
    ) throws(ChainError) -> (first: BlockHeader, last: BlockHeader, rootChain: Hash256) {
        do throws(DatabaseError) {
            guard let best = store.best, let first = try store.header(of: 0) else {
                throw .outOfOrder("the chain has not begun: build its state first")
            }
            var chain = Hash256.zero
            for number in 0..<best.number {
                guard let header = try store.header(of: number + 1) else {
                    throw .damaged(record: "header", reason: "block \(number + 1) is missing")
                }
                chain = link(chain, header.stateRoot)
            }
            return (first, best, chain)
        } catch { throw .database(error) }
    }

    private static func link(_ chain: Hash256, _ root: Hash256) -> Hash256 {
        var link = ByteBuffer()
        chain.withBytes { link.append($0) }
        root.withBytes { link.append($0) }
        return Hash256(of: link.bytes)
    }

    /// Decodes, verifies, executes, compares both roots, and commits.
    ///
    /// A refused block leaves state and head as they were.
    package mutating func importBlock(
        _ encoded: [UInt8], observer: (any ImportObserver)? = nil
    ) throws(ChainError) {
        // Kept apart from any array, so that typed errors pass and the views stay valid.
        var block = ByteBuffer(capacity: encoded.count)
        block.append(encoded)
        trie.reset(to: head.stateRoot)
        let (header, headerBytes, body) = try decode(block.bytes)
        observer?.ended(.decode)
        for (transfer, place) in zip(body.transfers, body.places)
        where !transfer.isSigned(genesis: genesis, payload: &payload) {
            throw .badSignature(index: place)
        }
        observer?.ended(.verify)
        let root = try execute(body, observer)
        guard root == header.stateRoot else {
            throw .wrongStateRoot(number: header.number, expected: header.stateRoot, found: root)
        }
        observer?.ended(.stateRoot)
        guard try Self.extrinsicsRoot(of: body.extrinsics) == header.extrinsicsRoot else {
            throw .wrongExtrinsicsRoot(number: header.number)
        }
        observer?.ended(.extrinsicsRoot)
        try commit(
            StoredBlock(
                hash: header.hash, header: header,
                encodedHeader: block.bytes(at: 0, count: headerBytes),
                body: block.bytes(at: headerBytes, count: block.count - headerBytes)),
            observer)
    }

    /// Makes the next block of transfers, without importing it.
    ///
    /// - Returns: The block, encoded.
    package mutating func makeBlock(_ transfers: [[UInt8]]) throws(ChainError) -> [UInt8] {
        let extrinsics = Inherents.encoded(block: head.number + 1, seed: seed) + transfers
        var encoded = ByteBuffer(capacity: 1 << 16)
        encoded.appendCompact(UInt64(extrinsics.count))
        for extrinsic in extrinsics { encoded.append(extrinsic) }
        var decoder = ScaleDecoder(encoded.bytes)
        let body = try BlockBody(&decoder)
        trie.reset(to: head.stateRoot)
        let root = try execute(body, nil)
        var block = ByteBuffer(capacity: encoded.count + 128)
        BlockHeader(
            parent: headHash, number: head.number + 1, stateRoot: root,
            extrinsicsRoot: try Self.extrinsicsRoot(of: body.extrinsics)
        ).append(to: &block)
        block.append(encoded.bytes)
        return block.array
    }

    private func decode(
        _ bytes: UnsafeRawBufferPointer
    ) throws(ChainError) -> (header: BlockHeader, headerBytes: Int, body: BlockBody) {
        var decoder = ScaleDecoder(bytes)
        let header: BlockHeader
        do throws(ScaleError) {
            header = try BlockHeader(&decoder)
        } catch { throw .malformed(error) }
        guard header.parent == headHash, header.number == head.number + 1 else {
            throw .wrongParent(number: header.number)
        }
        let headerBytes = decoder.offset
        return (header, headerBytes, try BlockBody(&decoder))
    }

    private mutating func execute(
        _ body: BlockBody, _ observer: (any ImportObserver)?
    ) throws(ChainError) -> Hash256 {
        var execution = Execution()
        for (transfer, place) in zip(body.transfers, body.places) {
            try execution.apply(transfer, at: place, &trie)
        }
        observer?.ended(.execute)
        try execution.write(
            to: &trie, author: author, parent: headHash, number: head.number + 1, seed: seed)
        changes.removeAll()
        return trie.commit(into: &changes)
    }

    private static func extrinsicsRoot(
        of extrinsics: [UnsafeRawBufferPointer]
    ) throws(ChainError) -> Hash256 {
        do throws(TrieError) {
            return try BlockBody.root(of: extrinsics)
        } catch { throw .state(error) }
    }

    private mutating func commit(
        _ block: StoredBlock, _ observer: (any ImportObserver)?
    ) throws(ChainError) {
        do throws(DatabaseError) {
            try store.importBlock(block, changes: changes, observer: observer)
            observer?.ended(.commit)
            let number = block.header.number
            if number > finalityLag { try store.finalize(number - finalityLag) }
            observer?.ended(.finality)
        } catch { throw .database(error) }
        nodesWritten = changes.insertedCount
        head = block.header
        headHash = block.hash
        rootChain = Self.link(rootChain, head.stateRoot)
    }
}
