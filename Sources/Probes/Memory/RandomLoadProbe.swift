internal import Host
package import Measurement
internal import Model
internal import Primitives

/// How long a load takes that no cache answers and that waits for the one before.
///
/// `memory.latency` shows the whole curve, once; this is one point of it, past the caches, in every
/// round, so that it has bounds and can be judged. Base pages, which a node's heap mostly has.
package struct RandomLoadProbe: Probe {
    package init() {}

    package let descriptor = ProbeDescriptor(
        id: "memory.latency.random", methodVersion: 1,
        metrics: [
            MetricDefinition(
                id: "memory.latency.random", unit: .seconds, direction: .lowerIsBetter,
                title: "Random load latency")
        ],
        why: "A read of the state is a chain of loads over more memory than any cache holds.",
        source: "pointer chase over one random cycle (Sattolo 1986) of four last-level caches")

    package func prepare(
        in environment: ProbeEnvironment
    ) throws(ProbeError) -> any ProbeSession {
        let plan = CPUPlan.live(tree: environment.system)
        if environment.scale == .smoke {
            return try RandomLoadSession(
                // 1000 nodes, of which no number of turns is a multiple by chance.
                size: ChaseSize(byteCount: 64_000, cacheBytes: nil), cpu: plan.cpus[0],
                seed: environment.seed, cancellation: environment.cancellation)
        }
        let size = try ChaseSize(
            cacheBytes: LastLevelCache.bytes(ofCPU: plan.cpus[0], tree: environment.system),
            freeBytes: MemoryBudget.freeBytes(environment))
        return try RandomLoadSession(
            size: size, cpu: plan.cpus[0], seed: environment.seed,
            cancellation: environment.cancellation)
    }
}

/// How much memory the cycle runs through.
struct ChaseSize: Equatable {
    let byteCount: Int
    /// The last-level cache of the CPU that chases; nil if not known.
    let cacheBytes: Int?

    /// Times the last-level cache, as for the bandwidth kernels.
    static let cachesWanted = 4
    /// The least that is wanted, also where no cache is known.
    ///
    /// Ours: past what a virtual machine may be lent of a larger cache than it is told of.
    static let bytesWantedLeast = 256 << 20
    /// Times the last-level cache below which the cycle would measure the cache.
    ///
    /// Ours: at two, half of the loads miss at least.
    static let cachesLeast = 2

    /// Half of what is free at most; it throws `unavailable` when that measures the cache.
    init(cacheBytes: Int?, freeBytes: Int?) throws(ProbeError) {
        let wanted = Self.wantedBytes(cacheBytes: cacheBytes)
        let least = max(64 << 20, (cacheBytes ?? 0) * Self.cachesLeast)
        let bytes = min(wanted, (freeBytes ?? .max) / 2) & ~((1 << 20) - 1)
        if bytes < least {
            throw .unavailable(
                "the chase needs \(bytesText(least)) at least, and half of the "
                    + "\(bytesText(freeBytes ?? 0)) of free memory may be taken; free some, or "
                    + "raise the memory limit of the control group")
        }
        self.init(byteCount: bytes, cacheBytes: cacheBytes)
    }

    /// A size that tests choose.
    init(byteCount: Int, cacheBytes: Int?) {
        self.byteCount = byteCount
        self.cacheBytes = cacheBytes
    }

    private static func wantedBytes(cacheBytes: Int?) -> Int {
        max(bytesWantedLeast, (cacheBytes ?? 0) * cachesWanted)
    }

    /// What the cycle should have had and could not; nil if it is as large as wanted.
    var missedBytes: Int? {
        let wanted = Self.wantedBytes(cacheBytes: cacheBytes)
        return byteCount < wanted ? wanted : nil
    }
}

/// One cycle, on which every block goes on where the one before ended.
final class RandomLoadSession: ProbeSession {
    /// Loads between two readings of the clock: 0.1 ms and more, of which a reading is 0.03 %.
    private static let loadsPerTurn = 4096

    let parameters: [String: String]
    let advisories: [Advisory]
    let memory: MappedMemory
    private let chase: NumberedChase
    private let team: PinnedTeam
    private var at: UnsafeRawPointer
    /// Loads since the cycle was entered.
    private var loads = 0

    init(
        size: ChaseSize, cpu: Int, seed: UInt64, cancellation: Cancellation
    ) throws(ProbeError) {
        let memory = try MappedMemory(byteCount: size.byteCount, pages: .base)
        team = PinnedTeam(cpus: [cpu])
        // On the CPU that will chase, whose node the pages are to lie on.
        let made = try team.once { _ throws(ProbeError) -> NumberedChase? in
            memory.bytes.initializeMemory(as: UInt8.self, repeating: 0)
            // Each of the three steps may take a second.
            try cancellation.check()
            var generator = SeededGenerator(seed: seed)
            let chase = PointerChase(in: memory.bytes, using: &generator)
            try cancellation.check()
            return NumberedChase(chase, in: memory.bytes)
        }
        guard let chase = made[0] else {
            throw .wrongAnswer("the cycle does not pass every node")
        }
        self.memory = memory
        self.chase = chase
        at = chase.start
        let huge = memory.hugeBytes()
        parameters = [
            "bytes": String(size.byteCount), "nodeBytes": String(PointerChase.nodeBytes),
            "lastLevelCacheBytes": size.cacheBytes.map(String.init) ?? "unknown",
            "cpu": String(cpu), "pages": "base",
            "hugePageBytes": huge.map(String.init) ?? "unknown",
        ]
        advisories = Self.advisories(size, hugeBytes: huge)
    }

    private static func advisories(_ size: ChaseSize, hugeBytes: Int?) -> [Advisory] {
        var advisories: [Advisory] = []
        if let missed = size.missedBytes {
            advisories.append(
                Advisory(
                    id: "memory.chase-shrunk",
                    text: "the cycle has \(bytesText(size.byteCount)) instead of "
                        + "\(bytesText(missed)), since more memory is not free: the cache may help "
                        + "this figure"))
        }
        if let hugeBytes, hugeBytes > 0 {
            advisories.append(
                Advisory(
                    id: "memory.huge-pages-forced",
                    text:
                        "\(bytesText(hugeBytes)) of \(bytesText(size.byteCount)) lie in huge pages "
                        + "although base pages were asked for: the figure is lower for it"))
        }
        return advisories
    }

    func measure(_ timer: BlockTimer) throws(ProbeError) -> [MetricID: Sample] {
        // On one CPU throughout: a thread that moves meets cold caches.
        let samples = try team.once { _ throws(ProbeError) in
            try timer.rate(workPerIteration: Double(Self.loadsPerTurn)) {
                at = PointerChase.follow(from: at, loads: Self.loadsPerTurn)
                loads += Self.loadsPerTurn
            }
        }
        guard let rate = samples[0].scalar else {
            throw .unavailable("the chase gave no figure")
        }
        return ["memory.latency.random": .figure(1 / rate)]
    }

    /// The node reached must be the one so many loads away from the start.
    func check() throws(ProbeError) {
        let expected = loads % chase.nodes
        let number = chase.number(of: at)
        if number != expected {
            throw .wrongAnswer(
                "after \(loads) loads the chase is at node \(number) instead of \(expected)")
        }
    }
}
