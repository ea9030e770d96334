internal import Glibc
internal import Host
package import Measurement
internal import Model
internal import Primitives

/// One thread copies 64 MiB with the C library's memcpy, as the node's `Copy` does.
///
/// Bytes are counted once, not as read and written. One thread cannot fill the channels of a
/// server, and a large cache helps it: the figure orders machines by the node's own method, and
/// says less of bandwidth than `memory.triad` does.
///
/// A second metric copies the same buffers past the caches. Where that is much faster, the C
/// library's choice of stores is what limits the first, and not the memory.
package struct MemoryCopyProbe: Probe {
    package init() {}

    package let descriptor = ProbeDescriptor(
        id: "memory.copy", methodVersion: 1,
        metrics: [
            MetricDefinition(
                id: "memory.copy", unit: .bytesPerSecond, direction: .higherIsBetter,
                title: "Memory copy"),
            MetricDefinition(
                id: "memory.copy.non-temporal", unit: .bytesPerSecond,
                direction: .higherIsBetter, title: "Memory copy past the caches"),
        ],
        why: "Importing a block moves its proof, its state and its extrinsics through memory.",
        source: "polkadot-sdk 849e35382c, sc-sysinfo: MemCopy, 64 MiB, counted once",
        cost: Cost(memoryBytes: 2 * 64 << 20))

    package func prepare(
        in environment: ProbeEnvironment
    ) throws(ProbeError) -> any ProbeSession {
        MemoryCopySession(
            byteCount: environment.scale == .reference ? 64 << 20 : 1 << 20,
            library: CopyLibrary(
                version: CLibrary.version,
                nonTemporalThresholdBytes: CLibrary.nonTemporalThresholdBytes()))
    }
}

/// The C library whose memcpy is measured.
struct CopyLibrary: Equatable {
    /// Such as `glibc 2.36`; nil means another one.
    var version: String?
    /// Size from which its memcpy stores past the caches; nil if it cannot be determined.
    var nonTemporalThresholdBytes: Int?

    /// How much faster the copy past the caches must be for the library to be the limit.
    ///
    /// Ours: plain and non-temporal copies of one machine differ by up to 1.8, noise by 0.1.
    static let limitingRatio = 1.15

    /// What limits the plain copy, from the rates of both in bytes per second.
    func limit(plain: Double, nonTemporal: Double, byteCount: Int) -> Advisory {
        let rates =
            "plain copy \(gibibytes(plain)), past the caches \(gibibytes(nonTemporal)) GiB/s"
        if nonTemporal < plain * Self.limitingRatio {
            return Advisory(
                id: "memory.copy-limited-by-memory",
                text: "\(rates): other stores gain little, so a memory.copy below its limit is "
                    + "the memory's doing (channels, speed, neighbours), not the C library's")
        }
        let threshold =
            nonTemporalThresholdBytes.map {
                "uses such stores from \($0 >> 20) MiB on, the copy has \(byteCount >> 20)"
            } ?? "does not tell from which size on it uses such stores"
        return Advisory(
            id: "memory.copy-limited-by-c-library",
            text: "\(rates): \(version ?? "the C library") \(threshold); if memory.copy is below "
                + "its limit, set GLIBC_TUNABLES=glibc.cpu.x86_non_temporal_threshold="
                + "\(byteCount * 3 / 8) for the node (glibc on x86-64) and measure again")
    }

    private func gibibytes(_ rate: Double) -> Double {
        (rate / Double(1 << 30) * 10).rounded() / 10
    }
}

/// Two buffers of the size the node copies.
final class MemoryCopySession: ProbeSession {
    /// Part of a block's time that the copy past the caches gets.
    private static let secondPart = 4

    let parameters: [String: String]
    let source: UnsafeMutableRawPointer
    let destination: UnsafeMutableRawPointer
    private let byteCount: Int
    private let library: CopyLibrary
    private var plainIsRight = true
    private var plainRates: [Double] = []
    private var otherRates: [Double] = []

