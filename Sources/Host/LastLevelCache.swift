/// The last-level caches of the whole machine.
package enum LastLevelCache {
    /// Bytes of all last-level caches of all sockets together; `nil` = not readable.
    ///
    /// - Source: Linux Documentation/ABI/testing/sysfs-devices-system-cpu, `cache/index*`.
    package static func totalBytes(tree: SystemTree) -> Int? {
        let directory = "/sys/devices/system/cpu"
        var sizes: [String: (level: Int, bytes: Int)] = [:]
        for cpu in tree.names(in: directory) where cpu.hasPrefix("cpu") {
            guard Int(cpu.dropFirst(3)) != nil else { continue }
            let caches = "\(directory)/\(cpu)/cache"
            for index in tree.names(in: caches) where index.hasPrefix("index") {
                let cache = "\(caches)/\(index)"
                guard let level = tree.integer(cache + "/level"),
                    tree.line(cache + "/type") != "Instruction",
                    let bytes = tree.line(cache + "/size").flatMap(KernelSize.parse),
                    let shared = tree.line(cache + "/shared_cpu_list")
                else { continue }
                sizes["\(level) \(shared)"] = (level, bytes)
            }
        }
        guard let last = sizes.values.map(\.level).max() else { return nil }
        return sizes.values.filter { $0.level == last }.map(\.bytes).reduce(0, +)
    }
}
