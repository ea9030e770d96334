import Primitives
import Testing

struct TranscriptTests {
    /// SHA3-256 of one block, built from the permutation alone.
    private func sha3(_ message: [UInt8]) -> [UInt8] {
        var block = message + [0x06] + [UInt8](repeating: 0, count: 135 - message.count)
        block[135] ^= 0x80
        var state = KeccakF1600.State(repeating: 0)
        for (index, byte) in block.enumerated() {
            state[index / 8] ^= UInt64(byte) << UInt64(8 * (index % 8))
        }
        KeccakF1600.permute(&state)
        return (0..<32).map { UInt8(truncatingIfNeeded: state[$0 / 8] >> UInt64(8 * ($0 % 8))) }
    }

    /// - Source: NIST's examples for FIPS 202.
    @Test func permutationGivesSha3() {
        #expect(
            sha3([]) == hex("a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a"))
        #expect(
            sha3(Array("abc".utf8))
                == hex("3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532"))
    }

    private func challenge(_ transcript: inout MerlinTranscript) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: 32)
        output.withUnsafeMutableBytes { transcript.challenge("challenge", into: $0) }
        return output
    }

    /// - Source: merlin 3.0, transcript.rs, `equivalence_simple`.
    @Test func simpleTranscriptGivesThePublishedChallenge() {
        var transcript = MerlinTranscript(label: "test protocol")
        transcript.append("some label", "some data")
        #expect(
            challenge(&transcript)
                == hex("d5a21972d0d5fe320c0d263fac7fffb8145aa640af6e9bca177c03c7efcf0615"))
    }

    /// - Source: merlin 3.0, transcript.rs, `equivalence_complex`; the answer as ports of it
    ///   publish it.
    @Test func longTranscriptGivesThePublishedChallenge() {
        var transcript = MerlinTranscript(label: "test protocol")
        transcript.append("step1", "some data")
        let data = [UInt8](repeating: 99, count: 1024)
        var last: [UInt8] = []
        for _ in 0..<32 {
            last = challenge(&transcript)
            data.withUnsafeBytes { transcript.append("bigdata", $0) }
            last.withUnsafeBytes { transcript.append("challengedata", $0) }
        }
        #expect(last == hex("a8c933f54fae76e3f9bea93648c1308e7dfa2152dd51674ff3ca438351cf003c"))
    }
}
