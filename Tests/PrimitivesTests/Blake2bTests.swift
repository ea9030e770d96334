import CKernels
import Primitives
import Testing

struct Blake2bTests {
    static let kernels = Blake2b256.Kernel.allCases.filter(\.isSupported)

    @Test func kernelInUseIsSupported() {
        #expect(Blake2b256.kernel.isSupported)
        #expect(Blake2b256.Kernel.portable.isSupported)
    }

    /// - Source: RFC 7693, appendix A: BLAKE2b-512 of "abc".
    @Test(arguments: [TOUCHSTONE_BLAKE2B_PORTABLE, TOUCHSTONE_BLAKE2B_AVX2])
    func abcGivesThePublishedDigest(kernel: touchstone_blake2b_kernel) {
        guard touchstone_blake2b_supports(kernel) else { return }
        var digest = [UInt8](repeating: 0, count: 64)
        touchstone_blake2b(kernel, &digest, 64, Array("abc".utf8), 3)
        #expect(
            digest
                == hex(
                    """
                    ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1\
                    7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923
                    """))
    }

    @Test(arguments: kernels)
    func everyLengthTo1024AgreesWithSodium(kernel: Blake2b256.Kernel) {
        var generator = SeededGenerator(seed: 7693)
        let message = generator.bytes(1024)
        for length in 0...1024 {
            let part = Array(message[..<length])
            #expect(Blake2b256.hash(part, kernel: kernel) == sodiumBlake2b(part, bytes: 32))
        }
        for length in 0...256 {
            let part = Array(message[..<length])
            #expect(Blake2b128.hash(part, kernel: kernel) == sodiumBlake2b(part, bytes: 16))
        }
    }

    @Test(arguments: kernels)
    func longInputsAgreeWithSodium(kernel: Blake2b256.Kernel) {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<8 {
            let message = generator.bytes(Int.random(in: 1025...70_000, using: &generator))
            #expect(Blake2b256.hash(message, kernel: kernel) == sodiumBlake2b(message, bytes: 32))
        }
    }

    @Test func rawBufferFormWritesTheSameDigest() {
        let message = Array("a collator".utf8)
        var digest = [UInt8](repeating: 0, count: 32)
        message.withUnsafeBytes { message in
            digest.withUnsafeMutableBytes { Blake2b256.hash(message, into: $0) }
        }
        #expect(digest == Blake2b256.hash(message))
        digest.withUnsafeMutableBytes {
            Blake2b256.hash(UnsafeRawBufferPointer(start: nil, count: 0), into: $0)
        }
        #expect(digest == sodiumBlake2b([], bytes: 32))
    }
}
