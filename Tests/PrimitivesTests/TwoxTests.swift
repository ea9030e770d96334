import Primitives
import Testing

struct TwoxTests {
    /// - Source: the test vectors of python-xxhash and of the xxHash repository, seed 0.
    @Test(
        arguments: [
            ("", 0xef46_db37_51d8_e999),
            ("a", 0xd24e_c4f1_a98c_6e5b),
            ("abc", 0x44bc_2cf5_ad77_0999),
            ("Nobody inspects the spammish repetition", 0xfbce_a83c_8a37_8bf1),
        ] as [(String, UInt64)])
    func hashIsThePublishedOne(text: String, hash: UInt64) {
        #expect(Array(text.utf8).withUnsafeBytes { Twox.hash64($0) } == hash)
    }

    /// - Source: storage prefixes that every Substrate chain shows: System.Account,
    ///   System.BlockHash.
    @Test func storagePrefixesAreThoseOfSubstrate() {
        #expect(Twox.twox128(Array("System".utf8)) == hex("26aa394eea5630e07c48ae0c9558cef7"))
        #expect(Twox.twox128(Array("Account".utf8)) == hex("b99d880ec681799c0cf30e8886371da9"))
        #expect(Twox.twox128(Array("BlockHash".utf8)) == hex("a44704b568d21667356a5a050c118746"))
        #expect(Twox.twox64([]) == hex("99e9d85137db46ef"))
    }
}
