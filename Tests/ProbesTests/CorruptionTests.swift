import Measurement
import Model
import TestSupport
import Testing

@testable import Probes

/// For each probe, that its check sees work that was done wrong.
struct CorruptionTests {
    private let timer = BlockTimer(
        clock: MonotonicClock(), targetSeconds: 0, cancellation: Cancellation())

    @Test(arguments: [nil, 8])
    func blake2bNoticesAFlippedBit(threads: Int?) throws {
        let session = Blake2bSession(metric: "m", threads: threads, allowedCPUs: 2)
        _ = try session.measure(timer)
        try session.check()
        session.buffer[1000] ^= 1
        _ = try session.measure(timer)
        #expect(throws: ProbeError.wrongAnswer("thread 0 has a wrong BLAKE2b-256 digest")) {
            try session.check()
        }
    }

    @Test func sr25519NoticesABadSignature() throws {
        let session = try Sr25519VerifySession(count: 4, seed: 1)
        _ = try session.measure(timer)
        try session.check()
        session.signatures[70] ^= 1
        _ = try session.measure(timer)
        #expect(
            throws: ProbeError.wrongAnswer("3 of 4 good sr25519 signatures were accepted")
        ) {
            try session.check()
        }
    }

    @Test func memoryCopyNoticesAByteThatWasNotCopied() throws {
        let session = MemoryCopySession(byteCount: 1 << 16)
        _ = try session.measure(timer)
        try session.check()
        session.destination.storeBytes(of: 0, toByteOffset: 4321, as: UInt8.self)
        #expect(throws: ProbeError.wrongAnswer("the copy differs from its source")) {
            try session.check()
        }
    }

    @Test func sequentialWriteNoticesOtherContents() throws {
        try withTemporaryDirectory { directory in
            let session = SequentialWriteSession(
                file: try ScratchSpace(directory: directory).makeFile(),
                data: RandomBytes(count: 1 << 16, seed: 1))
            _ = try session.measure(timer)
            try session.check()
            session.data.bytes[5000] ^= 1
            #expect(throws: ProbeError.wrongAnswer("the scratch file differs at offset 4096")) {
                try session.check()
            }
        }
    }

    @Test func randomWriteNoticesAWriteThatWasNotDone() throws {
        try withTemporaryDirectory { directory in
            let session = RandomWriteSession(
                file: try ScratchSpace(directory: directory).makeFile(), pages: 16, seed: 1,
                cancellation: Cancellation())
            try session.prefill()
            #expect(throws: ProbeError.wrongAnswer("the scratch file differs at offset 0")) {
                try session.check()
            }
            _ = try session.measure(timer)
            try session.check()
        }
    }
}
