// Here: blocks: their form, their making, their import.
// May use: the state and the store.
// Never: a clock, a probe, a table of results.

internal import Model
package import Primitives

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

    let store: ChainStore
    let finalityLag: UInt32
    let seed: UInt64
    let author: AccountID
    private(set) var headHash: Hash256
    let layout: TrieLayout
    private var trie: PatriciaTrie
    private var changes = TrieChanges()
    var payload = ByteBuffer()

    /// How many blocks finality is behind; ours, after the few relay-chain blocks that backing,
    /// inclusion and GRANDPA take.
    package static let finalityLagDefault: UInt32 = 3

    /// Goes on where a chain's store stands: behind its first block or any other.
    ///
    /// - Parameters:
    ///   - state: What the first block's state was made from.
    ///   - store: Holds that state, and `begin` has been called.
    ///   - finalityLag: How many blocks finality is behind; 0 = each block is final at once.
    ///   - recorder: Is given every node that is read; nil means no observer.
    /// - Throws: `database` when the store's headers cannot be read.
    package init(
        state: StateGenerator, store: ChainStore, finalityLag: UInt32 = finalityLagDefault,
        recorder: (any TrieRecorder)? = nil
    ) throws(ChainError) {
        self.store = store
        self.finalityLag = finalityLag
        seed = state.seed
        layout = state.layout
        form = state.form
        author = state.id(of: 0)
        let headers = try Self.headers(of: store)
        head = headers.last
        genesis = headers.first.hash
        headHash = head.hash
        rootChain = headers.rootChain
        trie = PatriciaTrie(
            root: head.stateRoot, layout: state.layout, source: store, recorder: recorder)
    }

    let form: AccountForm

    /// The first header and the last, and the hash over the roots between them.
    private static func headers(
        of store: ChainStore
    ) throws(ChainError) -> (first: BlockHeader, last: BlockHeader, rootChain: Hash256) {
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
        _ = try importBlock(encoded, isDraft: false, observer)
    }

    /// Imports a draft, whose header does not say yet where the block ends: the same work, but both
    /// roots are written into the header where they else would be compared.
    ///
    /// - Returns: The whole block, which any other importer takes.
    package mutating func importDraft(
        _ encoded: [UInt8], observer: (any ImportObserver)? = nil
    ) throws(ChainError) -> [UInt8] {
        let (header, headerBytes) = try importBlock(encoded, isDraft: true, observer)
        var buffer = ByteBuffer(capacity: encoded.count + BlockDraft.headerBytesMax)
        header.append(to: &buffer)
        buffer.append(Array(encoded.dropFirst(headerBytes)))
        return buffer.array
    }

    private mutating func importBlock(
        _ encoded: [UInt8], isDraft: Bool, _ observer: (any ImportObserver)?
    ) throws(ChainError) -> (header: BlockHeader, encodedBytes: Int) {
        // Kept apart from any array, so that typed errors pass and the views stay valid.
        var block = ByteBuffer(capacity: encoded.count)
        block.append(encoded)
        trie.reset(to: head.stateRoot)
        var (header, headerBytes, body) = try decode(block.bytes, isDraft: isDraft)
        observer?.ended(.decode)
        try verifySignatures(of: body)
        observer?.ended(.verify)
        let root = try execute(body, observer)
        if isDraft { header.stateRoot = root }
        guard root == header.stateRoot else {
            throw .wrongStateRoot(number: header.number, expected: header.stateRoot, found: root)
        }
        observer?.ended(.stateRoot)
        let extrinsicsRoot = try Self.extrinsicsRoot(of: body.extrinsics)
        if isDraft { header.extrinsicsRoot = extrinsicsRoot }
        guard extrinsicsRoot == header.extrinsicsRoot else {
            throw .wrongExtrinsicsRoot(number: header.number)
        }
        observer?.ended(.extrinsicsRoot)
        var encodedHeader = ByteBuffer()
        header.append(to: &encodedHeader)
        let stored = StoredBlock(
            hash: Hash256(of: encodedHeader.bytes), header: header,
            encodedHeader: encodedHeader.bytes,
            body: block.bytes(at: headerBytes, count: block.count - headerBytes))
        try write(stored, changes, observer)
        advance(to: stored, nodesWritten: changes.insertedCount)
        return (header, headerBytes)
    }

    private func decode(
        _ bytes: UnsafeRawBufferPointer, isDraft: Bool
    ) throws(ChainError) -> (header: BlockHeader, headerBytes: Int, body: BlockBody) {
        var decoder = ScaleDecoder(bytes)
        var header: BlockHeader
        do throws(ScaleError) {
            header = try BlockHeader(&decoder)
        } catch { throw .malformed(error) }
        if isDraft { header.parent = headHash }
        guard header.parent == headHash, header.number == head.number + 1 else {
            throw .wrongParent(number: header.number)
        }
        let headerBytes = decoder.offset
        return (header, headerBytes, try BlockBody(&decoder))
    }

    /// Kept a function of its own, so that a profile tells it from the rest of an import.
    @inline(never)
    private mutating func verifySignatures(of body: BlockBody) throws(ChainError) {
        for (extrinsic, place) in zip(body.signed, body.places)
        where !extrinsic.isSigned(genesis: genesis, payload: &payload) {
            throw .badSignature(index: place)
        }
    }

    private mutating func execute(
        _ body: BlockBody, _ observer: (any ImportObserver)?
    ) throws(ChainError) -> Hash256 {
        var execution = Execution(form: form, observer: observer)
        for (extrinsic, place) in zip(body.signed, body.places) {
            try execution.apply(extrinsic, at: place, &trie)
        }
        try execution.payFees(to: author, &trie)
        observer?.ended(.execute)
        try execution.write(to: &trie, parent: headHash, number: head.number + 1, seed: seed)
        changes.removeAll()
        return trie.commit(into: &changes)
    }

    static func extrinsicsRoot(
        of extrinsics: [UnsafeRawBufferPointer]
    ) throws(ChainError) -> Hash256 {
        do throws(TrieError) {
            return try BlockBody.root(of: extrinsics)
        } catch { throw .state(error) }
    }

    /// Writes the next block and what it changes, and makes final what is due.
    func write(
        _ block: StoredBlock, _ changes: borrowing TrieChanges, _ observer: (any ImportObserver)?
    ) throws(ChainError) {
        try store.importBlock(block, changes: changes, observer: observer)
        observer?.ended(.commit)
        let number = block.header.number
        if number > finalityLag { try store.finalize(number - finalityLag) }
        observer?.ended(.finality)
    }

    /// Goes on from a block that has been written.
    mutating func advance(to block: StoredBlock, nodesWritten: Int) {
        self.nodesWritten = nodesWritten
        head = block.header
        headHash = block.hash
        rootChain = Self.link(rootChain, head.stateRoot)
    }
}

/// Blocks whose headers do not say yet where they end.
package enum BlockDraft {
    /// A header's length is below this: three hashes, two compact numbers.
    static let headerBytesMax = 128

    /// A block of inherents and signed extrinsics.
    ///
    /// - Parameters:
    ///   - number: Its place in the chain.
    ///   - extrinsics: Encoded, each with its length in front.
    ///   - seed: What the inherents are made from: the state's.
    /// - Returns: The block, whose header has no roots yet.
    package static func encoded(
        number: UInt32, extrinsics: [[UInt8]], seed: UInt64
    ) -> [UInt8] {
        var block = ByteBuffer(capacity: 1 << 16)
        BlockHeader(parent: .zero, number: number, stateRoot: .zero, extrinsicsRoot: .zero)
            .append(to: &block)
        appendBody(number: number, extrinsics: extrinsics, seed: seed, to: &block)
        return block.array
    }

    static func appendBody(
        number: UInt32, extrinsics: [[UInt8]], seed: UInt64, to buffer: inout ByteBuffer
    ) {
        let all = Inherents.encoded(block: number, seed: seed) + extrinsics
        buffer.appendCompact(UInt64(all.count))
        for extrinsic in all { buffer.append(extrinsic) }
    }
}
