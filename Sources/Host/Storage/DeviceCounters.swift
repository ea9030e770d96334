/// What a block device has done since the machine started, as the kernel counts.
///
/// - Source: Linux Documentation/block/stat.rst: sectors of 512 bytes whatever the device's own,
///   times in milliseconds.
package struct DeviceCounters: Sendable, Equatable {
    package var reads = 0
    package var readBytes = 0
    package var writes = 0
    package var writtenBytes = 0
    /// Time in which it had work, in milliseconds.
    package var busyMilliseconds = 0
    /// nil means kernels before 5.5 do not count them.
    package var flushes: Int?

    package init(
        reads: Int = 0, readBytes: Int = 0, writes: Int = 0, writtenBytes: Int = 0,
        busyMilliseconds: Int = 0, flushes: Int? = nil
    ) {
        self.reads = reads
        self.readBytes = readBytes
        self.writes = writes
        self.writtenBytes = writtenBytes
        self.busyMilliseconds = busyMilliseconds
        self.flushes = flushes
    }

    /// The counters in a `stat` file's text; nil if it holds none.
    package init?(_ text: String) {
        let fields = words(of: trimmed(text)).compactMap { Int($0) }
        guard fields.count >= 11 else { return nil }
        let read = fields[2].multipliedReportingOverflow(by: 512)
        let written = fields[6].multipliedReportingOverflow(by: 512)
        guard !read.overflow, !written.overflow else { return nil }
        self.init(
            reads: fields[0], readBytes: read.partialValue, writes: fields[4],
            writtenBytes: written.partialValue, busyMilliseconds: fields[9],
            flushes: fields.count >= 16 ? fields[15] : nil)
    }

    /// What happened since an earlier reading.
    package static func - (later: DeviceCounters, earlier: DeviceCounters) -> DeviceCounters {
        var flushes: Int?
        if let last = later.flushes, let first = earlier.flushes { flushes = last &- first }
        return DeviceCounters(
            reads: later.reads &- earlier.reads,
            readBytes: later.readBytes &- earlier.readBytes,
            writes: later.writes &- earlier.writes,
            writtenBytes: later.writtenBytes &- earlier.writtenBytes,
            busyMilliseconds: later.busyMilliseconds &- earlier.busyMilliseconds, flushes: flushes)
    }
}

/// The counters of the one device that a filesystem lies on.
///
/// That device and not the leaves below it: a mirror writes everything twice, and what a filesystem
/// asked for is counted at its own device once.
package struct DeviceMeter: Sendable {
    /// Whether the kernel says that it does not count (`queue/iostats`).
    ///
    /// Device mapper says so and counts all the same (Linux 6.1), while a disk that says so stands
    /// still: what stands still proves nothing then, and what moves is believed.
    package let saysOff: Bool
    /// The loop device on the way to the disk that reads and writes its file through the page
    /// cache, as `losetup` makes them; nil means none.
    ///
    /// Its own counters rise whether a disk is asked or not.
    ///
    /// - Source: Linux Documentation/ABI/testing/sysfs-block-loop, `loop/dio`.
    package let cachingLoop: String?
    private let tree: SystemTree
    private let file: String

    /// The meter of a device number; nil if there is no such block device, as behind ZFS, btrfs,
    /// NFS, overlay and tmpfs.
    package init?(major: Int, minor: Int, tree: SystemTree = SystemTree(root: "/")) {
        guard major != 0, let directory = tree.realPath("/sys/dev/block/\(major):\(minor)") else {
            return nil
        }
        let disk =
            tree.exists(directory + "/partition") ? BlockDeviceTree.parent(directory) : directory
        saysOff = tree.integer(disk + "/queue/iostats") == 0
        cachingLoop = Self.cachingLoop(disk, tree)
        self.tree = tree
        file = directory + "/stat"
        if read() == nil { return nil }
    }

    private static func cachingLoop(_ disk: String, _ tree: SystemTree) -> String? {
        if tree.exists(disk + "/loop"), tree.integer(disk + "/loop/dio") != 1 {
            return disk.split(separator: "/").last.map(String.init)
        }
        for name in tree.names(in: disk + "/slaves") {
            guard let below = tree.realPath(disk + "/slaves/" + name) else { continue }
            let whole = tree.exists(below + "/partition") ? BlockDeviceTree.parent(below) : below
            if let loop = cachingLoop(whole, tree) { return loop }
        }
        return nil
    }

    /// The counters now; nil if not readable.
    package func read() -> DeviceCounters? { tree.text(file).flatMap(DeviceCounters.init) }

    /// The meter of the device that an open file lies on; `nil` as above.
    package static func behind(descriptor: Int32) -> DeviceMeter? {
        PathFacts.device(of: descriptor).flatMap { DeviceMeter(major: $0.major, minor: $0.minor) }
    }
}
