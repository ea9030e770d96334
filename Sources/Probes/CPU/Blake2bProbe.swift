// Here: probes of processors.
// May use: the kernels.
// Never: a limit, a clock.

package import Measurement
internal import Model
internal import Primitives

/// One thread hashes a 32 KiB buffer with BLAKE2b-256, over and over: the node's `BLAKE2-256`.
package struct Blake2bProbe: Probe {
    package init() {}

    package let descriptor = ProbeDescriptor(
        id: "cpu.blake2b-256", methodVersion: 1,
        metrics: [
            MetricDefinition(
                id: "cpu.blake2b-256", unit: .bytesPerSecond, direction: .higherIsBetter,
                title: "BLAKE2b-256")
        ],
        why:
            "State, blocks and extrinsics are hashed with BLAKE2b-256, in the thread that imports.",
        source: "polkadot-sdk 849e35382c, sc-sysinfo: Blake2256, 32 KiB of 0x66",
        cost: Cost(memoryBytes: 64 << 10))

    package func prepare(
        in environment: ProbeEnvironment
    ) throws(ProbeError) -> any ProbeSession {
        Blake2bSession(metric: "cpu.blake2b-256", threads: nil, allowedCPUs: 1)
    }
}

/// Several threads do the same behind one barrier; the score is the mean of their own rates.
///
/// With fewer CPUs than threads each thread gets its share, and the mean says so: that is how the
/// node finds a machine that has been sold twice.
package struct ParallelBlake2bProbe: Probe {
    package let descriptor: ProbeDescriptor
    private let threads: Int

    /// - Parameter threads: the node's is 8.
    package init(threads: Int) {
        self.threads = threads
        let id = "cpu.blake2b-256.parallel-\(threads)"
        descriptor = ProbeDescriptor(
            // 2: each thread has a buffer of its own.
            id: id, methodVersion: 2,
            metrics: [
                MetricDefinition(
                    id: MetricID(rawValue: id), unit: .bytesPerSecond, direction: .higherIsBetter,
                    title: "BLAKE2b-256, \(threads) threads")
            ],
            why: "Backing several parachain blocks at once needs whole cores, not shares of one.",
            source: "polkadot-sdk 849e35382c, sc-sysinfo: Blake2256Parallel, mean of the threads",
            cost: Cost(memoryBytes: threads * 64 << 10))
    }

    package func prepare(
        in environment: ProbeEnvironment
    ) throws(ProbeError) -> any ProbeSession {
        Blake2bSession(
            metric: MetricID(rawValue: descriptor.id), threads: threads,
            allowedCPUs: environment.allowedCPUs)
    }
}

/// One buffer and one digest a thread.
final class Blake2bSession: ProbeSession {
    /// BLAKE2b-256 of 32,768 bytes of 0x66.
    ///
    /// - Source: `hashlib.blake2b(b"\x66" * 32768, digest_size=32)` of Python 3.11.
    static let expectedDigest: [UInt8] = [
        0x71, 0x1a, 0x2b, 0x1d, 0x81, 0x48, 0xd1, 0x0e,
        0x39, 0xd0, 0x65, 0xd3, 0xbf, 0x3a, 0x94, 0xe1,
        0xbb, 0x5f, 0x7b, 0x88, 0xf0, 0xf4, 0x69, 0x84,
        0x35, 0xfe, 0x68, 0x2d, 0x78, 0xe4, 0xb1, 0x15,
    ]
    static let bufferBytes = 32 << 10

    let parameters: [String: String]
    let implementation: Implementation?
    let advisories: [Advisory]
    let buffers: UnsafeMutableRawBufferPointer
    private let digests: UnsafeMutableRawBufferPointer
    private let metric: MetricID
    private let threads: Int?

    /// A buffer for each thread, as in the node; `threads` nil means one thread, no barrier.
    ///
    /// Two threads that share a first-level cache would find each other's bytes there.
    init(metric: MetricID, threads: Int?, allowedCPUs: Int) {
        self.metric = metric
        self.threads = threads
        let count = threads ?? 1
        buffers = .allocate(byteCount: count * Self.bufferBytes, alignment: 64)
        buffers.initializeMemory(as: UInt8.self, repeating: 0x66)
        // A cache line a digest, so that the threads do not write to each other's lines.
        digests = .allocate(byteCount: count * 64, alignment: 64)
        digests.initializeMemory(as: UInt8.self, repeating: 0)
        parameters = ["bufferBytes": String(Self.bufferBytes), "threads": String(count)]
        implementation = .blake2b
        advisories =
            count > allowedCPUs
            ? [
                Advisory(
                    id: "cpu.fewer-cpus-than-threads",
                    text: "\(count) threads share \(allowedCPUs) CPUs, so each gets about "
                        + "\(allowedCPUs)/\(count) of one CPU's rate")
            ] : []
    }

    deinit {
        buffers.deallocate()
        digests.deallocate()
    }

    func measure(_ timer: BlockTimer) throws(ProbeError) -> [MetricID: Sample] {
        forget()
        let work = Double(Self.bufferBytes)
        guard let threads else {
            return [metric: try timer.rate(workPerIteration: work) { hash(thread: 0) }]
        }
        return [
            metric: try timer.parallelRate(threads: threads, workPerIteration: work) {
                hash(thread: $0)
            }
        ]
    }

    /// Clears the digests, so that the check sees those of the next block only.
    func forget() { digests.initializeMemory(as: UInt8.self, repeating: 0) }

    /// Input and output pass where the optimiser cannot see, so that no hash can be left out.
    func hash(thread: Int) {
        let digest = UnsafeMutableRawBufferPointer(
            rebasing: digests[thread * 64..<thread * 64 + 32])
        let start = thread * Self.bufferBytes
        let buffer = UnsafeRawBufferPointer(
            rebasing: UnsafeRawBufferPointer(buffers)[start..<start + Self.bufferBytes])
        Blake2b256.hash(OptimizerBarrier.opaque(buffer), into: digest)
        OptimizerBarrier.consume(UnsafeRawBufferPointer(digest))
    }

    func check() throws(ProbeError) {
        for thread in 0..<(threads ?? 1) {
            if !digests[thread * 64..<thread * 64 + 32].elementsEqual(Self.expectedDigest) {
                throw .wrongAnswer("thread \(thread) has a wrong BLAKE2b-256 digest")
            }
        }
    }
}

extension Implementation {
    /// The BLAKE2b kernel in use.
    ///
    /// Without AVX2 on x86-64 the node's crate uses SSE4.1 where this program has plain C. 0.85 is
    /// the lowest ratio measured of plain C to the node's crate (Zen 3, against its AVX2 code).
    static var blake2b: Implementation {
        var implementation = Implementation(
            name: Blake2b256.kernel.rawValue, compiler: KernelDisclosure.cCompiler,
            outputDigest: hexadecimal(Blake2bSession.expectedDigest))
        #if arch(x86_64)
            if Blake2b256.kernel == .portable { implementation.nodeRatioFloor = 0.85 }
        #endif
        return implementation
    }
}
