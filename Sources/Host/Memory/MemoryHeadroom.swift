/// How much memory this process may still take before something is killed for it.
package enum MemoryHeadroom {
    /// The least of MemAvailable and what each control group above this process has left.
    ///
    /// nil means nothing of it is readable.
    package static func bytes(tree: SystemTree = SystemTree(root: "/")) -> Int? {
        let available = MemoryInfo(tree.fresh.text("/proc/meminfo") ?? "").availableBytes
        let mounts = MountTable(tree.text("/proc/self/mountinfo") ?? "")
        let groups = CgroupReader(tree: tree, mounts: mounts).memoryDirectories
        let remains = groups.compactMap { left(in: $0, tree: tree.fresh) }
        return ([available].compactMap(\.self) + remains).min()
    }

    /// A group's limit less its use, plus the page cache that the kernel gives back first.
    ///
    /// nil means the group has no limit.
    ///
    /// - Source: Linux Documentation/admin-guide/cgroup-v2.rst, `memory.max`, `memory.current`;
    ///   cgroup-v1/memory.rst, `memory.limit_in_bytes`, `memory.usage_in_bytes`.
    private static func left(in directory: String, tree: SystemTree) -> Int? {
        let limit =
            tree.integer(directory + "/memory.max")
            ?? tree.integer(directory + "/memory.limit_in_bytes")
        let used =
            tree.integer(directory + "/memory.current")
            ?? tree.integer(directory + "/memory.usage_in_bytes")
        guard let limit, let used else { return nil }
        let cache = tree.text(directory + "/memory.stat").flatMap { text in
            lines(of: text).lazy.map { words(of: $0) }
                .first {
                    $0.count == 2 && ["inactive_file", "total_inactive_file"].contains($0[0])
                }
                .flatMap { Int($0[1]) }
        }
        return max(0, limit - used + (cache ?? 0))
    }
}
