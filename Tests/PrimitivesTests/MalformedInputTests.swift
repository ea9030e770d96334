import Foundation
import Primitives
import Testing

/// Hostile input to everything that decodes: nothing may trap, and the kernels must agree.
///
/// `TOUCHSTONE_FUZZ_CASES` sets the number of cases, 2,000 without it; a case takes tens of
/// microseconds in a release build.
struct MalformedInputTests {
    static let count =
        ProcessInfo.processInfo.environment["TOUCHSTONE_FUZZ_CASES"].flatMap { Int($0) } ?? 2_000

    @Test func malformedSignaturesAreRejectedWithoutATrap() throws {
        var generator = SeededGenerator(seed: 255)
        let pair = try #require(Sr25519.KeyPair(seed: generator.bytes(32)))
        let message = generator.bytes(33)
        let signature = pair.sign(message)
        for index in 0..<Self.count {
            var key = pair.publicKey
            var changed = signature
            switch index % 8 {
            case 0:
                changed[Int.random(in: 0..<64, using: &generator)] ^= generator.bit()
            case 1:
                key[Int.random(in: 0..<32, using: &generator)] ^= generator.bit()
            case 2: key = generator.bytes(32)
            case 3: changed = generator.bytes(64)
            case 4: changed = generator.bytes(32) + signature[32...]
            case 5: changed = signature[..<32] + generator.bytes(32)
            case 6: changed = generator.bytes(Int.random(in: 0..<130, using: &generator))
            default: key = generator.bytes(Int.random(in: 0..<70, using: &generator))
            }
            for kernel in Sr25519Tests.kernels {
                let verdict = Sr25519.verify(
                    signature: changed, message: message, publicKey: key, kernel: kernel)
                #expect(!verdict, "seed 255, case \(index), \(kernel.rawValue)")
            }
        }
    }

    @Test func decodedElementsEncodeToWhatWasDecoded() {
        var generator = SeededGenerator(seed: 9496)
        for index in 0..<Self.count {
            var bytes = generator.bytes(32)
            if index % 2 == 0 {
                // Such an encoding fails no cheap check: half of them decode.
                bytes[0] &= 0xfe
                bytes[31] &= 0x7f
            }
            if let element = Ristretto255(bytes) { #expect(element.encoded == bytes) }
        }
    }
}
