/// /sys/devices/system/node.
package enum NUMANodes {
    /// Nodes with memory below the tree's root; nil if not readable.
    package static func withMemory(tree: SystemTree) -> Int? {
        let directory = "/sys/devices/system/node"
        if let nodes = tree.line(directory + "/has_memory").flatMap(CPUList.parse) {
            return nodes.count
        }
        // Kernels without that file: a node with memory says how much it has.
        let count = tree.names(in: directory)
            .filter { $0.hasPrefix("node") && Int($0.dropFirst(4)) != nil }
            .count { tree.text("\(directory)/\($0)/meminfo").flatMap(totalKibibytes) ?? 0 > 0 }
        return count > 0 ? count : nil
    }

    /// MemTotal of a node's meminfo, in KiB.
    static func totalKibibytes(_ text: String) -> Int? {
        for line in lines(of: text) {
            let parts = words(of: line)
            if parts.count >= 4, parts[2] == "MemTotal:" { return Int(parts[3]) }
        }
        return nil
    }
}
