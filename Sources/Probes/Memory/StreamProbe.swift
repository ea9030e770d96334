// Here: probes of memory.
// May use: the kernels, placement on nodes.
// Never: a limit, a clock.

internal import Host
package import Measurement
internal import Model
internal import Primitives

/// A bandwidth kernel over arrays that no cache holds, counted as STREAM counts.
///
/// Plain and non-temporal stores are distinguished, since a plain store reads the line first and
/// the figures differ by up to 1.8; so are one thread and all of them, one bound to each physical
/// core.
package struct StreamProbe: Probe {
    package let descriptor: ProbeDescriptor
    let variants: [StreamVariant]
    private let kernel: StreamKernel
    private let arena: StreamArena

    /// One probe for each kernel, over the same arrays.
    package static let all: [StreamProbe] = {
        let arena = StreamArena()
        return [.triad, .copy, .scale, .add, .read, .write].map {
            StreamProbe(kernel: $0, arena: arena)
        }
    }()

    init(kernel: StreamKernel, arena: StreamArena = StreamArena()) {
        self.kernel = kernel
        self.arena = arena
        // `memory.copy` is the node's own.
        let id = "memory." + (kernel == .copy ? "copy-stream" : kernel.rawValue)
        variants = StreamVariant.all(of: kernel)
        descriptor = ProbeDescriptor(
            id: id, methodVersion: 1,
            metrics: variants.map {
                MetricDefinition(
                    id: $0.metric(of: id), unit: .bytesPerSecond, direction: .higherIsBetter,
                    title: $0.title(of: kernel))
            },
            why: "Execution, the state cache and the database share what memory can move in all.",
            source: "\(kernel.rawValue) (STREAM counting): "
                + (kernel == .read || kernel == .write
                    ? "ours, after McCalpin's STREAM"
                    : "McCalpin's STREAM, own kernels, arrays of four last-level caches"))
    }

    package func prepare(
        in environment: ProbeEnvironment
    ) throws(ProbeError) -> any ProbeSession {
        let plan = CPUPlan.live(tree: environment.system)
        let threads = plan.cpus.count
        let arrays: StreamArrays
        let size: ArraySize
        if environment.scale == .smoke {
            // Never shared: tests run at the same time.
            size = ArraySize(
                elements: threads * 64 * StreamKernel.elementMultiple, cacheBytes: nil)
            arrays = try StreamArrays(.init(elements: size.elements, plan: plan))
        } else {
            let cache = LastLevelCache.totalBytes(tree: environment.system)
            if let shared = arena.inUse(plan) {
                size = ArraySize(elements: shared.request.elements, cacheBytes: cache)
                arrays = shared
            } else {
                size = try ArraySize(
                    cacheBytes: cache, freeBytes: MemoryBudget.freeBytes(environment),
                    threads: threads)
                arrays = try arena.make(.init(elements: size.elements, plan: plan))
            }
        }
        return StreamSession(
            id: descriptor.id, kernel: kernel, variants: variants,
            arrays: arrays, size: size)
    }
}

/// Memory that a probe may take now.
enum MemoryBudget {
    /// The least of what the run allows and what is free at this moment; nil if not known.
    static func freeBytes(_ environment: ProbeEnvironment) -> Int? {
        [environment.availableMemoryBytes, MemoryHeadroom.bytes(tree: environment.system)]
            .compactMap(\.self).min()
    }
}

/// How a kernel is run: by how many threads, and with which stores.
struct StreamVariant: Equatable {
    let isParallel: Bool
    let isNonTemporal: Bool

    /// All threads with plain stores first: the figure that bears the probe's own name.
    static func all(of kernel: StreamKernel) -> [StreamVariant] {
        (kernel.stores ? [false, true] : [false]).flatMap { nonTemporal in
            [true, false].map { StreamVariant(isParallel: $0, isNonTemporal: nonTemporal) }
        }
    }

    func metric(of id: String) -> MetricID {
        MetricID(
            rawValue: id + (isNonTemporal ? ".non-temporal" : "")
                + (isParallel ? "" : ".one-thread"))
    }

    func title(of kernel: StreamKernel) -> String {
        let name = kernel == .copy ? "Copy" : kernel.rawValue.capitalizedFirst
        if !isNonTemporal, isParallel { return "\(name) (STREAM counting)" }
        return name + (isNonTemporal ? " non-temporal" : "")
            + (isParallel ? ", all" : ", 1 thread")
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
