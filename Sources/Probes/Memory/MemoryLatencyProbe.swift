internal import Host
package import Measurement
internal import Model
internal import Primitives

/// How long a load takes that has to wait for the one before, by the size of what is read.
///
/// A trie walk is such a chain: each node's address stands in its parent. The curve shows where the
/// caches end; it is measured with base pages, which a node's heap mostly has, and with huge ones;
/// and once more while the other cores stream, as they do during an import.
package struct MemoryLatencyProbe: Probe {
    package init() {}

    package let descriptor = ProbeDescriptor(
        id: "memory.latency", methodVersion: 1,
        metrics: [
            MetricDefinition(
                id: "memory.latency", unit: .seconds, direction: .lowerIsBetter,
                title: "Load latency by size"),
            MetricDefinition(
                id: "memory.latency.loaded", unit: .seconds, direction: .lowerIsBetter,
                title: "Load latency while streaming"),
            MetricDefinition(
                id: "memory.latency.loads", unit: .operationsPerSecond,
                direction: .higherIsBetter, title: "Dependent loads"),
        ],
        why: "Reading the state is a chain of loads, each of which waits for the one before.",
        source: "pointer chase over one random cycle (Sattolo 1986), a node a cache line",
        cost: Cost(time: .open))

    package func prepare(
        in environment: ProbeEnvironment
    ) throws(ProbeError) -> any ProbeSession {
        var sizes = [16 << 10, 64 << 10]
        if environment.scale == .reference {
            sizes = (7...15).map { 1 << (2 * $0) }
            // Two regions of the largest size, and the arrays of the threads that stream.
            let free = MemoryBudget.freeBytes(environment) ?? .max
            while let largest = sizes.last, largest * 6 > free, sizes.count > 1 {
                sizes.removeLast()
            }
            if sizes[sizes.count - 1] < 64 << 20 {
                throw .unavailable(
                    "\(bytesText(free)) of memory are free, and the chase of 64 MiB needs six "
                        + "times that; free some, or raise the limit of the control group")
            }
        }
        return LatencySession(
            sizes: sizes, plan: .live(tree: environment.system), seed: environment.seed,
            repeats: environment.scale == .reference ? 5 : 1)
    }
}

/// The chase through each size, in both kinds of pages.
final class LatencySession: ProbeSession {
    /// Size at which the loaded latency and the dependent loads are measured: past most caches.
    static let headlineBytes = 256 << 20
    /// Nodes that are walked to prove the cycle: 64 MiB of them; 1 GiB would take seconds.
    static let walkMax = 1 << 20

    let parameters: [String: String]
    private(set) var advisories: [Advisory] = []
    private let sizes: [Int]
    private let plan: CPUPlan
    private let seed: UInt64
    private let repeats: Int
    /// Size of a cycle that does not pass every node; nil means none.
    var brokenSize: Int?

    /// The sizes are bytes, rising, powers of two; never empty.
    init(sizes: [Int], plan: CPUPlan, seed: UInt64, repeats: Int) {
        self.sizes = sizes
        self.plan = plan
        self.seed = seed
        self.repeats = repeats
        parameters = [
            "sizesBytes": sizes.map(String.init).joined(separator: ","),
            "nodeBytes": String(PointerChase.nodeBytes),
            "cpu": String(plan.cpus[0]),
            "streamingThreads": String(plan.cpus.count - 1),
            "repeats": String(repeats),
            "headlineBytes": String(Self.headline(of: sizes)),
        ]
    }

    private static func headline(of sizes: [Int]) -> Int {
        sizes.last { $0 <= headlineBytes } ?? sizes[0]
    }

    func measure(_ timer: BlockTimer) throws(ProbeError) -> [MetricID: Sample] {
        try timer.check()
        // On one CPU throughout: a thread that moves meets cold caches.
        return try PinnedTeam(cpus: [plan.cpus[0]]).once { _ throws(ProbeError) in
            let regions = try Self.regions(byteCount: sizes[sizes.count - 1])
            noteHugePages(regions)
            var curve: [Double] = []
            for size in sizes {
                let pair = try chase(size: size, regions: regions, timer: timer)
                curve += pair
            }
            let loaded = try loadedLatency(regions, timer: timer)
            return samples(curve: curve, loaded: loaded)
        }[0]
    }

