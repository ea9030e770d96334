// Here: processors: model, topology, times, mitigations.
// May use: files of the machine.
// Never: findings; memory, disks, processes.

package import Model

/// /sys/devices/system/cpu: what /proc/cpuinfo does not tell, or not on every architecture.
package struct CPUTopology: Sendable {
    private static let directory = "/sys/devices/system/cpu"
    private let tree: SystemTree
    /// `cpu0`, `cpu1` and so on: also those that are offline.
    private let cpus: [String]
    /// Their numbers.
    var numbers: [Int] { cpus.compactMap { Int($0.dropFirst(3)) } }

    /// Makes a reader of the tree's processors.
    package init(tree: SystemTree) {
        self.tree = tree
        cpus = tree.names(in: Self.directory).filter {
            $0.hasPrefix("cpu") && Int($0.dropFirst(3)) != nil
        }
    }

    /// Online logical CPUs; nil if not readable.
    package var onlineCPUs: Int? {
        tree.line(Self.directory + "/online").flatMap(CPUList.parse)?.count
    }

    /// Sets of logical CPUs that share one core; nil if not readable.
    package var physicalCores: Int? {
        let cores = Set(cpus.compactMap(coreCPUs))
        return cores.isEmpty ? nil : cores.count
    }

    /// Unique physical package ids; nil if not readable.
    package var sockets: Int? {
        // A device tree without sockets shows -1, which is no package.
        let ids = Set(
            cpus.compactMap { topology($0, "physical_package_id").flatMap { Int($0) } }
                .filter { $0 >= 0 })
        return ids.isEmpty ? nil : ids.count
    }

    /// Whether two threads share a core now; nil if not readable.
    package var smtActive: Bool? {
        switch tree.line(Self.directory + "/smt/active") {
        case "1": return true
        case "0": return false
        default:
            let cores = cpus.compactMap(coreCPUs)
            return cores.isEmpty ? nil : cores.contains { $0.count > 1 }
        }
    }

    /// The highest `cpuinfo_max_freq` of all CPUs, in hertz; nil if not readable.
    package var maximumHertz: Double? {
        cpus.compactMap { tree.integer("\(Self.directory)/\($0)/cpufreq/cpuinfo_max_freq") }
            .filter { $0 > 0 }.max().map { Double($0) * 1000 }
    }

    /// Frequency governor of CPU 0; nil if not readable.
    package var governor: String? {
        tree.line(Self.directory + "/cpu0/cpufreq/scaling_governor")
    }

    /// The caches of CPU 0 in the kernel's order; a cache that is not wholly described is left out.
    package var caches: [CPUFacts.Cache] {
        caches(of: 0).map {
            .init(
                level: $0.level, type: $0.type, sizeBytes: $0.sizeBytes,
                sharedByCPUs: $0.sharedBy.count)
        }
    }

    /// One cache of a CPU.
    struct Cache: Hashable {
        let level: Int
        /// `Data`, `Instruction` or `Unified`.
        let type: String
        let sizeBytes: Int
        /// The logical CPUs that share it.
        let sharedBy: Set<Int>
    }

    /// The caches of one CPU in the kernel's order; those not wholly described are left out.
    ///
    /// - Source: Linux Documentation/ABI/testing/sysfs-devices-system-cpu, `cache/index*`.
    func caches(of cpu: Int) -> [Cache] {
        let directory = "\(Self.directory)/cpu\(cpu)/cache"
        return tree.names(in: directory).filter { $0.hasPrefix("index") }.compactMap { index in
            let cache = "\(directory)/\(index)"
            guard let level = tree.integer(cache + "/level"), (1...4).contains(level),
                let type = tree.line(cache + "/type"),
                let sizeBytes = tree.line(cache + "/size").flatMap(KernelSize.parse),
                let shared = tree.line(cache + "/shared_cpu_list").flatMap(CPUList.parse)
            else { return nil }
            return Cache(level: level, type: type, sizeBytes: sizeBytes, sharedBy: shared)
        }
    }

    /// Logical CPUs that share this one's core, itself among them; nil if not readable.
    package func siblings(of cpu: Int) -> Set<Int>? { coreCPUs("cpu\(cpu)") }

    private func coreCPUs(_ cpu: String) -> Set<Int>? {
        // thread_siblings_list is the older name (before Linux 5.3).
        (topology(cpu, "core_cpus_list") ?? topology(cpu, "thread_siblings_list"))
            .flatMap(CPUList.parse)
    }

    private func topology(_ cpu: String, _ file: String) -> String? {
        tree.line("\(Self.directory)/\(cpu)/topology/\(file)")
    }
}
