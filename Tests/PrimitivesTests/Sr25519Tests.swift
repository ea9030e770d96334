import Primitives
import Testing

struct Sr25519Tests {
    static let kernels = Sr25519.Kernel.allCases.filter(\.isSupported)

    @Test func kernelInUseIsSupported() {
        #expect(Sr25519.kernel.isSupported)
        #expect(Sr25519.Kernel.portable.isSupported)
    }

    @Test(
        arguments: ["sr25519-corrupted.jsonl", "sr25519-adversarial.jsonl"], kernels)
    func verdictsAreThoseOfSchnorrkel(file: String, kernel: Sr25519.Kernel) throws {
        let cases = try Sr25519Case.load(file)
        #expect(cases.count > 200)
        for item in cases {
            let verdict = Sr25519.verify(
                signature: hex(item.signature), message: hex(item.message),
                publicKey: hex(item.public), kernel: kernel)
            #expect(verdict == item.valid, "\(item.about ?? "corrupted"): \(item)")
        }
    }

    /// - Source: Substrate's development accounts: `subkey inspect //Alice` and `//Bob`.
    @Test func seedGivesTheKeyThatSubstrateDerives() throws {
        let alice = try #require(
            Sr25519.KeyPair(
                seed: hex("e5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a")))
        #expect(
            alice.publicKey
                == hex("d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d"))
        let bob = try #require(
            Sr25519.KeyPair(
                seed: hex("398f0c28f98885e046333d4a41c19cee4c37368a9832c6502f6cfd182e2aef89")))
        #expect(
            bob.publicKey
                == hex("8eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48"))
        #expect(Sr25519.KeyPair(seed: [1, 2, 3]) == nil)
    }

    @Test func ownSignaturesVerifyAndChangedOnesDoNot() throws {
        var generator = SeededGenerator(seed: 25519)
        for length in [0, 1, 32, 143, 144, 166, 600] {
            let pair = try #require(Sr25519.KeyPair(seed: generator.bytes(32)))
            let message = generator.bytes(length)
            let signature = pair.sign(message, randomness: generator.bytes(32))
            for kernel in Self.kernels {
                let valid = { (signature: [UInt8], message: [UInt8]) in
                    Sr25519.verify(
                        signature: signature, message: message, publicKey: pair.publicKey,
                        kernel: kernel)
                }
                #expect(valid(signature, message))
                #expect(!valid(signature, message + [0]))
                var changed = signature
                changed[Int.random(in: 0..<64, using: &generator)] ^= 1
                #expect(!valid(changed, message))
            }
        }
    }

    @Test func sameInputsGiveTheSameSignatureAndOthersDoNot() throws {
        let pair = try #require(Sr25519.KeyPair(seed: [UInt8](repeating: 7, count: 32)))
        let message = Array("block 1".utf8)
        #expect(pair.sign(message) == pair.sign(message))
        #expect(pair.sign(message) != pair.sign(Array("block 2".utf8)))
        let randomness = [UInt8](repeating: 1, count: 32)
        #expect(pair.sign(message) != pair.sign(message, randomness: randomness))
    }

    @Test func batchHoldsTheSingleSignaturesInOrder() throws {
        var generator = SeededGenerator(seed: 3)
        let pair = try #require(Sr25519.KeyPair(seed: generator.bytes(32)))
        let messages = generator.bytes(4 * 32)
        let batch = pair.sign(batch: messages, messageBytes: 32)
        #expect(batch.count == 4 * 64)
        for index in 0..<4 {
            let message = Array(messages[index * 32..<(index + 1) * 32])
            #expect(Array(batch[index * 64..<(index + 1) * 64]) == pair.sign(message))
        }
        #expect(pair.sign(batch: [], messageBytes: 32).isEmpty)
    }

    /// What `touchstone-bench kernels --parts` times is a whole verification, taken apart.
    @Test(arguments: kernels)
    func theStagesOfAVerificationMakeTheWhole(kernel: Sr25519.Kernel) throws {
        var generator = SeededGenerator(seed: 8)
        let pair = try #require(Sr25519.KeyPair(seed: generator.bytes(32)))
        for length in [0, 32, 200] {
            let message = generator.bytes(length)
            let signature = pair.sign(message)
            let staged = try #require(
                Sr25519.StagedVerification(
                    signature: signature, message: message, publicKey: pair.publicKey))
            #expect(staged.isValid(kernel: kernel))
            let commitment = signature[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            #expect(staged.run(.compression, kernel: kernel) == commitment)
            var changed = signature
            changed[3] ^= 1
            #expect(
                Sr25519.StagedVerification(
                    signature: changed, message: message, publicKey: pair.publicKey) == nil)
        }
    }

    @Test(arguments: kernels)
    func otherLengthsAreRejected(kernel: Sr25519.Kernel) throws {
        let pair = try #require(Sr25519.KeyPair(seed: [UInt8](repeating: 9, count: 32)))
        let signature = pair.sign([])
        let key = pair.publicKey
        for count in [0, 1, 63, 65] {
            let wrong = Array((signature + [0]).prefix(count))
            #expect(
                !Sr25519.verify(signature: wrong, message: [], publicKey: key, kernel: kernel))
        }
        for count in [0, 31, 33] {
            let wrong = Array((key + [0]).prefix(count))
            #expect(
                !Sr25519.verify(signature: signature, message: [], publicKey: wrong, kernel: kernel)
            )
        }
    }
}
