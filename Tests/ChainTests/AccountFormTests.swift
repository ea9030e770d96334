import Chain
import Primitives
import Testing

/// Chains whose accounts or signatures are of another form.
struct AccountFormTests {
    private static let wide = AccountForm(hasWideNonce: true)
    private static let ecdsa = AccountForm(scheme: .ecdsa)

    @Test(arguments: [(AccountForm.usual, 80), (wide, 84), (ecdsa, 80)])
    func accountsHaveTheLengthOfTheForm(form: AccountForm, bytes: Int) throws {
        var buffer = ByteBuffer()
        let info = AccountInfo(nonce: 7, free: 1 << 70)
        info.append(to: &buffer, form: form)
        #expect(buffer.count == bytes && form.accountBytes == bytes)
        #expect(AccountForm(accountBytes: bytes, scheme: form.scheme) == form)
        var decoder = ScaleDecoder(buffer.bytes)
        #expect(try AccountInfo(&decoder, form: form) == info)
        try decoder.finish()
        #expect(AccountForm(accountBytes: 81) == nil)
    }

    @Test func nonceBeyond32BitsIsRefused() {
        var buffer = ByteBuffer()
        for _ in 0..<84 { buffer.append(0xff) }
        var decoder = ScaleDecoder(buffer.bytes)
        #expect(throws: ScaleError.self) { _ = try AccountInfo(&decoder, form: Self.wide) }
    }

    /// Every form is a state of its own, and what is imported into it comes to the same roots.
    @Test(arguments: [wide, ecdsa, AccountForm(hasWideNonce: true, scheme: .ecdsa)])
    func blocksOfEveryFormAreImported(form: AccountForm) throws {
        let chain = TestChain(.v1, form: form)
        let usual = TestChain(.v1)
        #expect(
            try chain.state.build(to: DiscardingSink())
                != usual.state.build(to: DiscardingSink()))
        let (blocks, rootChain) = try chain.blocks(3, of: 12)
        var importer = try chain.importer(ChainStore(chain.database()))
        for block in blocks { try importer.importBlock(block) }
        #expect(importer.rootChain == rootChain)
    }

    @Test func forgedECDSASignatureIsRefused() throws {
        let chain = TestChain(.v1, form: Self.ecdsa)
        let (blocks, _) = try chain.blocks(1, of: 4)
        var importer = try chain.importer(ChainStore(chain.database()))
        let recovery = try #require(Self.signature(in: blocks[0], of: chain))
        for place in [recovery.lowerBound, recovery.upperBound - 1] {
            var forged = blocks[0]
            forged[place] ^= 1
            #expect(throws: ChainError.self) { try importer.importBlock(forged) }
        }
        try importer.importBlock(blocks[0])
    }

    /// Where the first ECDSA signature lies: behind the byte 2, behind the sender's id.
    private static func signature(in block: [UInt8], of chain: TestChain) -> Range<Int>? {
        let ids = Set((0..<chain.state.signers).map { chain.state.id(of: $0).array })
        let start = (0..<block.count - 98).first {
            block[$0 + 32] == 2 && ids.contains(Array(block[$0..<$0 + 32]))
        }
        return start.map { $0 + 33..<$0 + 33 + Secp256k1.signatureBytes }
    }
}
