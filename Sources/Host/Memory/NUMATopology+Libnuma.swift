import CNuma

extension NUMATopology {
    /// The nodes as libnuma tells them; nil if it is not available, or names none.
    ///
    /// Under a container's seccomp filter libnuma 2.0.16 calls itself available although its calls
    /// are refused, so ``NUMASurvey`` compares this with the kernel's files.
    ///
    /// - Source: numa(3).
    package static func libnuma() -> NUMATopology? {
        guard numa_available() >= 0 else { return nil }
        let last = Int(numa_max_node())
        guard last >= 0, let mask = numa_allocate_cpumask() else { return nil }
        defer { numa_free_cpumask(mask) }
        // Ids may have gaps; a node that is not there has no size, not even 0.
        let sizes = (0...last).map { (id: $0, bytes: numa_node_size64(CInt($0), nil)) }
            .filter { $0.bytes >= 0 }
        let nodes = sizes.map { node in
            Node(
                id: node.id, cpus: cpus(ofNode: node.id, mask), memoryBytes: Int(node.bytes),
                distances: distances(from: node.id, to: sizes.map(\.id)))
        }
        return nodes.isEmpty ? nil : NUMATopology(nodes: nodes)
    }

    private static func cpus(ofNode node: Int, _ mask: UnsafeMutablePointer<bitmask>) -> [Int] {
        numa_bitmask_clearall(mask)
        guard numa_node_to_cpus(CInt(node), mask) == 0 else { return [] }
        return (0..<Int(mask.pointee.size)).filter {
            numa_bitmask_isbitset(mask, CUnsignedInt($0)) != 0
        }
    }

    private static func distances(from node: Int, to others: [Int]) -> [Int] {
        let distances = others.map { Int(numa_distance(CInt(node), CInt($0))) }
        // 0 = the firmware or the kernel does not tell.
        return distances.contains(0) ? [] : distances
    }
}
