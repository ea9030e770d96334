import Glibc
import Primitives
import Testing

/// Four times the work takes clearly longer: nothing was hoisted out of the timed loop or deleted.
///
/// No speed is asserted. The bound is half of what is expected, both amounts alternate, the clock
/// is the thread's own processor time, and the minimum of many repetitions is taken, so that a busy
/// machine does not fail the test.
@Suite(.serialized)
struct WorkTests {
    /// Nanoseconds of processor time of this thread for `work`.
    private func processorTime(_ work: () -> Void) -> Int {
        let now = {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return time.tv_sec * 1_000_000_000 + time.tv_nsec
        }
        let start = now()
        work()
        return now() - start
    }

    private func expectGrowth(_ work: (Int) -> Void) {
        work(1)
        var (little, much) = (Int.max, Int.max)
        for _ in 0..<12 {
            little = min(little, processorTime { work(1) })
            much = min(much, processorTime { work(4) })
        }
        #expect(little > 0)
        #expect(much > 2 * little)
    }

    @Test(arguments: Blake2b256.Kernel.allCases.filter(\.isSupported))
    func hashingTimeGrowsWithTheBuffer(kernel: Blake2b256.Kernel) {
        let buffer = [UInt8](repeating: 1, count: 256 << 10)
        expectGrowth { amount in
            buffer.withUnsafeBytes { buffer in
                let part = UnsafeRawBufferPointer(rebasing: buffer[..<(amount * (64 << 10))])
                withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { digest in
                    Blake2b256.hash(
                        OptimizerBarrier.opaque(part), into: digest, kernel: kernel)
                    OptimizerBarrier.consume(UnsafeRawBufferPointer(digest))
                }
            }
        }
    }

    @Test(arguments: Sr25519.Kernel.allCases.filter(\.isSupported))
    func verifyingTimeGrowsWithTheSignatures(kernel: Sr25519.Kernel) throws {
        let pair = try #require(Sr25519.KeyPair(seed: [UInt8](repeating: 2, count: 32)))
        let signature = pair.sign([])
        expectGrowth { amount in
            for _ in 0..<4 * amount {
                signature.withUnsafeBytes { signature in
                    pair.publicKey.withUnsafeBytes { key in
                        OptimizerBarrier.consume(
                            Sr25519.verify(
                                signature: OptimizerBarrier.opaque(signature),
                                message: UnsafeRawBufferPointer(start: nil, count: 0),
                                publicKey: OptimizerBarrier.opaque(key), kernel: kernel))
                    }
                }
            }
        }
    }

    @Test func ed25519TimeGrowsWithTheSignatures() throws {
        let pair = try #require(Ed25519.KeyPair(seed: [UInt8](repeating: 2, count: 32)))
        let signature = pair.sign([])
        expectGrowth { amount in
            for _ in 0..<4 * amount {
                signature.withUnsafeBytes { signature in
                    pair.publicKey.withUnsafeBytes { key in
                        OptimizerBarrier.consume(
                            Ed25519.verify(
                                signature: OptimizerBarrier.opaque(signature),
                                message: UnsafeRawBufferPointer(start: nil, count: 0),
                                publicKey: OptimizerBarrier.opaque(key)))
                    }
                }
            }
        }
    }

    @Test(arguments: StreamKernel.allCases, StreamKernel.Path.allCases.filter(\.isSupported))
    func streamingTimeGrowsWithTheElements(kernel: StreamKernel, path: StreamKernel.Path) {
        let count = 1 << 13
        let memory = UnsafeMutableRawPointer.allocate(byteCount: 3 * count * 8, alignment: 64)
        defer { memory.deallocate() }
        let first = memory.bindMemory(to: Double.self, capacity: 3 * count)
        first.initialize(repeating: 1, count: 3 * count)
        let operands = StreamKernel.Operands(
            to: first, x: UnsafePointer(first + count), y: UnsafePointer(first + 2 * count),
            count: count)
        for nonTemporal in kernel.stores ? [false, true] : [false] {
            expectGrowth { amount in
                // The same pass over and over: what could be hoisted would be.
                for _ in 0..<16 * amount {
                    kernel.pass(operands, scalar: 3, nonTemporal: nonTemporal, path: path)
                }
            }
        }
    }

    @Test func chasingTimeGrowsWithTheLoads() {
        let memory = UnsafeMutableRawBufferPointer.allocate(
            byteCount: 16 << 10, alignment: 64)
        defer { memory.deallocate() }
        var generator = SeededGenerator(seed: 16)
        let chase = PointerChase(in: memory, using: &generator)
        expectGrowth { amount in
            _ = PointerChase.follow(from: chase.start, loads: amount << 16)
        }
    }
}
