import Chain
import Primitives
import Testing

struct StateGeneratorTests {
    /// - Source: Oracle/state_oracle.py, which shares no code with the generator.
    @Test(
        arguments: [
            (
                1000, 1, TrieLayout.v0,
                "75cbd8208b28df8c809f0d17f616893d9b0b1a8ac4838770950d3fb07ab3e911"
            ), (1000, 1, .v1, "e08d0396ee9f92f99a464eba1e635bb4d4362f6985e94e716f4f81604f0f79c3"),
            (20_000, 7, .v0, "50e8246e06a1bff198e805dcaa0a7aa5767ff42978e6b2762e07e1c8c7380ab0"),
            (20_000, 7, .v1, "5e70748da125aa6cd3e5ee4a5e629d259567a8845582582b4c02fde7624944fb"),
        ] as [(Int, UInt64, TrieLayout, String)])
    func rootIsTheOnePinned(accounts: Int, seed: UInt64, layout: TrieLayout, root: String) throws {
        let state = StateGenerator(accounts: accounts, signers: 0, seed: seed, layout: layout)
        #expect(hexadecimal(try state.build(to: DiscardingSink()).array) == root)
    }

    @Test func rangesGiveTheSameRootInAnyOrder() throws {
        let state = StateGenerator(accounts: 3000, signers: 20, seed: 3, layout: .v1)
        let sink = DiscardingSink()
        let index = state.makeIndex(threads: 3)
        var fragments = [TrieFragment?](repeating: nil, count: StateIndex.rangeCount)
        for range in fragments.indices.reversed() {
            fragments[range] = try state.buildRange(range, of: index, to: sink)
        }
        #expect(try state.finish(fragments, to: sink) == state.build(to: sink))
    }

    @Test(arguments: TrieLayout.allCases)
    func accountsAreFoundInTheStateAndNothingElseIs(layout: TrieLayout) throws {
        let store = MemoryNodeStore()
        let state = StateGenerator(accounts: 300, signers: 10, seed: 9, layout: layout)
        let root = try state.build(to: store)
        var trie = PatriciaTrie(root: root, layout: layout, source: store)
        var key = ByteBuffer()
        for account in 0..<300 {
            key.removeAll()
            StorageKey.appendAccount(state.id(of: account), to: &key)
            #expect(key.count == StorageKey.accountBytes)
            let value = try #require(try trie.value(for: key.array))
            #expect(value.count == 80)
            try value.withUnsafeBytes {
                var decoder = ScaleDecoder($0)
                let info = try AccountInfo(&decoder, form: .usual)
                #expect(info == AccountInfo(free: StateGenerator.balance))
                try decoder.finish()
            }
        }
        #expect(try trie.value(for: Array(":code".utf8))?.count == 1_100_000)
        #expect(try trie.value(for: StorageKey.accountPrefix) == nil)
        let other = StateGenerator(accounts: 300, signers: 10, seed: 10, layout: layout)
        #expect(try other.build(to: DiscardingSink()) != root)
    }

    @Test func signersHaveTheirKeysIds() throws {
        let state = StateGenerator(accounts: 5, signers: 2, seed: 4, layout: .v0)
        for signer in 0..<2 {
            let pair = try #require(StateGenerator.keyPair(signer, seed: 4))
            #expect(state.id(of: signer).array == pair.publicKey)
        }
    }
}
