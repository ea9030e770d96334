/// The NUMA nodes by libnuma and by sysfs, and which of the two is believed.
///
/// libnuma is the source where it works and the kernel's own files say the same; where they do not,
/// the files are believed and the differences are reported.
package struct NUMASurvey: Sendable, Equatable {
    /// The nodes that are believed.
    package let topology: NUMATopology
    /// Who says so, one clause, such as `libnuma, confirmed by sysfs`.
    package let source: String
    /// Where the two contradict each other, one clause each; empty = nowhere, or only one spoke.
    package let differences: [String]

    /// Compares the nodes below `tree` with those that libnuma tells; nil if it is not available.
    package init(tree: SystemTree, libnuma: NUMATopology?) {
        let sysfs = NUMATopology(sysfs: tree)
        switch (libnuma, sysfs) {
        case (let libnuma?, let sysfs?):
            differences = Self.differences(libnuma: libnuma, sysfs: sysfs)
            topology = differences.isEmpty ? libnuma : sysfs
            source = differences.isEmpty ? "libnuma, confirmed by sysfs" : "sysfs, not libnuma"
        case (let libnuma?, nil):
            (topology, source, differences) = (libnuma, "libnuma, sysfs is not readable", [])
        case (nil, let sysfs?):
            (topology, source, differences) = (sysfs, "sysfs, libnuma is not available", [])
        case (nil, nil):
            (topology, source, differences) = (NUMATopology(tree: tree), "none: one node", [])
        }
    }

    /// The survey of the machine this process runs on.
    package static func live(tree: SystemTree = SystemTree(root: "/")) -> NUMASurvey {
        NUMASurvey(tree: tree, libnuma: .libnuma())
    }

    /// Sizes are not compared: the kernel counts a node's memory while it still finds some.
    private static func differences(libnuma: NUMATopology, sysfs: NUMATopology) -> [String] {
        let (ours, theirs) = (libnuma.nodes.map(\.id), sysfs.nodes.map(\.id))
        if ours != theirs {
            return ["nodes \(CPUList.text(ours)) by libnuma, \(CPUList.text(theirs)) by sysfs"]
        }
        var differences: [String] = []
        for (ours, theirs) in zip(libnuma.nodes, sysfs.nodes) {
            if ours.cpus != theirs.cpus {
                differences.append(
                    "node \(ours.id): CPUs \(CPUList.text(ours.cpus)) by libnuma, "
                        + "\(CPUList.text(theirs.cpus)) by sysfs")
            }
            if ours.memoryBytes != nil, theirs.memoryBytes != nil,
                ours.hasMemory != theirs.hasMemory
            {
                differences.append(
                    "node \(ours.id): \(ours.hasMemory ? "memory" : "no memory") by libnuma, "
                        + "\(theirs.hasMemory ? "memory" : "none") by sysfs")
            }
            if !ours.distances.isEmpty, !theirs.distances.isEmpty,
                ours.distances != theirs.distances
            {
                differences.append(
                    "node \(ours.id): distances \(ours.distances) by libnuma, "
                        + "\(theirs.distances) by sysfs")
            }
        }
        return differences
    }
}
