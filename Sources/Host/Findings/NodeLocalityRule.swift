package import Model

/// Whether disk and network hang on a NUMA node whose cores are in use.
package enum NodeLocalityRule {
    /// A device with the node it is attached to.
    package struct Device: Sendable, Equatable {
        /// `disk` or `network interface`.
        package let kind: String
        /// The kernel's name, such as `nvme0n1`.
        package let name: String
        package let node: Int

        package init(kind: String, name: String, node: Int) {
            self.kind = kind
            self.name = name
            self.node = node
        }
    }

    /// One finding for each device whose node is not among those of the CPUs in use.
    package static func findings(devices: [Device], cpuNodes: Set<Int>) -> [Finding] {
        if cpuNodes.isEmpty { return [] }
        let used = cpuNodes.sorted().map(String.init).joined(separator: ", ")
        return devices.filter { !cpuNodes.contains($0.node) }.map { device in
            Finding(
                .numaDeviceOnOtherNode, .advisory,
                seen: "\(device.kind) \(device.name) is attached to NUMA node \(device.node), the "
                    + "CPUs in use are of node \(used)",
                matters: "each block read or received crosses the link between the sockets, which "
                    + "costs latency and competes with the other node's memory traffic",
                remedy: "run the node, and touchstone, beside the device: "
                    + "numactl --cpunodebind=\(device.node) --membind=\(device.node) COMMAND")
        }
    }

    /// The findings for what the doctor looks at.
    static func findings(_ examination: PreflightInput) -> [Finding] {
        findings(
            tree: examination.tree, disks: examination.storage?.devices.map(\.name) ?? [],
            plan: .live(tree: examination.tree))
    }

    /// The findings for the disk under test and the network interfaces that are up.
    package static func findings(tree: SystemTree, disks: [String], plan: CPUPlan) -> [Finding] {
        findings(devices: devices(tree: tree, disks: disks), cpuNodes: Set(plan.nodes))
    }

    /// The devices whose node is known; a virtual one has none.
    package static func devices(tree: SystemTree, disks: [String]) -> [Device] {
        let blocks = disks.compactMap { name in
            node(of: "/sys/class/block/\(name)", tree: tree).map {
                Device(kind: "disk", name: name, node: $0)
            }
        }
        let network = tree.names(in: "/sys/class/net").compactMap { name -> Device? in
            guard tree.line("/sys/class/net/\(name)/operstate") == "up" else { return nil }
            return node(of: "/sys/class/net/\(name)", tree: tree).map {
                Device(kind: "network interface", name: name, node: $0)
            }
        }
        return blocks + network
    }

    /// The nearest `numa_node` above the device; nil means none, or -1: the firmware does not tell.
    ///
    /// - Source: Linux Documentation/ABI/testing/sysfs-bus-pci, `numa_node`.
    private static func node(of device: String, tree: SystemTree) -> Int? {
        guard var path = tree.realPath(device) else { return nil }
        while path.hasPrefix("/sys/devices/") {
            if let node = tree.integer(path + "/numa_node") { return node >= 0 ? node : nil }
            guard let slash = path.lastIndex(of: "/") else { return nil }
            path = String(path[..<slash])
        }
        return nil
    }
}
