import Host
import Measurement
import Model
import Testing

@testable import Probes

struct MemoryProbesTests {
    private let timer = BlockTimer(
        clock: MonotonicClock(), targetSeconds: 0, cancellation: Cancellation())

    @Test func arraysAreFourTimesTheCaches() throws {
        let size = try ArraySize(cacheBytes: 64 << 20, freeBytes: 64 << 30, threads: 6)
        #expect(size.elements * 8 >= 256 << 20)
        #expect(size.elements % (6 * 16) == 0)
        #expect(!size.isShrunk)
    }

    @Test func arraysShrinkToHalfOfWhatIsFree() throws {
        let size = try ArraySize(cacheBytes: 64 << 20, freeBytes: 600 << 20, threads: 1)
        #expect(size.elements * 8 == 100 << 20)
        #expect(size.isShrunk)
    }

    @Test func tooLittleMemorySkipsWithItsReason() {
        #expect {
            try ArraySize(cacheBytes: 64 << 20, freeBytes: 383 << 20, threads: 1)
        } throws: { error in
            guard case .unavailable(let reason)? = error as? ProbeError else { return false }
            return reason.contains("64 MiB") && reason.contains("383 MiB")
        }
    }

    @Test func unknownCachesAreAssumed() throws {
        let size = try ArraySize(cacheBytes: nil, freeBytes: nil, threads: 1)
        #expect(size.elements * 8 == 256 << 20)
    }

    /// MiB of a cache, of free memory and of the cycle; `nil` = not known, and none.
    @Test(
        arguments: [
            (32, 8192, 256), (96, 8192, 384), (nil, 8192, 256), (32, 200, 100), (32, 120, nil),
            (96, 380, nil),
        ] as [(Int?, Int, Int?)])
    func theChaseLeavesTheCacheOrIsSkipped(cache: Int?, free: Int, bytes: Int?) throws {
        let (cache, free) = (cache.map { $0 << 20 }, free << 20)
        guard let bytes else {
            #expect(throws: ProbeError.self) {
                try ChaseSize(cacheBytes: cache, freeBytes: free)
            }
            return
        }
        let size = try ChaseSize(cacheBytes: cache, freeBytes: free)
        #expect(size.byteCount == bytes << 20)
        #expect((size.missedBytes == nil) == (free == 8 << 30))
    }

    @Test(arguments: [
        (Optional(0), "memory.copy-limited-by-memory"), (1, "memory.copy-limited-by-c-library"),
    ])
    func saysWhatLimitsTheCopy(gain: Int?, id: String) throws {
        let library = CopyLibrary(
            version: "glibc 2.36", nonTemporalThresholdBytes: gain == 0 ? 1 << 20 : 288 << 20)
        let plain = Double(6 << 30)
        let advisory = library.limit(
            plain: plain, nonTemporal: plain * (gain == 0 ? 1.1 : 1.7), byteCount: 64 << 20)
        #expect(advisory.id == id)
        if gain == 1 {
            #expect(advisory.text.contains("from 288 MiB on, the copy has 64"))
            #expect(advisory.text.contains("x86_non_temporal_threshold=25165824"))
        }
    }

    @Test func latencyHasBothPagesAtEverySize() throws {
        let session = LatencySession(
            sizes: [16 << 10, 64 << 10], plan: .live(), seed: 1, repeats: 3)
        let samples = try session.measure(timer)
        guard case .table(let curve)? = samples["memory.latency"] else {
            Issue.record("the curve is a table")
            return
        }
        #expect(curve.axes.map(\.labels) == [["16 KiB", "64 KiB"], ["base", "huge"]])
        #expect(curve.values.allSatisfy { $0 > 0 && $0.isFinite })
    }

    @Test func aNodeThatCannotBeConfirmedIsLeftOut() throws {
        let machine = NUMAMatrixPlan(
            topology: NUMATopology(tree: SystemTree(root: "/")), cpus: .live())
        let session = NumaSession(plan: machine, byteCount: 1 << 20, seed: 1) {
            (node, _, _) throws(ProbeError) in
            throw .unavailable("memory node \(node.node) is left out: a test")
        }
        #expect {
            try session.measure(timer)
        } throws: { error in
            (error as? ProbeError) == .unavailable("memory node 0 is left out: a test")
        }
        #expect(session.advisories.allSatisfy { $0.id == "memory.numa-node-left-out" })
    }

    @Test func pagesElsewhereAreNotBelieved() throws {
        let here = NUMAPlacement.Pages(countByNode: [1: 512], source: "move_pages")
        #expect(try NodeMemory.doubt(here, node: 1, isOnlyNode: false) == nil)
        #expect(throws: ProbeError.self) {
            try NodeMemory.doubt(here, node: 0, isOnlyNode: false)
        }
        #expect(throws: ProbeError.self) {
            try NodeMemory.doubt(nil, node: 0, isOnlyNode: false)
        }
        #expect(try NodeMemory.doubt(nil, node: 0, isOnlyNode: true) != nil)
    }

    @Test func aMatrixHoldsOneCellForEachPair() throws {
        // Both readers are of the one node there is: only the shape is looked at.
        let cpu = CPUPlan.live().cpus[0]
        let plan = NUMAMatrixPlan(
            topology: NUMATopology(tree: SystemTree(root: "/")), cpus: .live())
        let session = NumaSession(plan: plan, byteCount: 1 << 20, seed: 1, place: NodeMemory.init)
        let samples = try session.measure(timer)
        try session.check()
        for metric in ["memory.numa.bandwidth", "memory.numa.latency"] as [MetricID] {
            guard case .table(let table)? = samples[metric] else {
                Issue.record("\(metric) is a table")
                continue
            }
            #expect(table.values.count == plan.readers.count * plan.memories.count)
            #expect(table.values.allSatisfy { $0 > 0 && $0.isFinite })
        }
        #expect(plan.readers.contains { $0.cpus.contains(cpu) })
    }
}
