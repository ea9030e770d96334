internal import Glibc
package import Measurement
internal import Model
internal import Primitives

/// One thread copies 64 MiB with the C library's memcpy, as the node's `Copy` does.
///
/// Bytes are counted once, not as read and written. One thread cannot fill the channels of a
/// server, and a large cache helps it: the figure orders machines by the node's own method, and
/// says less of bandwidth than STREAM does.
package struct MemoryCopyProbe: Probe {
    package init() {}

    package let descriptor = ProbeDescriptor(
        id: "memory.copy", methodVersion: 1,
        metrics: [
            MetricDefinition(
                id: "memory.copy", unit: .bytesPerSecond, direction: .higherIsBetter,
                title: "Memory copy")
        ],
        why: "Importing a block moves its proof, its state and its extrinsics through memory.",
        source: "polkadot-sdk 849e35382c, sc-sysinfo: MemCopy, 64 MiB, counted once",
        memoryBytes: 2 * 64 << 20)

    package func prepare(
        in environment: ProbeEnvironment
    ) throws(ProbeError) -> any ProbeSession {
        MemoryCopySession(byteCount: environment.scale == .reference ? 64 << 20 : 1 << 20)
    }
}

/// Two buffers of the size the node copies.
final class MemoryCopySession: ProbeSession {
    let parameters: [String: String]
    let source: UnsafeMutableRawPointer
    let destination: UnsafeMutableRawPointer
    private let byteCount: Int

    /// Fills both buffers, so that their pages are there before the first copy is timed.
    init(byteCount: Int) {
        // The node's vectors come from malloc as well: 16 bytes past a fresh page.
        source = .allocate(byteCount: byteCount, alignment: 16)
        destination = .allocate(byteCount: byteCount, alignment: 16)
        parameters = ["bufferBytes": String(byteCount), "threads": "1"]
        self.byteCount = byteCount
        memset(source, 0x66, byteCount)
        memset(destination, 0x77, byteCount)
    }

    deinit {
        source.deallocate()
        destination.deallocate()
    }

    func measure(_ timer: BlockTimer) throws(ProbeError) -> [MetricID: Sample] {
        // So that the check sees this block's copy and not the one before.
        memset(destination, 0x77, byteCount)
        let sample = try timer.rate(workPerIteration: Double(byteCount)) {
            memcpy(destination, source, byteCount)
            OptimizerBarrier.consume(UnsafeRawBufferPointer(start: destination, count: byteCount))
        }
        return ["memory.copy": sample]
    }

    func check() throws(ProbeError) {
        if memcmp(destination, source, byteCount) != 0 {
            throw .wrongAnswer("the copy differs from its source")
        }
    }
}
