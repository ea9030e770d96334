internal import Host
package import Measurement
internal import Model
internal import Primitives

/// Bandwidth and latency from each node's cores to each node's memory.
///
/// A collator whose threads run on one node and whose state lies on another pays for it at every
/// load. One node gives a matrix of one cell. No placement is believed that the kernel does not
/// confirm: libnuma hands out memory anywhere when a container refuses its calls.
package struct MemoryNumaProbe: Probe {
    package init() {}

    package let descriptor = ProbeDescriptor(
        id: "memory.numa", methodVersion: 1,
        metrics: [
            MetricDefinition(
                id: "memory.numa.bandwidth", unit: .bytesPerSecond, direction: .higherIsBetter,
                title: "Reading, node to node"),
            MetricDefinition(
                id: "memory.numa.latency", unit: .seconds, direction: .lowerIsBetter,
                title: "Load latency, node to node"),
            MetricDefinition(
                id: "memory.numa.placement", unit: .ratio, direction: .higherIsBetter,
                title: "Pages where asked for"),
        ],
        why: "A collator whose memory lies on another node than its cores pays at every load.",
        source: "ours: mbind or pinned first touch, confirmed by move_pages or numa_maps",
        cost: Cost(time: .open))

    package func prepare(
        in environment: ProbeEnvironment
    ) throws(ProbeError) -> any ProbeSession {
        let tree = environment.system
        let survey = NUMASurvey.live(tree: tree)
        let plan = NUMAMatrixPlan(topology: survey.topology, cpus: .live(tree: tree))
        var bytes = 4 << 20
        if environment.scale == .reference {
            // One array at a time, so a third of what the bandwidth kernels need.
            bytes =
                try ArraySize(
                    cacheBytes: LastLevelCache.totalBytes(tree: tree),
                    freeBytes: MemoryBudget.freeBytes(environment), threads: 1
                ).elements * 8
        }
        return NumaSession(
            plan: plan, topologySource: survey.source, byteCount: bytes, seed: environment.seed,
            place: NodeMemory.init)
    }
}

/// The matrix, one memory node after the other.
final class NumaSession: ProbeSession {
    typealias Place = (NUMAMatrixPlan.Memory, Int, Bool) throws(ProbeError) -> NodeMemory

    /// Most of the memory that the chase goes through; more only makes it last longer.
    private static let chaseBytesMax = 256 << 20

    let parameters: [String: String]
    private(set) var advisories: [Advisory] = []
    private let plan: NUMAMatrixPlan
    private let byteCount: Int
    private let seed: UInt64
    private let place: Place
    private var fault: String?

    /// `place` makes memory on a node; tests give one that refuses.
    init(
        plan: NUMAMatrixPlan, topologySource: String = "a test", byteCount: Int, seed: UInt64,
        place: @escaping Place
    ) {
        self.plan = plan
        self.byteCount = byteCount
        self.seed = seed
        self.place = place
        parameters = [
            "bytesPerNode": String(byteCount),
            "topology": topologySource,
            "cpuNodes": plan.readers.map { reader in
                "\(reader.node): " + reader.cpus.map(String.init).joined(separator: ",")
            }.joined(separator: "; "),
            "memoryNodes": plan.memories.map { String($0.node) }.joined(separator: ","),
            "kernel": "read, all CPUs of the node; chase, one CPU",
        ]
    }

