import Primitives
import Testing

struct ChainHashTests {
    /// Around each length where the padding needs another block.
    @Test func keccakIsTheSameInOneStepAsInBlocks() {
        // - Source: computed by pycryptodome's keccak.
        let vectors: [(Int, String)] = [
            (135, "3d28d08c3dacab77392064a939f3e7f8d03f2e02e2c664ac08a05f63ac652626"),
            (136, "b82d89d96e5575d11a9e1f4cabb2a45e60899e69a19a724cd796bdcf13511018"),
            (137, "ec8008a74e50bc7d6b22c3ad85402bf10e6d4449f3c8618e36c461b8a44eeafb"),
            (272, "a657381e5615f539cac71f13c74473a5e77eaa2bd8348422dcac221c8f13da94"),
        ]
        for (count, digest) in vectors {
            #expect(Keccak.hash256([UInt8](repeating: 0xa3, count: count)) == hex(digest))
        }
    }

    /// - Source: a vector of RFC 6979 for secp256k1 that wallets share: key 1, SHA-256 of "Satoshi
    ///   Nakamoto".
    @Test func secp256k1SignsAsWalletsDo() throws {
        let pair = try #require(
            Secp256k1.KeyPair(secretKey: [UInt8](repeating: 0, count: 31) + [1]))
        #expect(
            pair.publicKey
                == hex(
                    "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
                        + "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8"))
        #expect(pair.accountID == hex("7e5f4552091a69125d5dfcb7b8c2659029395bdf"))
        var digest = [UInt8](repeating: 0, count: 32)
        Array("Satoshi Nakamoto".utf8).withUnsafeBytes { message in
            digest.withUnsafeMutableBytes { Sha256.hash(message, into: $0) }
        }
        let signature = pair.sign(digest: digest)
        #expect(
            signature.prefix(64)
                == hex(
                    "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8"
                        + "2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5")[...])
        #expect(Secp256k1.KeyPair(secretKey: [UInt8](repeating: 0, count: 32)) == nil)
        #expect(Secp256k1.KeyPair(secretKey: [1]) == nil)
    }
}
