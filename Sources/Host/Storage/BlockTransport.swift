/// How a disk is attached, by its place in sysfs.
package struct BlockTransport: Sendable {
    private let tree: SystemTree

    /// Makes a reader of the tree's transports.
    package init(tree: SystemTree) {
        self.tree = tree
    }

    /// The transport of the disk whose sysfs directory (links resolved) is `disk`; nil if not
    /// told.
    ///
    /// `nvme` is NVMe over PCI Express; over a fabric it is `nvme-tcp`, `nvme-rdma`, `nvme-fc`.
    ///
    /// - Source: the device paths of the Linux drivers:
    ///   drivers/{nvme,scsi,block,virtio,xen,hv,usb,ata}.
    package func name(disk: String) -> String? {
        let name = BlockDeviceTree.lastComponent(disk)
        if name.hasPrefix("nvme") { return nvme(disk: disk) }
        for (prefix, transport) in Self.byName where name.hasPrefix(prefix) { return transport }
        let parts = disk.split(separator: "/").map(String.init)
        func has(_ prefix: String) -> Bool {
            parts.contains { $0.hasPrefix(prefix) && Int($0.dropFirst(prefix.count)) != nil }
        }
        // From the bus that hides most to the one that hides least: a virtio-scsi disk is also a
        // SCSI disk.
        if has("virtio") { return "virtio" }
        if parts.contains(where: { $0.hasPrefix("VMBUS:") || $0.hasPrefix("vmbus_") }) {
            return "hyperv"
        }
        if has("session") { return "iscsi" }
        if parts.contains(where: { $0.hasPrefix("rport-") }) { return "fc" }
        if has("usb") { return "usb" }
        if has("ata") { return "ata" }
        return has("host") ? "scsi" : nil
    }

    /// Transports that the kernel's device name alone tells, longer prefixes first.
    private static let byName: [(prefix: String, transport: String)] = [
        ("drbd", "drbd"), ("etherd!", "aoe"), ("loop", "loop"), ("mmcblk", "mmc"), ("nbd", "nbd"),
        ("pmem", "pmem"), ("ram", "ram"), ("rbd", "rbd"), ("rnbd", "rnbd"), ("xvd", "xen"),
        ("zram", "zram"), ("vd", "virtio"),
    ]

    /// The weakest path of a namespace: with multipath it hangs below a subsystem with many
    /// controllers.
    private func nvme(disk: String) -> String {
        let above = BlockDeviceTree.parent(disk)
        let parent = BlockDeviceTree.lastComponent(above)
        let controllers =
            parent.hasPrefix("nvme-subsys")
            ? tree.names(in: above).filter { $0.hasPrefix("nvme") && Int($0.dropFirst(4)) != nil }
            : [parent]
        let transports = controllers.compactMap {
            tree.line("/sys/class/nvme/\($0)/transport") ?? tree.line("\(above)/\($0)/transport")
        }
        let fabric = (transports + [tree.line(above + "/transport")].compactMap(\.self))
            .first { $0 != "pcie" && $0 != "apple-nvme" }
        return fabric.map { "nvme-\($0)" } ?? "nvme"
    }
}