    func measure(_ timer: BlockTimer) throws(ProbeError) -> [MetricID: Sample] {
        try timer.check()
        advisories = []
        var columns: [(node: Int, cells: [Cell])] = []
        var shares: [Double] = []
        for memory in plan.memories {
            do throws(ProbeError) {
                let placed = try place(memory, byteCount, plan.isSingle)
                note(placed)
                var cells: [Cell] = []
                for reader in plan.readers {
                    cells.append(try measure(reader, placed.memory, timer))
                }
                columns.append((memory.node, cells))
                // 0 where the kernel does not tell; a share that is too small throws above.
                shares.append(placed.share ?? 0)
            } catch .unavailable(let reason) {
                advisories.append(Advisory(id: "memory.numa-node-left-out", text: reason))
            }
        }
        if columns.isEmpty {
            throw .unavailable(
                advisories.first?.text ?? "no node's memory could be placed and confirmed")
        }
        return [
            "memory.numa.bandwidth": table(columns) { $0.bytesPerSecond },
            "memory.numa.latency": table(columns) { $0.secondsPerLoad },
            "memory.numa.placement": .table(
                TableSample(
                    axes: [
                        .init(name: "memory of node", labels: columns.map { String($0.node) })
                    ], values: shares)),
        ]
    }

    private struct Cell {
        let bytesPerSecond: Double
        let secondsPerLoad: Double
    }

    private func note(_ placed: NodeMemory) {
        if let doubt = placed.doubt {
            advisories.append(Advisory(id: "memory.numa-unconfirmed", text: doubt))
        }
    }

    private func measure(
        _ reader: NUMAMatrixPlan.Reader, _ memory: MappedMemory, _ timer: BlockTimer
    ) throws(ProbeError) -> Cell {
        let part = UnsafeMutableRawBufferPointer(
            rebasing: memory.bytes.prefix(Self.chaseBytesMax))
        var generator = SeededGenerator(seed: seed)
        let chase = PointerChase(in: part, using: &generator)
        let latency = try PinnedTeam(cpus: [reader.cpus[0]]).once { _ throws(ProbeError) in
            if !chase.isWhole(limit: LatencySession.walkMax) {
                fault = "the cycle does not pass every node"
            }
            return try LatencySession.secondsPerLoad(chase, timer)
        }[0]
        // The cycle's pointers would be read as odd numbers; the pages stay where they are.
        let count =
            byteCount / 8 / reader.cpus.count / StreamKernel.elementMultiple
            * StreamKernel.elementMultiple
        let bandwidth = try readAll(reader, memory, count: count, timer: timer)
        return Cell(bytesPerSecond: bandwidth, secondsPerLoad: latency)
    }

    /// Bytes per second of all the reader's CPUs together, each of which reads `count` elements.
    private func readAll(
        _ reader: NUMAMatrixPlan.Reader, _ memory: MappedMemory, count: Int, timer: BlockTimer
    ) throws(ProbeError) -> Double {
        let threads = reader.cpus.count
        guard let base = memory.bytes.baseAddress else { return 0 }
        let first = base.bindMemory(to: Double.self, capacity: byteCount / 8)
        first.update(repeating: 1, count: byteCount / 8)
        let all = StreamKernel.Operands(
            to: first, x: UnsafePointer(first), y: UnsafePointer(first), count: count * threads)
        let sums = (0..<threads).map { _ in ThreadSum() }
        let path = StreamKernel.Path.best
        let (sample, _) = try timer.teamRate(
            PinnedTeam(cpus: reader.cpus), workPerPass: Double(count * threads * 8)
        ) { index in
            sums[index].value = StreamKernel.read.pass(
                all.part(from: index * count, count: count), scalar: 0, nonTemporal: false,
                path: path)
        }
        let sum = sums.reduce(0) { $0 + $1.value }
        if sum != Double(count * threads) {
            fault = "reading gave \(sum) instead of \(count * threads)"
        }
        return sample.scalar ?? 0
    }

    private func table(
        _ columns: [(node: Int, cells: [Cell])], _ value: (Cell) -> Double
    ) -> Sample {
        let readers = plan.readers.indices
        return .table(
            TableSample(
                axes: [
                    .init(name: "CPUs of node", labels: plan.readers.map { String($0.node) }),
                    .init(name: "memory of node", labels: columns.map { String($0.node) }),
                ],
                values: readers.flatMap { row in columns.map { value($0.cells[row]) } }))
    }

    func check() throws(ProbeError) {
        if let fault { throw .wrongAnswer(fault) }
    }
}
