internal import Model
import Primitives

/// Why an author stopped taking extrinsics.
package enum AuthoringStop: String, CaseIterable, Sendable {
    /// The deadline passed.
    case time
    /// The next ones would have made the proof of validity too large.
    case proof
    /// The pool was empty.
    case pool
    /// A runtime's own limits of a block were reached.
    case weight
}

/// A block of one's own, with the changes that its import attaches.
package struct AuthoredBlock: ~Copyable {
    package let header: BlockHeader
    /// As any other importer takes it.
    package let encoded: [UInt8]
    /// Signed extrinsics taken.
    package let extrinsics: Int
    /// Header, body and all nodes that execution and root have read.
    package let proofBytes: Int
    package let stop: AuthoringStop

    let headerBytes: Int
    let changes: TrieChanges
}

/// Authoring: extrinsics one by one until the time, the proof or the pool ends it.
extension BlockImporter {
    /// How many extrinsics that do not fit are passed over before the author stops.
    ///
    /// - Source: basic-authorship, `MAX_SKIPPED_TRANSACTIONS`.
    package static let skippedMax = 8

    /// Makes the next block from a pool, with a recorder of the proof; nothing is imported yet.
    ///
    /// Each extrinsic is decoded, verified and executed in its turn, as the node's block builder
    /// does. The phases come to the observer once for each of them, then those of the roots.
    ///
    /// - Parameters:
    ///   - pool: Encoded, each with its length in front. The order is kept.
    ///   - proofBytesMax: Bound of `AuthoredBlock.proofBytes` while extrinsics are taken.
    ///   - observer: Is called when a phase ends; nil means no observer.
    ///   - isPastDeadline: Asked before each extrinsic.
    /// - Returns: The block, with what ended it.
    /// - Throws: `malformed` or `unknownExtrinsic` for what is no extrinsic, `badSignature`, and
    ///   `state`. An extrinsic that cannot be applied is left out.
    /// - Source: basic-authorship, `Proposer::propose_with`; its soft deadline is left out.
    package mutating func author(
        pool: [[UInt8]], proofBytesMax: Int, observer: (any ImportObserver)? = nil,
        isPastDeadline: () -> Bool
    ) throws(ChainError) -> AuthoredBlock {
        let proof = ProofSize()
        var trie = PatriciaTrie(
            root: head.stateRoot, layout: layout, source: store, recorder: proof)
        var execution = Execution(form: form, observer: observer)
        let number = head.number + 1
        var taken: [[UInt8]] = []
        let inherents = Inherents.encoded(block: number, seed: seed)
        var bodyBytes = inherents.reduce(BlockDraft.headerBytesMax) { $0 + $1.count }
        var skipped = 0
        var stop = AuthoringStop.pool
        var extrinsic = ByteBuffer()
        for encoded in pool {
            if isPastDeadline() {
                stop = .time
                break
            }
            if bodyBytes + proof.encodedBytesMax + encoded.count > proofBytesMax {
                skipped += 1
                if skipped <= Self.skippedMax { continue }
                stop = .proof
                break
            }
            extrinsic.removeAll()
            extrinsic.append(encoded)
            let place = inherents.count + taken.count
            let view = try Self.signed(extrinsic.bytes, place: place)
            observer?.ended(.decode)
            guard view.isSigned(genesis: genesis, payload: &payload) else {
                throw .badSignature(index: place)
            }
            observer?.ended(.verify)
            do throws(ChainError) {
                try execution.apply(view, at: place, &trie)
                taken.append(encoded)
                bodyBytes += encoded.count
            } catch {
                guard case .invalidTransfer = error else { throw error }
            }
            observer?.ended(.execute)
        }
        // A pool that ended while the last ones were passed over was not what ended the block.
        if stop == .pool, skipped > 0 { stop = .proof }
        try execution.payFees(to: author, &trie)
        observer?.ended(.execute)
        try execution.write(to: &trie, parent: headHash, number: number, seed: seed)
        var changes = TrieChanges()
        let root = trie.commit(into: &changes)
        observer?.ended(.stateRoot)
        let block = try seal(taken, stateRoot: root)
        observer?.ended(.extrinsicsRoot)
        return AuthoredBlock(
            header: block.header, encoded: block.encoded, extrinsics: taken.count,
            proofBytes: block.encoded.count + proof.encodedBytesMax, stop: stop,
            headerBytes: block.headerBytes, changes: changes)
    }