    private static func regions(byteCount: Int) throws(ProbeError) -> [MappedMemory] {
        var regions: [MappedMemory] = []
        for pages in MappedMemory.Pages.allCases {
            let region = try MappedMemory(byteCount: byteCount, pages: pages)
            region.bytes.initializeMemory(as: UInt8.self, repeating: 0)
            regions.append(region)
        }
        return regions
    }

    /// Says which pages the regions got: a wish may be refused.
    private func noteHugePages(_ regions: [MappedMemory]) {
        let wanted = regions[1].bytes.count
        guard let huge = regions[1].hugeBytes(), huge < wanted, wanted >= 2 << 20 else { return }
        advisories = [
            Advisory(
                id: "memory.no-huge-pages",
                text:
                    "\(bytesText(huge)) of \(bytesText(wanted)) lie in huge pages: the figures "
                    + "named huge are of base pages in part")
        ]
    }

    /// Seconds a load at one size: with base pages, then with huge ones; medians of alternations.
    private func chase(
        size: Int, regions: [MappedMemory], timer: BlockTimer
    ) throws(ProbeError) -> [Double] {
        var generator = SeededGenerator(seed: seed ^ UInt64(size))
        var chases: [PointerChase] = []
        for region in regions {
            try timer.check()
            let part = UnsafeMutableRawBufferPointer(rebasing: region.bytes[..<size])
            let chase = PointerChase(in: part, using: &generator)
            // Also the warm-up.
            if !chase.isWhole(limit: LatencySession.walkMax) { brokenSize = size }
            chases.append(chase)
        }
        var seconds = chases.map { _ in [Double]() }
        // In alternation, since the machine drifts by more than the pages differ.
        for _ in 0..<repeats {
            for (index, chase) in chases.enumerated() {
                seconds[index].append(
                    try Self.secondsPerLoad(chase, timer.divided(by: 2 * repeats)))
            }
        }
        return seconds.map { $0.sorted()[$0.count / 2] }
    }

    /// Mean seconds of a load, over turns of 4096 loads that fill the timer's block.
    static func secondsPerLoad(
        _ chase: PointerChase, _ timer: BlockTimer
    ) throws(ProbeError) -> Double {
        var at = chase.start
        let sample = try timer.rate(workPerIteration: 4096) {
            at = PointerChase.follow(from: at, loads: 4096)
        }
        return 1 / (sample.scalar ?? .infinity)
    }

    /// The latency at the headline size, alone and while the other CPUs stream.
    private func loadedLatency(
        _ regions: [MappedMemory], timer: BlockTimer
    ) throws(ProbeError) -> [Double] {
        var generator = SeededGenerator(seed: seed)
        let size = Self.headline(of: sizes)
        let part = UnsafeMutableRawBufferPointer(rebasing: regions[1].bytes[..<size])
        let chase = PointerChase(in: part, using: &generator)
        if !chase.isWhole(limit: LatencySession.walkMax) { brokenSize = size }
        let alone = try Self.secondsPerLoad(chase, timer)
        let others = Array(plan.cpus.dropFirst())
        if others.isEmpty { return [alone] }
        let loaded = try BackgroundStream(cpus: others, bytesPerThread: min(size, 64 << 20))
            .during { () throws(ProbeError) in try Self.secondsPerLoad(chase, timer) }
        return [alone, loaded]
    }

    private func samples(curve: [Double], loaded: [Double]) -> [MetricID: Sample] {
        let labels = sizes.map { $0 >= 1 << 20 ? "\($0 >> 20) MiB" : "\($0 >> 10) KiB" }
        let threads = loaded.count == 1 ? ["0"] : ["0", String(plan.cpus.count - 1)]
        return [
            "memory.latency": .table(
                TableSample(
                    axes: [
                        .init(name: "size", labels: labels),
                        .init(
                            name: "pages", labels: MappedMemory.Pages.allCases.map(\.rawValue)),
                    ], values: curve)),
            "memory.latency.loaded": .table(
                TableSample(
                    axes: [.init(name: "streaming threads", labels: threads)], values: loaded)),
            "memory.latency.loads": .rate(RateSample(work: 1, seconds: loaded[0])),
        ]
    }

    func check() throws(ProbeError) {
        if let brokenSize {
            throw .wrongAnswer("the cycle of \(brokenSize >> 10) KiB does not pass every node")
        }
    }
}
