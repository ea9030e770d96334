internal import Host
internal import Measurement
internal import Model
internal import Primitives
internal import Synchronization

/// Three arrays that the bandwidth probes share; each page is first touched by its own thread.
///
/// Shared, because they are large: six probes with arrays of their own would take six times four
/// last-level caches, three times over.
final class StreamArrays: Sendable {
    /// What to make.
    struct Request: Sendable, Equatable {
        /// Elements of one array; a multiple of `StreamKernel.elementMultiple` for each thread.
        let elements: Int
        let plan: CPUPlan
    }

    let request: Request
    /// Elements that the threads of the first node touch: what one thread alone works on, so that
    /// it never reads another node's memory.
    let localElements: Int
    let team: PinnedTeam
    /// A team of the first thread alone.
    let single: PinnedTeam
    /// Bytes of the three arrays in huge pages; nil if not readable.
    let hugeBytes: Int?
    private let memory: [MappedMemory]
    private let pointers: [Pointer]

    private struct Pointer: @unchecked Sendable {
        // SAFETY: the memory lives as long as the arrays do; teams work on disjoint parts.
        let value: UnsafeMutablePointer<Double>
    }

    init(_ request: Request) throws(ProbeError) {
        let threads = request.plan.cpus.count
        precondition(
            request.elements % (threads * StreamKernel.elementMultiple) == 0,
            "whole turns for each thread")
        self.request = request
        team = PinnedTeam(cpus: request.plan.cpus)
        single = PinnedTeam(cpus: [request.plan.cpus[0]])
        localElements = request.elements / threads * request.plan.cpusOfFirstNode
        var memory: [MappedMemory] = []
        var pointers: [Pointer] = []
        for _ in 0..<3 {
            let array = try MappedMemory(byteCount: request.elements * 8, pages: .huge)
            memory.append(array)
            pointers.append(Pointer(value: try array.start()))
        }
        self.memory = memory
        self.pointers = pointers
        let (elements, arrays) = (request.elements, pointers)
        try team.once { (index: Int) throws(ProbeError) in
            let share = elements / threads
            for (number, array) in arrays.enumerated() {
                // Values as in STREAM: small whole numbers, so that all results are exact.
                (array.value + index * share).initialize(
                    repeating: Double(number), count: share)
            }
        }
        let huge = memory.map { $0.hugeBytes() }
        hugeBytes = huge.contains(nil) ? nil : huge.compactMap(\.self).reduce(0, +)
    }

    /// The destination and the two sources, in this order.
    var operands: StreamKernel.Operands {
        .init(
            to: pointers[0].value, x: UnsafePointer(pointers[1].value),
            y: UnsafePointer(pointers[2].value), count: request.elements)
    }

    /// Marks 61 elements over the first `count` of both sources with a value, so that a result from
    /// before shows.
    func stamp(_ value: Double, count: Int) {
        for step in 0..<61 {
            let index = (count - 1) / 60 * step
            pointers[1].value[index] = value
            pointers[2].value[index] = value + 1
        }
    }
}

extension MappedMemory {
    fileprivate func start() throws(ProbeError) -> UnsafeMutablePointer<Double> {
        guard let base = bytes.baseAddress else {
            throw .unavailable("the arrays have no memory")
        }
        return base.bindMemory(to: Double.self, capacity: bytes.count / 8)
    }
}

/// Keeps the arrays as long as any session uses them.
final class StreamArena: Sendable {
    private struct Weak: Sendable { weak var arrays: StreamArrays? }
    private let current = Mutex(Weak())

    /// New arrays, which other sessions may then use too.
    func make(_ request: StreamArrays.Request) throws(ProbeError) -> StreamArrays {
        let arrays = try StreamArrays(request)
        current.withLock { $0.arrays = arrays }
        return arrays
    }

    /// The arrays that a session holds, made for the same threads; nil means none does.
    func inUse(_ plan: CPUPlan) -> StreamArrays? {
        current.withLock { $0.arrays?.request.plan == plan ? $0.arrays : nil }
    }
}
