// Here: published answers that every kernel must give.
// May use: all kernels.
// Never: a figure of speed.

import CKernels

/// Published answers that the kernels must give on this machine, for a self-test of the program as
/// it is installed.
package struct KnownAnswer: Sendable {
    /// What is computed.
    package let name: String

    /// Who published the answer.
    package let source: String

    private let check: @Sendable () -> Bool

    /// Computes anew and compares.
    package func holds() -> Bool { check() }

    init(_ name: String, source: String, check: @escaping @Sendable () -> Bool) {
        self.name = name
        self.source = source
        self.check = check
    }
}

extension KnownAnswer {
    /// All answers, in the order from hashes to tries.
    package static let all: [KnownAnswer] =
        hashes + transcripts + signatures + encodings + tries

    static let hashes: [KnownAnswer] =
        Blake2b256.Kernel.allCases.filter(\.isSupported).flatMap { kernel in
            [
                KnownAnswer("BLAKE2b-512, \(kernel.rawValue)", source: "RFC 7693, appendix A") {
                    let identifier: touchstone_blake2b_kernel =
                        switch kernel {
                        case .avx2: TOUCHSTONE_BLAKE2B_AVX2
                        case .portable: TOUCHSTONE_BLAKE2B_PORTABLE
                        }
                    var digest = [UInt8](repeating: 0, count: 64)
                    touchstone_blake2b(identifier, &digest, 64, Array("abc".utf8), 3)
                    return hexadecimal(digest)
                        == "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
                        + "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923"
                },
                KnownAnswer(
                    "BLAKE2b-256 and -128, \(kernel.rawValue)", source: "Python's hashlib"
                ) {
                    hexadecimal(Blake2b256.hash(Array("abc".utf8), kernel: kernel))
                        == "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"
                        && hexadecimal(Blake2b256.hash([], kernel: kernel))
                            == "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8"
                        && hexadecimal(Blake2b128.hash(Array("abc".utf8), kernel: kernel))
                            == "cf4ab791c62b8d2b2109c90275287816"
                },
            ]
        } + [
            KnownAnswer("twox-64", source: "xxHash's and python-xxhash's test vectors") {
                [
                    ("", 0xef46_db37_51d8_e999), ("a", 0xd24e_c4f1_a98c_6e5b),
                    ("abc", 0x44bc_2cf5_ad77_0999),
                    ("Nobody inspects the spammish repetition", 0xfbce_a83c_8a37_8bf1),
                ].allSatisfy { (text: String, hash: UInt64) in
                    Array(text.utf8).withUnsafeBytes { Twox.hash64($0) } == hash
                }
            },
            KnownAnswer("twox-128", source: "the storage prefixes System and Account of Substrate")
            {
                hexadecimal(Twox.twox128(Array("System".utf8)))
                    == "26aa394eea5630e07c48ae0c9558cef7"
                    && hexadecimal(Twox.twox128(Array("Account".utf8)))
                        == "b99d880ec681799c0cf30e8886371da9"
            },
            KnownAnswer("Keccak-f[1600] as SHA3-256", source: "NIST's examples for FIPS 202") {
                sha3("") == "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a"
                    && sha3("abc")
                        == "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532"
            },
        ]

    /// SHA3-256 of a text below one block of 136 bytes, built from the permutation alone.
    private static func sha3(_ text: String) -> String {
        var block = Array(text.utf8) + [0x06]
        block += [UInt8](repeating: 0, count: 136 - block.count)
        block[135] ^= 0x80
        var state = KeccakF1600.State(repeating: 0)
        for (index, byte) in block.enumerated() {
            state[index / 8] ^= UInt64(byte) << UInt64(8 * (index % 8))
        }
        KeccakF1600.permute(&state)
        return hexadecimal(
            (0..<32).map { UInt8(truncatingIfNeeded: state[$0 / 8] >> UInt64(8 * ($0 % 8))) })
    }

    static let transcripts = [
        KnownAnswer("Merlin, one message", source: "merlin 3.0, equivalence_simple") {
            var transcript = MerlinTranscript(label: "test protocol")
            transcript.append("some label", "some data")
            return challenge(&transcript)
                == "d5a21972d0d5fe320c0d263fac7fffb8145aa640af6e9bca177c03c7efcf0615"
        },
        KnownAnswer("Merlin, 32 KiB of messages", source: "merlin 3.0, equivalence_complex") {
            var transcript = MerlinTranscript(label: "test protocol")
            transcript.append("step1", "some data")
            let data = [UInt8](repeating: 99, count: 1024)
            var last = [UInt8](repeating: 0, count: 32)
            for _ in 0..<32 {
                last.withUnsafeMutableBytes { transcript.challenge("challenge", into: $0) }
                data.withUnsafeBytes { transcript.append("bigdata", $0) }
                last.withUnsafeBytes { transcript.append("challengedata", $0) }
            }
            return hexadecimal(last)
                == "a8c933f54fae76e3f9bea93648c1308e7dfa2152dd51674ff3ca438351cf003c"
        },
    ]

    private static func challenge(_ transcript: inout MerlinTranscript) -> String {
        var output = [UInt8](repeating: 0, count: 32)
        output.withUnsafeMutableBytes { transcript.challenge("challenge", into: $0) }
        return hexadecimal(output)
    }
}
