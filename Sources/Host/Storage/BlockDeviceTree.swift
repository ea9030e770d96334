package import Model

/// One block device of a chain with what the rules need beside the facts.
package struct BlockDeviceNode: Sendable, Equatable {
    /// What the report shows of it.
    package var facts: BlockDeviceFacts
    /// Whether no device below it is visible.
    package var isLeaf: Bool
    /// The file behind a loop device; nil means no loop device, or not shown.
    package var backingFile: String?
}

/// Block devices as /sys shows them, followed from a file system's device down to the leaves.
package struct BlockDeviceTree: Sendable {
    /// The most levels that are followed; LUKS on LVM on RAID on partitions has five.
    private static let depthMax = 16

    /// Bytes of a sysfs `size` unit, whatever the device's own sectors are.
    ///
    /// - Source: Linux Documentation/ABI/stable/sysfs-block, "size".
    private static let sectorBytes = 512

    private let tree: SystemTree

    /// Makes a reader of the tree's block devices.
    package init(tree: SystemTree) {
        self.tree = tree
    }

    /// The chain below a device number, the device itself first; empty when it is not visible.
    package func chain(major: Int, minor: Int) -> [BlockDeviceNode] {
        guard let directory = tree.realPath("/sys/dev/block/\(major):\(minor)") else { return [] }
        return chain(directories: [directory])
    }

    /// The chain below a mount's source such as `/dev/mapper/vg-root`; empty when it names no
    /// device.
    ///
    /// For file systems whose device number is not a block device's, above all btrfs.
    package func chain(source: String, filesystemType: String) -> [BlockDeviceNode] {
        guard source.hasPrefix("/dev/"), let name = blockName(source) else { return [] }
        var names = [name]
        if filesystemType == "btrfs" { names = btrfsMembers(with: name) }
        return chain(directories: names.compactMap { tree.realPath("/sys/class/block/\($0)") })
    }

    private func chain(directories: [String]) -> [BlockDeviceNode] {
        var nodes: [BlockDeviceNode] = []
        for directory in directories { walk(directory, depth: 0, into: &nodes) }
        return nodes
    }

    private func walk(_ directory: String, depth: Int, into nodes: inout [BlockDeviceNode]) {
        let name = Self.lastComponent(directory)
        guard depth < Self.depthMax, !nodes.contains(where: { $0.facts.name == name }) else {
            return
        }
        if tree.exists(directory + "/partition") {
            let disk = Self.parent(directory)
            let facts = facts(name: name, kind: "partition", directory: directory, disk: disk)
            nodes.append(.init(facts: facts, isLeaf: false))
            walk(disk, depth: depth + 1, into: &nodes)
            return
        }
        let below = tree.names(in: directory + "/slaves")
            .compactMap { tree.realPath("\(directory)/slaves/\($0)") }
        nodes.append(
            .init(
                facts: facts(
                    name: name, kind: Self.kind(name: name), directory: directory, disk: directory),
                isLeaf: below.isEmpty, backingFile: tree.line(directory + "/loop/backing_file")))
        for device in below { walk(device, depth: depth + 1, into: &nodes) }
    }

    private func facts(
        name: String, kind: String, directory: String, disk: String
    ) -> BlockDeviceFacts {
        let rotational = tree.line(disk + "/queue/rotational")
        let sectors = tree.integer(directory + "/size")
        let size = sectors?.multipliedReportingOverflow(by: Self.sectorBytes)
        return BlockDeviceFacts(
            name: name, kind: kind, reportedModel: model(disk: disk),
            reportedRotational: rotational == "1" ? true : rotational == "0" ? false : nil,
            transport: BlockTransport(tree: tree).name(disk: disk),
            sizeBytes: size.flatMap { $0.overflow || $0.partialValue <= 0 ? nil : $0.partialValue })
    }

    private func model(disk: String) -> String? {
        guard let model = tree.line(disk + "/device/model") else { return nil }
        // SCSI tells the vendor apart; ATA disks write "ATA" there, and virtio a PCI number.
        guard let vendor = tree.line(disk + "/device/vendor"), vendor != "ATA",
            !vendor.hasPrefix("0x"), !model.hasPrefix(vendor)
        else { return model }
        return "\(vendor) \(model)"
    }

    /// - Source: Linux Documentation/admin-guide/devices.txt.
    private static func kind(name: String) -> String {
        if name.hasPrefix("dm-") { return "device-mapper" }
        if name.hasPrefix("md") { return "raid" }
        return name.hasPrefix("loop") ? "loop" : "disk"
    }

    private func blockName(_ source: String) -> String? {
        let candidates = [source, tree.realPath(source)].compactMap(\.self).map(Self.lastComponent)
        if let name = candidates.first(where: { tree.exists("/sys/class/block/\($0)/dev") }) {
            return name
        }
        // Without udev /dev/mapper holds nodes and not links: the device mapper knows the name.
        return tree.names(in: "/sys/class/block").first {
            $0.hasPrefix("dm-")
                && tree.line("/sys/class/block/\($0)/dm/name") == Self.lastComponent(source)
        }
    }

    /// Every device of the btrfs that `name` belongs to: a mount names only one of them.
    private func btrfsMembers(with name: String) -> [String] {
        let directory = "/sys/fs/btrfs"
        let members = tree.names(in: directory).lazy
            .map { tree.names(in: "\(directory)/\($0)/devices") }
            .first { $0.contains(name) }
        return members ?? [name]
    }

    static func lastComponent(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? ""
    }

    static func parent(_ path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    }
}