    /// Imports a block of one's own: its changes are attached, so nothing is executed again.
    ///
    /// - Source: sc-consensus, `StateAction::ApplyChanges`.
    package mutating func importAuthored(
        _ block: consuming AuthoredBlock, observer: (any ImportObserver)? = nil
    ) throws(ChainError) {
        guard block.header.parent == headHash else {
            throw .wrongParent(number: block.header.number)
        }
        var bytes = ByteBuffer(capacity: block.encoded.count)
        bytes.append(block.encoded)
        let stored = StoredBlock(
            hash: block.header.hash, header: block.header,
            encodedHeader: bytes.bytes(at: 0, count: block.headerBytes),
            body: bytes.bytes(at: block.headerBytes, count: bytes.count - block.headerBytes))
        try write(stored, block.changes, observer)
        advance(to: stored, nodesWritten: block.changes.insertedCount)
    }

    /// Makes the next block of these extrinsics, without importing it.
    ///
    /// - Returns: The block, encoded.
    /// - Throws: `invalidTransfer` for the first one that cannot be applied.
    package mutating func makeBlock(_ extrinsics: [[UInt8]]) throws(ChainError) -> [UInt8] {
        var trie = PatriciaTrie(root: head.stateRoot, layout: layout, source: store)
        var execution = Execution(form: form)
        var extrinsic = ByteBuffer()
        for (index, encoded) in extrinsics.enumerated() {
            extrinsic.removeAll()
            extrinsic.append(encoded)
            let place = Inherents.count + index
            try execution.apply(Self.signed(extrinsic.bytes, place: place), at: place, &trie)
        }
        try execution.payFees(to: author, &trie)
        try execution.write(to: &trie, parent: headHash, number: head.number + 1, seed: seed)
        var changes = TrieChanges()
        return try seal(extrinsics, stateRoot: trie.commit(into: &changes)).encoded
    }

    private static func signed(
        _ bytes: UnsafeRawBufferPointer, place: Int
    ) throws(ChainError) -> SignedView {
        do throws(ScaleError) {
            var decoder = ScaleDecoder(bytes)
            let inside = try decoder.vector()
            try decoder.finish()
            var inner = ScaleDecoder(inside)
            if try inner.integer(UInt8.self) == SignedTransfer.signedVersion,
                let view = try SignedView(&inner, of: inside, encodedBytes: bytes.count)
            {
                try inner.finish()
                return view
            }
        } catch { throw .malformed(error) }
        throw .unknownExtrinsic(index: place, reason: "not a signed call that is known")
    }

    private func seal(
        _ extrinsics: [[UInt8]], stateRoot: Hash256
    ) throws(ChainError) -> (header: BlockHeader, headerBytes: Int, encoded: [UInt8]) {
        let number = head.number + 1
        var body = ByteBuffer(capacity: 1 << 16)
        BlockDraft.appendBody(number: number, extrinsics: extrinsics, seed: seed, to: &body)
        var decoder = ScaleDecoder(body.bytes)
        let header = BlockHeader(
            parent: headHash, number: number, stateRoot: stateRoot,
            extrinsicsRoot: try Self.extrinsicsRoot(of: BlockBody(&decoder).extrinsics))
        var block = ByteBuffer(capacity: body.count + BlockDraft.headerBytesMax)
        header.append(to: &block)
        let headerBytes = block.count
        block.append(body.bytes)
        return (header, headerBytes, block.array)
    }
}
