/// The last-level caches, of the whole machine or as one CPU sees them.
package enum LastLevelCache {
    /// Bytes of all last-level caches of all sockets together; nil if not readable.
    package static func totalBytes(tree: SystemTree) -> Int? {
        let topology = CPUTopology(tree: tree)
        // The CPUs that share a cache each tell of it.
        let caches = Set(topology.numbers.flatMap { dataCaches(of: $0, topology) })
        guard let last = caches.map(\.level).max() else { return nil }
        return caches.filter { $0.level == last }.map(\.sizeBytes).reduce(0, +)
    }

    /// Bytes of the last-level cache that a CPU uses; nil if not readable.
    package static func bytes(ofCPU cpu: Int, tree: SystemTree) -> Int? {
        dataCaches(of: cpu, CPUTopology(tree: tree)).max { $0.level < $1.level }?.sizeBytes
    }

    private static func dataCaches(of cpu: Int, _ topology: CPUTopology) -> [CPUTopology.Cache] {
        topology.caches(of: cpu).filter { $0.type != "Instruction" }
    }
}
