internal import CPlatform

/// The CPUs that this process may use, grouped by the core whose threads they are.
package enum AllowedCores {
    /// Groups the allowed CPUs by sysfs.
    ///
    /// - Parameters:
    ///   - tree: where sysfs is read.
    ///   - allowed: numbers of the CPUs that may be used.
    /// - Returns: one list a core, rising within a core and by each core's first CPU; empty where
    ///   sysfs does not tell the core of every allowed CPU: half a topology would mislead.
    package static func groups(tree: SystemTree, allowed: [Int]) -> [[Int]] {
        let topology = CPUTopology(tree: tree)
        var groups: Set<[Int]> = []
        for cpu in allowed {
            guard let siblings = topology.siblings(of: cpu), siblings.contains(cpu) else {
                return []
            }
            groups.insert(siblings.intersection(allowed).sorted())
        }
        // Lists that overlap without being equal are no topology.
        guard groups.reduce(0, { $0 + $1.count }) == Set(allowed).count else { return [] }
        return groups.sorted { $0[0] < $1[0] }
    }

    /// The same of the machine and the thread that asks.
    package static func current() -> [[Int]] {
        groups(tree: SystemTree(root: "/"), allowed: numbers() ?? [])
    }

    /// Numbers of the CPUs that the calling thread may run on, rising; nil if not known.
    package static func numbers() -> [Int]? {
        let count = touchstone_allowed_cpus(nil, 0)
        guard count > 0 else { return nil }
        var cpus = [Int32](repeating: 0, count: Int(count))
        // The mask may have changed in between.
        let found = touchstone_allowed_cpus(&cpus, count)
        return found > 0 ? cpus.prefix(Int(found)).map { Int($0) } : nil
    }
}
