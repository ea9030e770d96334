/// The last-level caches, of the whole machine or as one CPU sees them.
package enum LastLevelCache {
    /// Bytes of all last-level caches of all sockets together; `nil` = not readable.
    ///
    /// - Source: Linux Documentation/ABI/testing/sysfs-devices-system-cpu, `cache/index*`.
    package static func totalBytes(tree: SystemTree) -> Int? {
        let cpus = tree.names(in: directory).filter { $0.hasPrefix("cpu") }
            .compactMap { Int($0.dropFirst(3)) }
        var sizes: [String: Cache] = [:]
        for cpu in cpus {
            for cache in caches(ofCPU: cpu, tree: tree) {
                sizes["\(cache.level) \(cache.sharedBy)"] = cache
            }
        }
        guard let last = sizes.values.map(\.level).max() else { return nil }
        return sizes.values.filter { $0.level == last }.map(\.bytes).reduce(0, +)
    }

    /// Bytes of the last-level cache that a CPU uses; `nil` = not readable.
    package static func bytes(ofCPU cpu: Int, tree: SystemTree) -> Int? {
        caches(ofCPU: cpu, tree: tree).max { $0.level < $1.level }?.bytes
    }

    private struct Cache {
        let level: Int
        let bytes: Int
        let sharedBy: String
    }

    private static let directory = "/sys/devices/system/cpu"

    /// Those that hold data.
    private static func caches(ofCPU cpu: Int, tree: SystemTree) -> [Cache] {
        let caches = "\(directory)/cpu\(cpu)/cache"
        return tree.names(in: caches).filter { $0.hasPrefix("index") }.compactMap { index in
            let cache = "\(caches)/\(index)"
            guard let level = tree.integer(cache + "/level"),
                tree.line(cache + "/type") != "Instruction",
                let bytes = tree.line(cache + "/size").flatMap(KernelSize.parse),
                let shared = tree.line(cache + "/shared_cpu_list")
            else { return nil }
            return Cache(level: level, bytes: bytes, sharedBy: shared)
        }
    }
}
