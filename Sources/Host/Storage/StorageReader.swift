// Here: disks and file systems: mounts, devices, counters.
// May use: files of the machine, facts of the processor.
// Never: findings.

package import Model

/// Finds out what lies behind a path: mount, file system, and block devices down to the leaves.
package struct StorageReader: Sendable {
    /// Asks the kernel about one directory, and whether this user may write to it.
    package typealias PathInspector =
        @Sendable (_ path: String, _ toWrite: Bool) throws(StorageError) -> PathFacts
    /// Asks the kernel for the device of a path as a process sees it; nil if it is not shown.
    package typealias ProcessInspector =
        @Sendable (_ process: Int, _ path: String) -> (major: Int, minor: Int)?

    /// The most loop devices that are followed into the file system of their backing file.
    private static let loopDepthMax = 4

    private let tree: SystemTree
    private let inspect: PathInspector
    private let inspectProcess: ProcessInspector

    /// Makes a reader of the machine below `root`; the closures stand in for its system calls.
    ///
    /// A machine that is not the live one shows no other process's paths unless told.
    package init(
        root: String = "/",
        inspect: @escaping PathInspector = { path, toWrite throws(StorageError) in
            try PathFacts.live(path: path, toWrite: toWrite)
        },
        inspectProcess: ProcessInspector? = nil
    ) {
        self.init(
            tree: SystemTree(root: root), inspect: inspect, inspectProcess: inspectProcess)
    }

    init(
        tree: SystemTree,
        inspect: @escaping PathInspector = { path, toWrite throws(StorageError) in
            try PathFacts.live(path: path, toWrite: toWrite)
        },
        inspectProcess: ProcessInspector? = nil
    ) {
        self.tree = tree
        self.inspect = inspect
        if let inspectProcess {
            self.inspectProcess = inspectProcess
        } else if tree.isLive {
            self.inspectProcess = { process, path in PathFacts.device(at: path, asSeenBy: process) }
        } else {
            self.inspectProcess = { _, _ in nil }
        }
    }

    /// The facts of the directory at `path`; nothing is written to it.
    ///
    /// `toWrite` also asks whether this user may.
    ///
    /// - Throws: ``StorageError`` when `path` is no directory that this user may write to, or no
    ///   mount holds it.
    package func facts(path: String, toWrite: Bool = true) throws(StorageError) -> StorageFacts {
        try facts(path: path, toWrite: toWrite, loopDepth: 0)
    }

    private func facts(
        path: String, toWrite: Bool, loopDepth: Int
    ) throws(StorageError) -> StorageFacts {
        // Below a loop device nothing is written directly, so only the outermost is asked for it.
        let place = try inspect(path, toWrite && loopDepth == 0)
        let mounts = MountTable(tree.text("/proc/self/mountinfo") ?? "")
        guard
            let mount = mounts.entry(
                holding: place.absolutePath, major: place.major, minor: place.minor)
        else { throw .mountNotFound(path: place.absolutePath) }
        return facts(place: place, mount: mount, loopDepth: loopDepth)
    }

    private func facts(place: PathFacts, mount: MountEntry, loopDepth: Int) -> StorageFacts {
        let chain = chain(place: place, mount: mount)
        let isVirtualMachine = isVirtualMachine
        let filesystem = FilesystemFacts(
            type: mount.type,
            source: MountPrivacy.source(mount.source, device: chain.first?.facts.name),
            mountPoint: mount.mountPoint,
            options: MountPrivacy.options(mount.options), totalBytes: place.totalBytes,
            availableBytes: place.availableBytes)
        var devices: [BlockDeviceFacts] = []
        var leaves: [DeviceClass] = []
        for node in chain {
            devices.append(node.facts)
            let ownClass = StorageClass.of(
                leaf: node.facts, isVirtualMachine: isVirtualMachine)
            // A device that replicates over the network is network storage, whatever lies below it.
            guard node.isLeaf || ownClass == .network else { continue }
            if let file = node.backingFile, loopDepth < Self.loopDepthMax,
                let below = behind(file: file, loopDepth: loopDepth)
            {
                devices += below.devices.filter { device in
                    !devices.contains { $0.name == device.name }
                }
                leaves.append(below.deviceClass)
            } else {
                leaves.append(ownClass)
            }
        }
        return StorageFacts(
            path: place.absolutePath, filesystem: filesystem, devices: devices,
            deviceClass: StorageClass.of(filesystem: filesystem, leaves: leaves))
    }

    /// The facts of a path as a process sees it, and whether it has mounts of its own, as in a
    /// container; nil if they cannot be determined.
    ///
    /// The same path may be another place there. Only its own user and root are shown the path
    /// itself, links on the way resolved; its mounts are shown to everybody. So without leave the
    /// mounts' answer counts, unless the same path lies elsewhere here: then it might be a link.
    package func facts(
        path: String, ofProcess process: Int
    ) -> (facts: StorageFacts, hasOwnMounts: Bool)? {
        let here = tree.text("/proc/self/mountinfo") ?? ""
        let there = tree.text("/proc/\(process)/mountinfo") ?? here
        // Mounts are numbered anew in each namespace, and shown from the process's own root.
        if there == here {
            return (try? self.facts(path: path, toWrite: false)).map { ($0, false) }
        }
        let mounts = MountTable(there)
        func seen(_ device: (major: Int, minor: Int), _ mount: MountEntry) -> StorageFacts {
            facts(
                place: PathFacts(absolutePath: path, major: device.major, minor: device.minor),
                mount: mount, loopDepth: 0)
        }
        if let device = inspectProcess(process, path) {
            let mount =
                mounts.entry(major: device.major, minor: device.minor)
                ?? MountTable(here).entry(major: device.major, minor: device.minor)
                ?? mounts.entry(holding: path, major: device.major, minor: device.minor)
            return mount.map { (seen(device, $0), true) }
        }
        // No device has this number, so that the longest mount point is taken.
        guard let mount = mounts.entry(holding: path, major: -1, minor: -1) else { return nil }
        let told = seen((mount.major, mount.minor), mount)
        if let same = try? self.facts(path: path, toWrite: false),
            same.devices.map(\.name) != told.devices.map(\.name)
        {
            return nil
        }
        return (told, true)
    }

    /// Whether a hypervisor chose what is shown here; without any sign of one, it did not.
    private var isVirtualMachine: Bool {
        let info = CPUInfo(tree.text("/proc/cpuinfo") ?? "")
        return VirtualMachineSigns(
            tree: tree, cpuFlag: info.hypervisorFlag, cpuidSignature: nil
        ).isVirtualMachine ?? false
    }

    /// What a loop device's backing file lies on; nil if that cannot be seen from here.
    private func behind(file: String, loopDepth: Int) -> StorageFacts? {
        let directory = BlockDeviceTree.parent(file)
        return try? facts(
            path: directory.isEmpty ? "/" : directory, toWrite: false, loopDepth: loopDepth + 1)
    }

    private func chain(place: PathFacts, mount: MountEntry) -> [BlockDeviceNode] {
        let blocks = BlockDeviceTree(tree: tree)
        // Major 0 is a file system without a device of its own, such as btrfs or overlay.
        if place.major != 0 {
            let chain = blocks.chain(major: place.major, minor: place.minor)
            if !chain.isEmpty { return chain }
        }
        return blocks.chain(source: mount.source, filesystemType: mount.type)
    }
}
