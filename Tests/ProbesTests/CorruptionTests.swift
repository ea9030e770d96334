import Host
import Measurement
import Model
import Primitives
import Synchronization
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
        session.buffers[1000] ^= 1
        _ = try session.measure(timer)
        #expect(throws: ProbeError.wrongAnswer("thread 0 has a wrong BLAKE2b-256 digest")) {
            try session.check()
        }
    }

    @Test func sr25519NoticesABadSignature() throws {
        try expectABadSignatureIsNoticed(by: SignatureVerifySession<Sr25519Scheme>.self, "sr25519")
    }

    @Test func ecdsaNoticesABadSignature() throws {
        try expectABadSignatureIsNoticed(by: SignatureVerifySession<EcdsaScheme>.self, "ECDSA")
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
        session.hashing.buffers[7] ^= 1
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

    @Test(arguments: StreamProbe.all.map(\.descriptor.id))
    func everyBandwidthKernelNoticesAnElement(id: String) throws {
        let probe = try #require(StreamProbe.all.first { $0.descriptor.id == id })
        let session = try #require(
            try probe.prepare(in: .smoke) as? StreamSession)
        _ = try session.measure(timer)
        try session.check()
        if id == "memory.read" {
            UnsafeMutablePointer(mutating: session.arrays.operands.x)[40] += 0.5
        } else {
            session.arrays.operands.to[40] += 0.5
        }
        #expect(throws: ProbeError.self) { try session.check() }
    }

    @Test func skewedThreadsAreOnlyKnownWhereThereAreSeveral() throws {
        let session = try #require(
            try StreamProbe.all[0].prepare(in: .smoke) as? StreamSession)
        _ = try session.measure(timer)
        let parallel: Set<MetricID> = ["memory.triad", "memory.triad.non-temporal"]
        #expect(parallel.isSuperset(of: session.invalid.keys))
    }

    @Test(arguments: [(0.0099, false), (0.0101, true), (0.5, true)])
    func aBlockWhoseThreadsStartApartIsMarked(skewSeconds: Double, isMarked: Bool) throws {
        let session = try #require(
            try StreamProbe.all[0].prepare(in: .smoke) as? StreamSession)
        session.note(
            PinnedTeam.Passes(count: 3, seconds: 1, skewSeconds: skewSeconds), "memory.triad")
        #expect((session.invalid["memory.triad"] != nil) == isMarked)
        if isMarked { #expect(session.invalid["memory.triad"]?.contains("% of the time") == true) }
    }

    @Test func randomLoadsNoticeAWayThatIsShorter() throws {
        let session = try #require(try RandomLoadProbe().prepare(in: .smoke) as? RandomLoadSession)
        _ = try session.measure(timer)
        try session.check()
        // Every node now points to itself, as if no load had been done.
        let memory = session.memory.bytes
        for offset in stride(from: 0, to: memory.count, by: 64) {
            let node = try #require(memory.baseAddress) + offset
            memory.storeBytes(of: node, toByteOffset: offset, as: UnsafeMutableRawPointer.self)
        }
        _ = try session.measure(timer)
        #expect(throws: ProbeError.self) { try session.check() }
    }

    /// The array is changed after it was filled and before it is read: when the clock is asked.
    @Test func numaNoticesOtherData() throws {
        let plan = NUMAMatrixPlan(
            topology: NUMATopology(tree: SystemTree(root: "/")), cpus: .live())
        let clock = SpoilingClock()
        let session = NumaSession(plan: plan, byteCount: 1 << 20, seed: 1) {
            (node, bytes, isOnly) throws(ProbeError) in
            let placed = try NodeMemory(node, byteCount: bytes, isOnlyNode: isOnly)
            clock.memory.withLock { $0 = placed.memory }
            return placed
        }
        _ = try session.measure(timer)
        try session.check()
        _ = try session.measure(
            BlockTimer(clock: clock, targetSeconds: 0, cancellation: Cancellation()))
        #expect(throws: ProbeError.self) { try session.check() }
    }

    /// No machine has the node that is asked for, so the pages cannot be there.
    @Test func numaNoticesPagesOnAnotherNode() throws {
        let topology = NUMATopology(tree: SystemTree(root: "/"))
        let absent = try #require(topology.nodes.map(\.id).max()) + 1
        let plan = CPUPlan.live()
        try #require(NUMAPlacement.pages(of: MappedMemory.touched().bytes) != nil)
        #expect {
            try NodeMemory(
                .init(node: absent, touchingCPU: plan.cpus[0]), byteCount: 1 << 20,
                isOnlyNode: false)
        } throws: { error in
            guard case .unavailable(let reason)? = error as? ProbeError else { return false }
            return reason.contains("only 0 % of the pages lie there")
        }
    }

    @Test func latencyNoticesABrokenCycle() throws {
        let session = LatencySession(
            sizes: [16 << 10], plan: .live(), seed: 1, repeats: 1)
        _ = try session.measure(timer)
        try session.check()
        session.brokenSize = 16 << 10
        #expect(
            throws: ProbeError.wrongAnswer("the cycle of 16 KiB does not pass every node")
        ) { try session.check() }
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

/// A clock that changes an element of memory, beside the cycle's pointers, whenever it is asked.
private final class SpoilingClock: BenchClock {
    let memory = Mutex<MappedMemory?>(nil)

    func nanoseconds() -> UInt64 {
        memory.withLock {
            $0?.bytes.storeBytes(of: 17, toByteOffset: 40, as: Double.self)
        }
        return MonotonicClock().nanoseconds()
    }
}

extension MappedMemory {
    /// A page that is present.
    fileprivate static func touched() throws -> MappedMemory {
        let memory = try MappedMemory(byteCount: 4096, pages: .base)
        memory.bytes.initializeMemory(as: UInt8.self, repeating: 1)
        return memory
    }
}

extension ProbeEnvironment {
    /// Small sizes, no disk.
    static var smoke: ProbeEnvironment {
        ProbeEnvironment(
            scale: .smoke, scratch: nil, allowedCPUs: 2, availableMemoryBytes: nil, seed: 1,
            cancellation: Cancellation())
    }
}
