import Chain
import Glibc
import Measurement
import Primitives
import Testing

@testable import Probes

/// Which errors of the chain's database are the machine's.
struct ChainErrorTests {
    private func refusal(_ words: String) -> ChainError {
        .refused(operation: "open", path: "/data", reason: words)
    }

    @Test(arguments: [
        (EMFILE, "ulimit -n"), (EFBIG, "ulimit -f"), (EMLINK, "links"), (ENOSPC, "--path"),
        (EAGAIN, "ulimit -u"), (EDQUOT, "quota"), (ENOMEM, "ulimit -v"),
    ])
    func aLimitOfTheSystemIsNoWrongAnswer(code: Int32, fix: String) {
        let words = "IO error: While open a file: /data/1.sst: \(String(cString: strerror(code)))"
        for error in [
            ProbeError(refusal(words)),
            ProbeError(ChainError.state(.store(words))), ProbeError(keptIn: "/k", refusal(words)),
        ] {
            guard case .failed(let reason) = error else {
                Issue.record("\(error)")
                continue
            }
            #expect(reason.contains(words) && reason.contains(fix), "\(reason)")
        }
    }

    @Test func bytesThatAreNotThoseWrittenAreAWrongAnswer() {
        let words = "Corruption: block checksum mismatch"
        for error in [
            ProbeError(refusal(words)), ProbeError(ChainError.state(.store(words))),
            ProbeError(ChainError.damaged(record: "journal", reason: "short")),
        ] {
            guard case .wrongAnswer = error else {
                Issue.record("\(error)")
                continue
            }
        }
    }

    /// Who knows what has happened to it since it was written.
    @Test func aDamagedKeptStateIsNoWrongAnswer() {
        for error in [
            refusal("Corruption: bad table magic number"),
            ChainError.damaged(record: "state in /k", reason: "its root is missing"),
        ] {
            guard case .failed(let reason) = ProbeError(keptIn: "/k", error) else {
                Issue.record("\(error)")
                continue
            }
            #expect(reason.hasPrefix("the state kept in /k is damaged"))
            #expect(reason.contains("delete /k"))
        }
    }
}
