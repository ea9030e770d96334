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
    /// New and dead nodes into the store.
    case commit
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

    private let store: any TrieNodeStore
    private let seed: UInt64
    private let author: AccountID
    private var headHash: Hash256
    private var trie: PatriciaTrie
    private var changes = TrieChanges()
    private var payload = ByteBuffer()

    /// Begins at the first block of a chain.
    ///
    /// - Parameters:
    ///   - stateRoot: The root of the state that `store` holds.
    ///   - state: What the state was made from.
    ///   - store: Takes the nodes of each block.
    ///   - recorder: Hears of every node that is read; nil = nobody does.
    package init(
        stateRoot: Hash256, state: StateGenerator, store: any TrieNodeStore,
        recorder: (any TrieRecorder)? = nil
    ) {
        head = BlockHeader(
            parent: .zero, number: 0, stateRoot: stateRoot, extrinsicsRoot: Trie.emptyRoot)
        genesis = head.hash
        headHash = genesis
        seed = state.seed
        author = state.id(of: 0)
        self.store = store
        trie = PatriciaTrie(
            root: stateRoot, layout: state.layout, source: store, recorder: recorder)
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
        let (header, body) = try decode(block.bytes)
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
        try commit(header)
        observer?.ended(.commit)
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
    ) throws(ChainError) -> (BlockHeader, BlockBody) {
        var decoder = ScaleDecoder(bytes)
        let header: BlockHeader
        do throws(ScaleError) {
            header = try BlockHeader(&decoder)
        } catch { throw .malformed(error) }
        guard header.parent == headHash, header.number == head.number + 1 else {
            throw .wrongParent(number: header.number)
        }
        return (header, try BlockBody(&decoder))
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

    private mutating func commit(_ header: BlockHeader) throws(ChainError) {
        do throws(TrieError) { try changes.apply(to: store) } catch { throw .state(error) }
        nodesWritten = changes.insertedCount
        head = header
        headHash = header.hash
        var link = ByteBuffer()
        rootChain.withBytes { link.append($0) }
        header.stateRoot.withBytes { link.append($0) }
        rootChain = Hash256(of: link.bytes)
    }
}
