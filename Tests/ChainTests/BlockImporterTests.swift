import Chain
import Model
import Primitives
import Testing

struct BlockImporterTests {
    /// Pinned: another value means that the chain's rules, encodings or workload have changed.
    @Test(
        arguments: [
            (
                TrieLayout.v0, AccountChoice.uniform,
                "c56fd33fa49e1de8d3aaa0eefa417d9a890f9d89c18c31e15d3b3f97eab80446"
            ), (.v1, .uniform, "87511733d9cabe14103088993f44a29908fc600a05aadd695f017b73c9192488"),
            (.v0, .zipf, "cbd6482bf5846d01e84c599f0df014ccbcd0cc2d5eb5df51efeb24091de0e69b"),
            (.v1, .zipf, "c646c750c9f939b8d15fa14cb5f9015581a6248db5902b6e32c835325f2442ec"),
        ])
    func rootChainIsTheOnePinned(
        layout: TrieLayout, choice: AccountChoice, hash: String
    ) throws {
        let made = try TestChain(layout).blocks(6, of: 12, choice: choice)
        #expect(hexadecimal(made.rootChain.array) == hash)
    }

    @Test func anotherImporterComesToTheSameRootsWithAndWithoutAProof() throws {
        let made = try TestChain(.v1).blocks(4, of: 10)
        for recorder in [nil, ProofSize()] {
            let chain = TestChain(.v1)
            var importer = try chain.importer(ChainStore(chain.database()), recorder: recorder)
            for block in made.blocks { try importer.importBlock(block) }
            #expect(importer.rootChain == made.rootChain)
            #expect(importer.nodesWritten > 10)
            if let recorder { #expect(recorder.nodes > 40 && recorder.bytes > 10_000) }
        }
    }

    private final class Phases: ImportObserver {
        var ended: [BlockPhase] = []

        func ended(_ phase: BlockPhase) { ended.append(phase) }
    }

    @Test func everyPhaseEndsOnceAndInOrder() throws {
        let made = try TestChain(.v0).blocks(1, of: 3)
        let chain = TestChain(.v0)
        var importer = try chain.importer(ChainStore(chain.database()))
        let phases = Phases()
        try importer.importBlock(made.blocks[0], observer: phases)
        #expect(phases.ended == BlockPhase.allCases)
    }

    private func refusal(_ importer: inout BlockImporter, _ block: [UInt8]) -> ChainError? {
        do { try importer.importBlock(block) } catch { return error }
        return nil
    }

    @Test func damagedBlocksAreRefusedAndLeaveTheChainAsItWas() throws {
        let made = try TestChain(.v1).blocks(2, of: 3)
        let chain = TestChain(.v1)
        var importer = try chain.importer(ChainStore(chain.database()))
        #expect(refusal(&importer, made.blocks[1]) == .wrongParent(number: 2))
        #expect(refusal(&importer, Array(made.blocks[0].dropLast()))?.description != nil)
        var block = made.blocks[0]
        // The state root lies behind the parent and the number.
        block[33] ^= 1
        if case .wrongStateRoot(number: 1, _, _) = refusal(&importer, block) {
        } else {
            Issue.record("another state root was accepted")
        }
        block = made.blocks[0]
        block[65] ^= 1
        #expect(refusal(&importer, block) == .wrongExtrinsicsRoot(number: 1))
        block = made.blocks[0]
        block[block.count - 1] ^= 1
        #expect(refusal(&importer, block) == .badSignature(index: 4))
        #expect(importer.head.number == 0)
        for block in made.blocks { try importer.importBlock(block) }
        #expect(importer.rootChain == made.rootChain)
    }

    @Test func flippedBitsNeverTrap() throws {
        let made = try TestChain(.v0).blocks(1, of: 2)
        let chain = TestChain(.v0)
        var importer = try chain.importer(ChainStore(chain.database()))
        let whole = made.blocks[0]
        // All of the header and of both transfers, and the lengths of the inherents.
        for index in Array(0..<130) + Array(whole.count - 290..<whole.count) where index % 3 == 0 {
            var block = whole
            block[index] ^= UInt8(1 << (index % 8))
            #expect(refusal(&importer, block) != nil, "byte \(index)")
        }
        for count in [0, 1, 31, 97, 98, 120, 40_000] {
            #expect(refusal(&importer, Array(whole.prefix(count))) != nil)
        }
        try importer.importBlock(whole)
    }

    @Test func transfersThatCannotBeAppliedAreRefused() throws {
        let chain = TestChain(.v0)
        var importer = try chain.importer(ChainStore(chain.database()))
        let pair = try #require(StateGenerator.keyPair(1, seed: 5))
        func transfer(_ receiver: AccountID, _ amount: UInt128, nonce: UInt32) -> [UInt8] {
            SignedTransfer(
                sender: chain.state.id(of: 1), receiver: receiver, amount: amount, nonce: nonce,
                signature: pair.sign([])
            ).encoded
        }
        let stranger = Hash256(of: .init(start: nil, count: 0))
        for (bad, word) in [
            (transfer(stranger, 1, nonce: 0), "deposit"),
            (transfer(stranger, StateGenerator.balance, nonce: 0), "too little"),
            (transfer(stranger, .max, nonce: 0), "too little"),
            (transfer(chain.state.id(of: 2), 1, nonce: 1), "nonce"),
        ] {
            var reason = "no error"
            do { _ = try importer.makeBlock([bad]) } catch { reason = error.description }
            #expect(reason.contains(word), "\(reason)")
        }
        // An account that gives nearly all away is reaped; its receiver begins to exist.
        let most = StateGenerator.balance - 2_000_000_000
        _ = try importer.makeBlock([transfer(stranger, most, nonce: 0)])
    }
}
