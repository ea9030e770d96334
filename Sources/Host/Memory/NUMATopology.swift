// Here: memory: sizes, nodes, pages.
// May use: files of the machine, lists of CPUs.
// Never: findings.

/// The NUMA nodes of a machine, as /sys/devices/system/node or libnuma tells them.
package struct NUMATopology: Sendable, Equatable {
    /// One node.
    package struct Node: Sendable, Equatable {
        package let id: Int
        /// Its online CPUs, rising; empty for a node of memory only.
        package let cpus: [Int]
        /// nil if not readable.
        package let memoryBytes: Int?
        /// Distances to the nodes in the order of their ids, 10 = itself; empty = not readable.
        package let distances: [Int]

        package init(id: Int, cpus: [Int], memoryBytes: Int?, distances: [Int]) {
            self.id = id
            self.cpus = cpus
            self.memoryBytes = memoryBytes
            self.distances = distances
        }

        /// Whether it can hold a page; a node whose size is unknown is given the chance.
        package var hasMemory: Bool { memoryBytes != 0 }
    }

    /// Rising ids; never empty.
    package let nodes: [Node]

    package init(nodes: [Node]) {
        precondition(!nodes.isEmpty, "memory lies on a node")
        self.nodes = nodes
    }

    /// Reads the tree; where it has no nodes, one node 0 holds the online CPUs and all memory.
    package init(tree: SystemTree) {
        if let told = NUMATopology(sysfs: tree) {
            self = told
        } else {
            let online = tree.line("/sys/devices/system/cpu/online").flatMap(CPUList.parse) ?? [0]
            nodes = [Node(id: 0, cpus: online.sorted(), memoryBytes: nil, distances: [10])]
        }
    }

    /// Reads the tree; nil if it has no nodes.
    ///
    /// - Source: Linux Documentation/ABI/stable/sysfs-devices-node.
    package init?(sysfs tree: SystemTree) {
        let directory = "/sys/devices/system/node"
        let ids = tree.names(in: directory)
            .filter { $0.hasPrefix("node") }.compactMap { Int($0.dropFirst(4)) }.sorted()
        let nodes = ids.map { id in
            let node = "\(directory)/node\(id)"
            return Node(
                id: id,
                cpus: (tree.line(node + "/cpulist").flatMap(CPUList.parse) ?? []).sorted(),
                memoryBytes: tree.text(node + "/meminfo").flatMap(NUMANodes.totalKibibytes)
                    .map { $0 << 10 },
                distances: words(of: tree.line(node + "/distance") ?? "").compactMap { Int($0) })
        }
        if nodes.isEmpty { return nil }
        self.nodes = nodes
    }

    /// The node that a CPU belongs to; nil means in no node's list.
    package func node(ofCPU cpu: Int) -> Int? {
        nodes.first { $0.cpus.contains(cpu) }?.id
    }
}
