/// Which pairs of processors and memory a NUMA matrix holds.
package struct NUMAMatrixPlan: Sendable, Equatable {
    /// A node whose CPUs read.
    package struct Reader: Sendable, Equatable {
        package let node: Int
        /// Its CPUs in the plan, one a physical core; never empty.
        package let cpus: [Int]

        package init(node: Int, cpus: [Int]) {
            self.node = node
            self.cpus = cpus
        }
    }

    /// A node whose memory is read.
    package struct Memory: Sendable, Equatable {
        package let node: Int
        /// A CPU of the node that this process may use, for the first touch.
        ///
        /// nil if there is none: only mbind can place a page there.
        package let touchingCPU: Int?

        package init(node: Int, touchingCPU: Int?) {
            self.node = node
            self.touchingCPU = touchingCPU
        }
    }

    /// Rising node ids; never empty.
    package let readers: [Reader]
    /// Rising node ids; never empty.
    package let memories: [Memory]

    /// All pairs of the nodes in use and the nodes with memory.
    package init(topology: NUMATopology, cpus: CPUPlan) {
        var byNode: [Int: [Int]] = [:]
        for (cpu, node) in zip(cpus.cpus, cpus.nodes) { byNode[node, default: []].append(cpu) }
        readers = byNode.sorted { $0.key < $1.key }.map { Reader(node: $0.key, cpus: $0.value) }
        let nodes = topology.nodes.filter(\.hasMemory)
        memories = (nodes.isEmpty ? topology.nodes : nodes).map {
            Memory(node: $0.id, touchingCPU: byNode[$0.id]?.first)
        }
    }

    /// Whether a page can lie on one node only.
    package var isSingle: Bool { memories.count == 1 }
}
