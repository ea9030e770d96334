import Primitives
import Testing

struct Ed25519Tests {
    /// - Source: RFC 8032, section 7.1, test 2.
    @Test func signatureAndKeyAreThePublishedOnes() throws {
        let pair = try #require(
            Ed25519.KeyPair(
                seed: hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")))
        #expect(
            pair.publicKey
                == hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"))
        let signature = pair.sign([0x72])
        #expect(
            signature
                == hex(
                    """
                    92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
                    085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00
                    """))
        #expect(Ed25519.verify(signature: signature, message: [0x72], publicKey: pair.publicKey))
        #expect(!Ed25519.verify(signature: signature, message: [0x73], publicKey: pair.publicKey))
        #expect(!Ed25519.verify(signature: signature, message: [], publicKey: pair.publicKey))
        #expect(Ed25519.kernel.hasPrefix("libsodium "))
    }

    @Test func emptyMessageIsSignedAndVerified() throws {
        let pair = try #require(Ed25519.KeyPair(seed: [UInt8](repeating: 5, count: 32)))
        let signature = pair.sign([])
        #expect(Ed25519.verify(signature: signature, message: [], publicKey: pair.publicKey))
        #expect(Ed25519.KeyPair(seed: []) == nil)
    }

    @Test func otherLengthsAreRejected() {
        for count in [0, 31, 32, 63, 65] {
            let bytes = [UInt8](repeating: 0, count: count)
            #expect(!Ed25519.verify(signature: bytes, message: [], publicKey: bytes))
        }
    }
}
