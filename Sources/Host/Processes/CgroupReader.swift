package import Model

/// The limits of this process's control groups, versions 1 and 2 and both at once.
///
/// A limit of any ancestor binds too, so the tightest along the way to the mount point counts.
///
/// - Source: Linux Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/{memory,cpusets}.rst,
///   scheduler/sched-bwc.rst.
package struct CgroupReader: Sendable {
    /// A version 1 memory limit at or above this is the kernel's way to write "none".
    ///
    /// - Source: Ours: the kernel writes LONG_MAX rounded down to a page; no machine has 4 EiB.
    private static let memoryLimitBytesMax = 1 << 62

    private let tree: SystemTree
    private let mounts: MountTable
    private let memberships: [CgroupMembership]

    /// Makes a reader of the tree's control groups.
    package init(tree: SystemTree, mounts: MountTable) {
        self.tree = tree
        self.mounts = mounts
        memberships = tree.text("/proc/self/cgroup").map(CgroupMembership.parse) ?? []
    }

    /// The limits; `onlineCPUs` tells a cpuset that restricts from one that holds every CPU.
    package func facts(onlineCPUs: Int?) -> CgroupFacts {
        let unified = directories(controller: nil)
        let cpu = directories(controller: "cpu")
        let memory = directories(controller: "memory")
        let cpuset = directories(controller: "cpuset")
        var facts = CgroupFacts()
        // On a hybrid host the controllers sit in version 1 and the unified mount limits nothing.
        if !(cpu + memory + cpuset).isEmpty {
            facts.version = 1
        } else if !unified.isEmpty {
            facts.version = 2
        }
        facts.cpuQuotaCores =
            (unified.compactMap(quotaVersion2) + cpu.compactMap(quotaVersion1)).min()
        facts.memoryLimitBytes =
            (unified.compactMap { memoryLimit($0 + "/memory.max") }
            + memory.flatMap(memoryLimitsVersion1)).min()
        let cpus =
            unified.compactMap { cpuCount($0 + "/cpuset.cpus.effective") }
            + cpuset.compactMap {
                cpuCount($0 + "/cpuset.effective_cpus") ?? cpuCount($0 + "/cpuset.cpus")
            }
        facts.cpusetCPUs = cpus.min().flatMap { $0 < onlineCPUs ?? Int.max ? $0 : nil }
        return facts
    }

    /// The groups whose memory limits bind this process, of both versions.
    package var memoryDirectories: [String] {
        directories(controller: nil) + directories(controller: "memory")
    }

    /// The directories along the way whose CPU quota binds this process.
    var quotaDirectories: [String] {
        directories(controller: nil).filter { quotaVersion2($0) != nil }
            + directories(controller: "cpu").filter { quotaVersion1($0) != nil }
    }

    /// This process's directory in a controller's hierarchy and all above it, own one first.
    ///
    /// `nil` as controller means the unified hierarchy; empty when it is not mounted.
    private func directories(controller: String?) -> [String] {
        let membership = memberships.first {
            controller.map($0.controllers.contains) ?? ($0.hierarchy == 0)
        }
        return mounts.entries.filter { mount in
            guard let controller else { return mount.type == "cgroup2" }
            return mount.type == "cgroup" && mount.superOptions.contains(controller)
        }.flatMap { Self.directories(mount: $0, path: membership?.path ?? "/") }
    }

    /// The directories from `path` (as /proc/self/cgroup gives it) up to the mount point.
    package static func directories(mount: MountEntry, path: String) -> [String] {
        var parts = path.split(separator: "/")
        let root = mount.root.split(separator: "/")
        if parts.starts(with: root) {
            parts.removeFirst(root.count)
        } else {
            // The path is reported in another namespace: what is mounted here is this process's own
            // group.
            parts = []
        }
        if parts.contains("..") { parts = [] }
        return (0...parts.count).reversed().map { count in
            ([mount.mountPoint] + parts.prefix(count).map(String.init)).joined(separator: "/")
        }
    }

    private func quotaVersion2(_ directory: String) -> Double? {
        tree.line(directory + "/cpu.max").flatMap(Self.quota(cpuMax:))
    }

    /// Cores by the text of `cpu.max`, such as `150000 100000`; nil means `max`, or none.
    package static func quota(cpuMax text: String) -> Double? {
        let parts = words(of: trimmed(text))
        guard parts.count == 2, let quota = Int(parts[0]), let period = Int(parts[1]) else {
            return nil
        }
        return cores(quota: quota, period: period)
    }

    private func quotaVersion1(_ directory: String) -> Double? {
        guard let quota = tree.integer(directory + "/cpu.cfs_quota_us"),
            let period = tree.integer(directory + "/cpu.cfs_period_us")
        else { return nil }
        return Self.cores(quota: quota, period: period)
    }

    private static func cores(quota: Int, period: Int) -> Double? {
        // Version 1 writes -1 for no quota.
        quota > 0 && period > 0 ? Double(quota) / Double(period) : nil
    }

    private func memoryLimitsVersion1(_ directory: String) -> [Int] {
        // hierarchical_memory_limit also holds the limits of ancestors that a namespace hides.
        let hierarchical = tree.text(directory + "/memory.stat").flatMap { text in
            lines(of: text).lazy.map { words(of: $0) }
                .first { $0.count == 2 && $0[0] == "hierarchical_memory_limit" }
                .flatMap { Self.limit($0[1]) }
        }
        return [memoryLimit(directory + "/memory.limit_in_bytes"), hierarchical].compactMap(\.self)
    }

    private func memoryLimit(_ path: String) -> Int? {
        tree.line(path).flatMap(Self.limit)
    }

    private static func limit(_ text: String) -> Int? {
        guard let bytes = Int(text), bytes > 0, bytes < memoryLimitBytesMax else { return nil }
        return bytes
    }

    private func cpuCount(_ path: String) -> Int? {
        tree.line(path).flatMap(CPUList.parse)?.count
    }
}
