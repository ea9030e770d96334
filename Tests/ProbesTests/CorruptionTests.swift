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
        try expectABadSignatureIsNoticed(by: SignatureVerifySession<Sr25519Scheme>.self, "sr25519")
    }

    @Test func ed25519NoticesABadSignature() throws {
        try expectABadSignatureIsNoticed(by: SignatureVerifySession<Ed25519Scheme>.self, "Ed25519")
    }

    private func expectABadSignatureIsNoticed<Scheme: SignatureScheme>(
        by type: SignatureVerifySession<Scheme>.Type, _ name: String
    ) throws {
        let session = try SignatureVerifySession<Scheme>(count: 4, seed: 1)
        _ = try session.measure(timer)
        try session.check()
        session.work.signatures[70] ^= 1
        _ = try session.measure(timer)
        #expect(
            throws: ProbeError.wrongAnswer("3 of 4 good \(name) signatures were accepted")
        ) {
            try session.check()
        }
    }

    @Test func signaturesNoticeAVerifierThatAcceptsAnything() throws {
        let session = try SignatureVerifySession<CredulousScheme>(count: 4, seed: 1)
        _ = try session.measure(timer)
        let expected = ProbeError.wrongAnswer(
            "a signature of credulity was accepted for another message")
        #expect(throws: expected) { try session.check() }
    }

    /// Accepts every signature, as a verification that was optimised away would.
    private enum CredulousScheme: SignatureScheme {
        static let name = "credulity"
        static let metric: MetricID = "m"
        static let signatureBytes = 64
        static let implementation = Implementation(name: "none")

        static func sign(
            batch: [UInt8], messageBytes: Int, seed: [UInt8]
        ) -> (publicKey: [UInt8], signatures: [UInt8])? {
            (seed, [UInt8](repeating: 0, count: batch.count / messageBytes * signatureBytes))
        }

        static func verify(
            signature: UnsafeRawBufferPointer, message: UnsafeRawBufferPointer,
            publicKey: UnsafeRawBufferPointer
        ) -> Bool { true }
    }

    @Test func scalingNoticesABadSignatureAndAFlippedBit() throws {
        let session = try ScalingSession(
            plan: ScalingPlan(cores: [], allowedCPUs: 2), signatures: 4, seed: 1)
        _ = try session.measure(timer)
        try session.check()
        session.verifying.signatures[70] ^= 1
        _ = try session.measure(timer)
        #expect(throws: ProbeError.self) { try session.check() }
        session.verifying.signatures[70] ^= 1
        session.hashing.buffer[7] ^= 1
        _ = try session.measure(timer)
        #expect(throws: ProbeError.wrongAnswer("thread 0 has a wrong BLAKE2b-256 digest")) {
            try session.check()
        }
    }

    @Test func stallNoticesACPUThatWasNotWatched() throws {
        let session = StallSession(cpus: [])
        #expect(throws: ProbeError.wrongAnswer("no CPU was watched")) { try session.check() }
        _ = try session.measure(timer)
        try session.check()
        session.turns = [4, 0]
        #expect(throws: ProbeError.self) { try session.check() }
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
