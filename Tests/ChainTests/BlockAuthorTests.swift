import Chain
import Model
import Primitives
import Testing

struct BlockAuthorTests {
    /// So many transfers on a new chain.
    private func pool(_ count: Int, of chain: TestChain) throws -> [[UInt8]] {
        let genesis = try importer(of: chain).genesis
        var workload = TransferWorkload(state: chain.state, genesis: genesis, seed: 8)
        return workload.next(count)
    }

    private func importer(of chain: TestChain) throws -> BlockImporter {
        try chain.importer(ChainStore(chain.database()))
    }

    @Test(arguments: TrieLayout.allCases)
    func importOfOnesOwnBlockEndsWhereAnyOtherEnds(layout: TrieLayout) throws {
        let chain = TestChain(layout)
        let pool = try pool(20, of: chain)
        var author = try importer(of: chain)
        var other = try importer(of: chain)
        for part in [pool[..<12], pool[12...]] {
            let block = try author.author(pool: Array(part), proofBytesMax: .max) { false }
            #expect(block.stop == .pool && block.extrinsics == part.count)
            #expect(block.proofBytes > block.encoded.count)
            let encoded = block.encoded
            try author.importAuthored(block)
            try other.importBlock(encoded)
        }
        #expect(author.head == other.head && author.rootChain == other.rootChain)
    }

    @Test func deadlineEndsTheBlockBeforeTheNextExtrinsic() throws {
        let chain = TestChain(.v1)
        let pool = try pool(20, of: chain)
        var author = try importer(of: chain)
        var asked = 0
        let block = try author.author(pool: pool, proofBytesMax: .max) {
            asked += 1
            return asked > 7
        }
        #expect(block.stop == .time && block.extrinsics == 7 && asked == 8)
        let none = try author.author(pool: pool, proofBytesMax: .max) { true }
        #expect(none.stop == .time && none.extrinsics == 0)
    }

    @Test func proofThatIsFullEndsTheBlock() throws {
        let chain = TestChain(.v1)
        let pool = try pool(30, of: chain)
        var author = try importer(of: chain)
        let whole = try author.author(pool: pool, proofBytesMax: .max) { false }
        let limit = whole.proofBytes - 9_000
        let block = try author.author(pool: pool, proofBytesMax: limit) { false }
        #expect(block.stop == .proof)
        #expect((1..<30).contains(block.extrinsics))
        let proofBytes = block.proofBytes
        // What the roots read comes on top of what execution read: items that each block writes.
        #expect(proofBytes < whole.proofBytes)
        // A few at the end that are passed over are too few to end a long pool, and still did.
        let least = try author.author(pool: [pool[0]], proofBytesMax: 1) { false }
        #expect(least.stop == .proof && least.extrinsics == 0)
    }

    @Test func extrinsicThatCannotBeAppliedIsLeftOut() throws {
        let chain = TestChain(.v1)
        let pool = try pool(6, of: chain)
        var author = try importer(of: chain)
        // A pool that repeats itself: the nonces of the second half are used up.
        let block = try author.author(pool: pool + pool, proofBytesMax: .max) { false }
        #expect(block.extrinsics == pool.count && block.stop == .pool)
        let encoded = block.encoded
        var other = try importer(of: chain)
        try other.importBlock(encoded)
        var forged = pool[0]
        forged[forged.count - 1] ^= 1
        var refusal: ChainError?
        do throws(ChainError) {
            _ = try author.author(pool: [forged], proofBytesMax: .max) { false }
        } catch { refusal = error }
        #expect(refusal == .badSignature(index: 2))
        refusal = nil
        do throws(ChainError) {
            _ = try author.author(pool: [[8, 4, 1]], proofBytesMax: .max) { false }
        } catch { refusal = error }
        #expect(refusal != nil)
    }

    @Test func draftComesToTheSameBlockAsMakingOne() throws {
        let chain = TestChain(.v1)
        let pool = try pool(10, of: chain)
        var maker = try importer(of: chain)
        var importer = try self.importer(of: chain)
        for part in [pool[..<4], pool[4...]] {
            let draft = BlockDraft.encoded(
                number: importer.head.number + 1, extrinsics: Array(part), seed: chain.state.seed)
            let made = try maker.makeBlock(Array(part))
            #expect(try importer.importDraft(draft) == made)
            try maker.importBlock(made)
        }
        #expect(maker.rootChain == importer.rootChain)
        // A draft is of the next block only, as any other block is.
        let late = BlockDraft.encoded(number: 9, extrinsics: [], seed: 1)
        var refusal: ChainError?
        do throws(ChainError) { _ = try importer.importDraft(late) } catch { refusal = error }
        #expect(refusal == .wrongParent(number: 9))
    }

    private final class Reads: ImportObserver {
        var begun = 0
        var ended = 0

        func ended(_ phase: BlockPhase) {}
        func storageReadBegins() { begun += 1 }
        func storageReadEnds() { ended += 1 }
    }

    @Test func callsThatReadAreHeardAndChangeTheirSenderOnly() throws {
        let chain = TestChain(.v0)
        var importer = try self.importer(of: chain)
        var workload = TransferWorkload(
            state: chain.state, genesis: importer.genesis, workload: .reads(accounts: 30), seed: 8)
        let reads = Reads()
        let block = try importer.makeBlock(workload.next(3))
        try importer.importBlock(block, observer: reads)
        // Every distinct account once: most of 3 senders and 90 others among 400.
        #expect(reads.begun == reads.ended && (60...93).contains(reads.begun))
        var one = importer.nodesWritten
        var transfers = TransferWorkload(
            state: chain.state, genesis: importer.genesis, choice: .uniform, seed: 11)
        let pool = transfers.next(40)
        var other = try self.importer(of: chain)
        try other.importBlock(try other.makeBlock(pool))
        one = other.nodesWritten - one
        #expect(one > 0, "30 reads each write less than 40 transfers")
    }

    /// Signing is pure: any thread comes to the same bytes.
    @Test(arguments: [Workload.transfers(.uniform), .transfers(.zipf), .reads(accounts: 4)])
    func planAndSignatureAreTheSameApartAndTogether(workload: Workload) throws {
        let chain = TestChain(.v1)
        let genesis = try chain.importer(ChainStore(chain.database())).genesis
        var one = TransferWorkload(
            state: chain.state, genesis: genesis, workload: workload, seed: 3)
        var other = one
        let together = one.next(5)
        let apart = (0..<5).map { _ in other.plan() }.reversed().map { $0.signed() }
        #expect(together == apart.reversed())
    }
}
