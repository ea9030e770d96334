import Primitives
import Testing

/// Twice the work takes clearly longer: nothing was hoisted out of the timed loop or deleted.
///
/// No speed is asserted. The bounds are wide and the minimum of several repetitions is taken, so that a busy machine
/// does not fail the test.
@Suite(.serialized)
struct WorkTests {
    private func shortest(_ work: () -> Void) -> Double {
        let clock = ContinuousClock()
        let times = (0..<7).map { _ in clock.measure(work) }
        return times.min().map { $0 / .nanoseconds(1) } ?? 0
    }

    private func expectGrowth(_ work: (Int) -> Void) {
        work(1)
        let single = shortest { work(1) }
        let double = shortest { work(2) }
        #expect(single > 0)
        #expect(double > 1.3 * single)
        #expect(double < 5 * single)
    }

    @Test(arguments: Blake2b256.Kernel.allCases.filter(\.isSupported))
    func hashingTimeGrowsWithTheBuffer(kernel: Blake2b256.Kernel) {
        let buffer = [UInt8](repeating: 1, count: 512 << 10)
        expectGrowth { amount in
            buffer.withUnsafeBytes { buffer in
                let part = UnsafeRawBufferPointer(rebasing: buffer[..<(amount * (256 << 10))])
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
            for _ in 0..<8 * amount {
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
            for _ in 0..<8 * amount {
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
}
