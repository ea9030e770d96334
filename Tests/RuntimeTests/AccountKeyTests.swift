import Primitives
import Testing

@testable import Runtime

struct AccountKeyTests {
    /// - Source: the well-known first account of Ethereum's development tools: the key of
    ///   0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266 (Hardhat's documentation).
    @Test func anEthereumAccountIsTheEndOfItsKeysHash() throws {
        let secret = try #require(
            bytes(
                hexadecimal: "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"
                    .utf8))
        let key = try #require(Secp256k1.KeyPair(secretKey: secret))
        let account = AccountKey.secp256k1(key, .ethereum).account
        #expect(hexadecimal(account) == "f39fd6e51aad88f6f4ce6ab8827279cfffb92266")
    }

    /// What the runtime recovers from a signature must hash to the account.
    @Test func signaturesOfSecp256k1GiveTheirAccountBack() throws {
        let payload = [UInt8](repeating: 7, count: 300)
        for scheme in [ExtrinsicFormat.Scheme.ethereum, .ecdsa] {
            let key = try #require(AccountKey.numbered(3, scheme: scheme))
            let short = Blake2b256.hash(payload)
            let digest = scheme == .ethereum ? Keccak.hash256(short) : Blake2b256.hash(short)
            let signature = key.sign(payload)
            #expect(signature.count == 65)
            var recovered = [UInt8](repeating: 0, count: scheme == .ethereum ? 64 : 33)
            try signature.withUnsafeBytes { signature in
                try digest.withUnsafeBytes { digest in
                    try recovered.withUnsafeMutableBytes {
                        try Secp256k1.recover(
                            signature: signature, digest: digest, compressed: scheme == .ecdsa,
                            into: $0)
                    }
                }
            }
            let account =
                scheme == .ethereum
                ? Array(Keccak.hash256(recovered).suffix(20)) : Blake2b256.hash(recovered)
            #expect(account == key.account)
        }
    }

    @Test func numberedKeysDifferAndComeAgain() throws {
        for scheme in [ExtrinsicFormat.Scheme.sr25519, .ecdsa, .ethereum] {
            let one = try #require(AccountKey.numbered(0, scheme: scheme)).account
            #expect(try #require(AccountKey.numbered(0, scheme: scheme)).account == one)
            #expect(try #require(AccountKey.numbered(1, scheme: scheme)).account != one)
            #expect(one.count == (scheme == .ethereum ? 20 : 32))
        }
    }
}
