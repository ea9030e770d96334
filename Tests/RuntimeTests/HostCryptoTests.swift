import Foundation
import Primitives
import Runtime
import Testing

@Suite(.enabled(if: TestEngine.isThere)) struct HostCryptoTests {
    private let message = Array("a message to sign".utf8)

    /// - Source: the test vectors of each hash for "" or "abc"; xxHash's for twox.
    @Test(
        arguments: [
            ("blake2_128", "abc", "cf4ab791c62b8d2b2109c90275287816"),
            (
                "blake2_256", "abc",
                "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"
            ),
            ("twox_64", "", "99e9d85137db46ef"),
            ("twox_128", "System", "26aa394eea5630e07c48ae0c9558cef7"),
            (
                "keccak_256", "",
                "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
            ),
            (
                "keccak_512", "",
                "0eab42de4c3ceb9235fc91acffe746b29c29a8c366b7c60e4e67c466f36a4304"
                    + "c00fa9caf9d87976ba469bcbe06713b435f091ef2769fb160cdab33d3670680e"
            ),
            (
                "sha2_256", "abc",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
            ),
        ])
    func hashesAreThePublishedOnes(name: String, text: String, digest: String) throws {
        let runtime = try TestModule.runtime()
        #expect(try runtime.call(name, Arguments(1).fat(Array(text.utf8))) == hex(digest))
    }

    @Test func twox256IsFourSeeds() throws {
        let answer = try TestModule.runtime().call("twox_256", Arguments(1).fat(message))
        let expected = (0..<4).flatMap { seed in
            let hash = message.withUnsafeBytes { Twox.hash64($0, seed: UInt64(seed)) }
            return withUnsafeBytes(of: hash.littleEndian) { Array($0) }
        }
        #expect(answer == expected)
    }

    /// Calls with a right signature and with one that is wrong by a bit.
    private func check(
        _ name: String, _ signature: [UInt8], _ key: [UInt8], prehashed: [UInt8]? = nil
    ) throws {
        let runtime = try TestModule.runtime()
        for isRight in [true, false] {
            let sent = isRight ? signature : [signature[0] ^ 1] + signature.dropFirst()
            var arguments = Arguments(3).pointer(sent)
            arguments = prehashed.map { arguments.pointer($0) } ?? arguments.fat(message)
            let answer = try runtime.call(name, arguments.pointer(key))
            #expect(answer == word(isRight ? 1 : 0), "\(name)")
        }
        var stubbed = HostOptions()
        stubbed.verifiesSignatures = false
        var arguments = Arguments(3).pointer([UInt8](repeating: 0, count: signature.count))
        arguments = prehashed.map { arguments.pointer($0) } ?? arguments.fat(message)
        #expect(
            try TestModule.runtime(stubbed).call(name, arguments.pointer(key)) == word(1))
    }

    @Test func signaturesAreVerified() throws {
        let seed = [UInt8](repeating: 7, count: 32)
        let sr = try #require(Sr25519.KeyPair(seed: seed))
        let signature = sr.sign(message)
        for name in ["sr25519_verify_1", "sr25519_verify_2", "sr25519_batch"] {
            try check(name, signature, sr.publicKey)
        }
        let ed = try #require(Ed25519.KeyPair(seed: seed))
        for name in ["ed25519_verify", "ed25519_batch"] {
            try check(name, ed.sign(message), ed.publicKey)
        }
        let ecdsa = try #require(Secp256k1.KeyPair(secretKey: seed))
        let digest = Blake2b256.hash(message)
        let compressed = [2 + (ecdsa.publicKey[63] & 1)] + ecdsa.publicKey.prefix(32)
        for name in ["ecdsa_verify_1", "ecdsa_verify_2", "ecdsa_batch"] {
            try check(name, ecdsa.sign(digest: digest), compressed)
        }
        try check(
            "ecdsa_verify_prehashed", ecdsa.sign(digest: digest), compressed, prehashed: digest)
    }

    @Test func aBatchFailsWithOneOfIts() throws {
        let runtime = try TestModule.runtime()
        #expect(try runtime.call("start_batch", Arguments(0)) == [])
        #expect(try runtime.call("finish_batch", Arguments(0)) == word(1))
    }

    @Test func keysAreRecovered() throws {
        let runtime = try TestModule.runtime()
        let pair = try #require(
            Secp256k1.KeyPair(secretKey: [UInt8](repeating: 0, count: 31) + [1]))
        let digest = Keccak.hash256(message)
        let signature = pair.sign(digest: digest)
        let shifted = signature.prefix(64) + [signature[64] + 27]
        for name in ["recover_1", "recover_2"] {
            for sent in [signature, Array(shifted)] {
                let arguments = Arguments(2).pointer(sent).pointer(digest)
                #expect(try runtime.call(name, arguments) == [0] + pair.publicKey)
            }
        }
        let compressed = [2 + (pair.publicKey[63] & 1)] + pair.publicKey.prefix(32)
        for name in ["recover_compressed_1", "recover_compressed_2"] {
            let arguments = Arguments(2).pointer(signature).pointer(digest)
            #expect(try runtime.call(name, arguments) == [0] + compressed)
        }
        // Its errors by their numbers: r or s, the recovery number, no key.
        let zero = [UInt8](repeating: 0, count: 65)
        let wrong: [([UInt8], UInt8)] = [
            ([UInt8](repeating: 255, count: 64) + [0], 0), (zero.dropLast() + [9], 1), (zero, 2),
        ]
        for (sent, code) in wrong {
            let arguments = Arguments(2).pointer(sent).pointer(digest)
            #expect(try runtime.call("recover_2", arguments) == [1, code])
        }
    }

    @Test func rootsOfListsAndPairsAreTheTries() throws {
        let runtime = try TestModule.runtime()
        let values = (0..<70).map { [UInt8]("value \($0) of a list with some length".utf8) }
        var list = ByteBuffer()
        list.appendCompact(UInt64(values.count))
        var pairs: [[UInt8]: [UInt8]] = [:]
        for (index, value) in values.enumerated() {
            list.appendVector(value)
            var key = ByteBuffer()
            key.appendCompact(UInt64(index))
            pairs[key.array] = value
        }
        let model = StateModel(pairs)
        for (version, layout) in TrieLayout.allCases.enumerated() {
            let root = try model.root(layout: layout).array
            let arguments = Arguments(2).fat(list.array).word(UInt64(version))
            #expect(try runtime.call("ordered_root_2", arguments) == root)
            if layout == .v0 {
                #expect(
                    try runtime.call("ordered_root_1", Arguments(1).fat(list.array)) == root)
            }
            var encoded = ByteBuffer()
            encoded.appendCompact(UInt64(pairs.count))
            for (key, value) in pairs {
                encoded.appendVector(key)
                encoded.appendVector(value)
            }
            let other = Arguments(2).fat(encoded.array).word(UInt64(version))
            #expect(try runtime.call("trie_root_2", other) == root)
            if layout == .v0 {
                #expect(
                    try runtime.call("trie_root_1", Arguments(1).fat(encoded.array)) == root)
            }
        }
        var options = HostOptions()
        options.fixedRoots = (
            state: [UInt8](repeating: 1, count: 32), extrinsics: [UInt8](repeating: 2, count: 32)
        )
        let fixed = try TestModule.runtime(options)
        #expect(try fixed.call("root_1", Arguments(0)) == [UInt8](repeating: 1, count: 32))
        #expect(
            try fixed.call("ordered_root_1", Arguments(1).fat(list.array))
                == [UInt8](repeating: 2, count: 32))
    }
}