    /// Fills both buffers, so that their pages are there before the first copy is timed.
    init(byteCount: Int, library: CopyLibrary = CopyLibrary()) {
        // Vectors of this size come 16 bytes past a fresh page where malloc is glibc's, as in a
        // node that was built so. Parity's own binaries allocate with jemalloc, which places them
        // otherwise; no difference of the copy's rate was measurable.
        source = .allocate(byteCount: byteCount, alignment: 16)
        destination = .allocate(byteCount: byteCount, alignment: 16)
        self.byteCount = byteCount
        self.library = library
        memset(source, 0x66, byteCount)
        memset(destination, 0x77, byteCount)
        var parameters = ["bufferBytes": String(byteCount), "threads": "1"]
        parameters["libc"] = library.version ?? "unknown"
        parameters["libcNonTemporalThresholdBytes"] =
            library.nonTemporalThresholdBytes.map(String.init) ?? "unknown"
        // Of smaller buffers malloc makes a mapping with other things in it.
        let buffer = UnsafeMutableRawBufferPointer(start: destination, count: byteCount)
        if byteCount >= 32 << 20, let pages = PageReport.current(of: buffer) {
            parameters["basePageBytes"] = String(pages.pageBytes)
            // A share, since both buffers may lie in one mapping.
            let share = Double(pages.hugeBytes) / Double(max(1, pages.residentBytes))
            parameters["hugePageShare"] = String((share * 100).rounded() / 100)
        }
        self.parameters = parameters
    }

    deinit {
        source.deallocate()
        destination.deallocate()
    }

    var advisories: [Advisory] {
        if plainRates.isEmpty { return [] }
        let (plain, other) = (plainRates.sorted(), otherRates.sorted())
        return [
            library.limit(
                plain: plain[plain.count / 2], nonTemporal: other[other.count / 2],
                byteCount: byteCount)
        ]
    }

    func measure(_ timer: BlockTimer) throws(ProbeError) -> [MetricID: Sample] {
        // So that the check sees this block's copy and not the one before.
        memset(destination, 0x77, byteCount)
        let plain = try timer.rate(workPerIteration: Double(byteCount)) {
            memcpy(destination, source, byteCount)
            OptimizerBarrier.consume(UnsafeRawBufferPointer(start: destination, count: byteCount))
        }
        plainIsRight = memcmp(destination, source, byteCount) == 0
        let nonTemporal = try copyPastTheCaches(timer.divided(by: Self.secondPart))
        if let plain = plain.scalar, let other = nonTemporal.scalar {
            plainRates.append(plain)
            otherRates.append(other)
        }
        return ["memory.copy": plain, "memory.copy.non-temporal": nonTemporal]
    }

    /// The same buffers from the first cache line that both have at the same place on; what is left
    /// out at the ends is not counted.
    private func copyPastTheCaches(_ timer: BlockTimer) throws(ProbeError) -> Sample {
        memset(destination, 0x77, byteCount)
        let multiple = StreamKernel.elementMultiple
        let to = destination.alignedUp(toMultipleOf: 64)
        let from = source.alignedUp(toMultipleOf: 64)
        let count = (byteCount - 64) / 8 / multiple * multiple
        let operands = StreamKernel.Operands(
            to: to.assumingMemoryBound(to: Double.self),
            x: UnsafePointer(from.assumingMemoryBound(to: Double.self)),
            y: UnsafePointer(from.assumingMemoryBound(to: Double.self)), count: count)
        let path = StreamKernel.Path.best
        let sample = try timer.rate(workPerIteration: Double(count * 8)) {
            StreamKernel.copy.pass(operands, scalar: 0, nonTemporal: true, path: path)
        }
        // All bytes are alike, so a copy that begins elsewhere leaves the same; the ends are ours.
        memset(destination, 0x66, to - destination)
        let end = to + count * 8
        memset(end, 0x66, destination + byteCount - end)
        return sample
    }

    func check() throws(ProbeError) {
        if !plainIsRight || memcmp(destination, source, byteCount) != 0 {
            throw .wrongAnswer("the copy differs from its source")
        }
    }
}
