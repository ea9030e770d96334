// Here: where work and memory are placed.
// May use: facts of processors, memory and control groups.
// Never: findings, a probe.

internal import Model

/// Which CPUs measure: one of each physical core that this process may use, within its quota.
package struct CPUPlan: Sendable, Equatable {
    /// The chosen CPUs, those of one node together, lowest node first; never empty.
    package let cpus: [Int]
    /// The node of each CPU, in the order of `cpus`.
    package let nodes: [Int]
    /// How they were chosen, one clause, such as `one of each of 8 physical cores`.
    package let reason: String

    /// Chooses for the machine below `tree`.
    ///
    /// `allowed` are the CPUs in the affinity mask, which the cpuset has narrowed already;
    /// `quotaCores` is the CPU time per wall time that the control group allows, nil means no
    /// quota.
    ///
    /// `topology` tells the nodes; by default the tree does.
    package init(
        tree: SystemTree, allowed: [Int], quotaCores: Double?, topology: NUMATopology? = nil
    ) {
        let topology = topology ?? NUMATopology(tree: tree)
        let cores = CPUTopology(tree: tree)
        var seen: Set<Int> = []
        var chosen: [(node: Int, cpu: Int)] = []
        for cpu in allowed.sorted() where !seen.contains(cpu) {
            chosen.append((topology.node(ofCPU: cpu) ?? 0, cpu))
            seen.formUnion(cores.siblings(of: cpu) ?? [cpu])
        }
        chosen.sort { $0 < $1 }
        let online = tree.line("/sys/devices/system/cpu/online").flatMap(CPUList.parse)?.count
        var reason = "one of each of \(chosen.count) physical cores, "
        if let online, allowed.count < online {
            reason += "\(allowed.count) of \(online) CPUs allowed by affinity or cpuset"
        } else {
            reason += "\(allowed.count) CPUs allowed"
        }
        // More running threads than the quota pays for are throttled in the middle of a pass.
        if let quotaCores, Double(chosen.count) > quotaCores {
            chosen = Array(chosen.prefix(max(1, Int(quotaCores))))
            reason += "; \(chosen.count) of them, since the CPU quota is \(quotaCores) cores"
        }
        cpus = chosen.map(\.cpu)
        nodes = chosen.map(\.node)
        self.reason = reason
    }

    /// The plan for this process on the live machine.
    package static func live(tree: SystemTree = SystemTree(root: "/")) -> CPUPlan {
        let mounts = MountTable(tree.text("/proc/self/mountinfo") ?? "")
        let quota = CgroupReader(tree: tree, mounts: mounts).facts(onlineCPUs: nil).cpuQuotaCores
        return CPUPlan(
            tree: tree, allowed: AllowedCores.numbers() ?? [0], quotaCores: quota,
            topology: NUMASurvey.live(tree: tree).topology)
    }

    /// How many of the CPUs are of the first CPU's node; at least 1.
    package var cpusOfFirstNode: Int { nodes.count { $0 == nodes.first } }
}
