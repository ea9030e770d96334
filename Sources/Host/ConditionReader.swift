package import Model

/// Reads, before and after a block, what else happens on the machine.
///
/// Two readings and their difference cost well below a millisecond, and both lie outside the timed
/// work. They are taken on the thread that does it, so that the clock of its CPU is read.
package struct ConditionReader: Sendable {
    /// Counters at one moment.
    package struct Snapshot: Sendable {
        fileprivate var usage: OwnUsage
        fileprivate var times: CPUTimes?
        fileprivate var throttleCount: Int?
        fileprivate var quotaThrottledSeconds: Double?
        fileprivate var pressureMicroseconds: [PressureStall.Resource: Int]
        fileprivate var disk: DeviceCounters?
        fileprivate var ownDiskBytes: Int?
        fileprivate var processes: ProcessTable
    }

    /// A block during which the disk moved less than this tells no share of it.
    ///
    /// - Source: Ours: 256 pages, far more than a log line or two.
    private static let diskBytesMin = 1 << 20

    private let tree: SystemTree
    private let usage: @Sendable () -> OwnUsage
    private let diskFile: String?
    private let throttleFiles: [String]
    private let quotaFiles: [String]

    /// Makes a reader of the machine below `root`; `usage` stands in for its system calls.
    ///
    /// `device` is the kernel name of the device that the disk under test's file system lies on.
    package init(
        root: String = "/", device: String?,
        usage: @escaping @Sendable () -> OwnUsage = OwnUsage.current
    ) {
        self.init(tree: SystemTree(root: root), device: device, usage: usage)
    }

    init(
        tree: SystemTree, device: String?,
        usage: @escaping @Sendable () -> OwnUsage = OwnUsage.current
    ) {
        // Counters are read anew each time; what says where they lie is not.
        self.tree = tree.fresh
        self.usage = usage
        diskFile = device.map { "/sys/class/block/\($0)/stat" }
        let cpus = "/sys/devices/system/cpu"
        throttleFiles = tree.names(in: cpus)
            .filter { $0.hasPrefix("cpu") && Int($0.dropFirst(3)) != nil }
            .map { "\(cpus)/\($0)/thermal_throttle/core_throttle_count" }
            .filter(tree.exists)
        let mounts = MountTable(tree.text("/proc/self/mountinfo") ?? "")
        quotaFiles = CgroupReader(tree: tree, mounts: mounts).quotaDirectories
            .map { $0 + "/cpu.stat" }
    }

    /// Reads every counter.
    package func snapshot() -> Snapshot {
        var pressure: [PressureStall.Resource: Int] = [:]
        for resource in PressureStall.Resource.allCases {
            pressure[resource] = PressureStall(resource, tree: tree)?.someMicroseconds
        }
        let throttles = throttleFiles.compactMap(tree.integer)
        let quota = quotaFiles.compactMap { tree.text($0).flatMap(Self.throttledSeconds) }
        return Snapshot(
            usage: usage(), times: tree.text("/proc/stat").flatMap(CPUTimes.init),
            throttleCount: throttles.isEmpty ? nil : throttles.reduce(0, &+),
            quotaThrottledSeconds: quota.isEmpty ? nil : quota.reduce(0, +),
            pressureMicroseconds: pressure,
            disk: diskFile.flatMap(tree.text).flatMap(DeviceCounters.init),
            ownDiskBytes: tree.text("/proc/self/io").flatMap(ProcessTable.diskBytes),
            processes: ProcessTable(tree: tree, withDisk: diskFile != nil))
    }

    /// What happened since a snapshot.
    package func conditions(since first: Snapshot) -> BlockConditions {
        let last = snapshot()
        let elapsed =
            Double(last.usage.monotonicNanoseconds &- first.usage.monotonicNanoseconds) / 1e9
        var conditions = BlockConditions(elapsedSeconds: elapsed)
        let processes = ProcessUse(from: first.processes, to: last.processes)
        var cpuSeconds: Double?
        if let before = first.times, let after = last.times,
            let use = CPUUse(from: before, to: after)
        {
            cpuSeconds = use.seconds
            conditions.stealFraction = use.stealFraction
            if let before = first.usage.cpuSeconds, let after = last.usage.cpuSeconds {
                // Interrupts and the kernel's threads work for this process as well as for others.
                let own = after - before + processes.childSeconds + processes.kernelSeconds
                conditions.foreignCPUFraction = Self.fraction(
                    use.processFraction - own / use.seconds)
            }
        }
        conditions.involuntarySwitches = Self.growth(
            first.usage.involuntarySwitches, last.usage.involuntarySwitches)
        conditions.loadAverage = tree.loadAverage
        conditions.frequencyHertz = last.usage.currentCPU.flatMap(frequency)
        conditions.throttleCount = Self.growth(first.throttleCount, last.throttleCount)
        if let before = first.quotaThrottledSeconds, let after = last.quotaThrottledSeconds {
            conditions.quotaThrottledSeconds = max(0, after - before)
        }
        func pressure(_ resource: PressureStall.Resource) -> Double? {
            guard elapsed > 0, let before = first.pressureMicroseconds[resource],
                let after = last.pressureMicroseconds[resource]
            else { return nil }
            return Self.fraction(Double(after - before) / 1e6 / elapsed)
        }
        conditions.pressureCPUFraction = pressure(.cpu)
        conditions.pressureIOFraction = pressure(.io)
        conditions.pressureMemoryFraction = pressure(.memory)
        let moved = addDisk(
            to: &conditions, from: first, to: last, elapsed: elapsed,
            childBytes: processes.childDiskBytes)
        conditions.processes = processes.loads(cpuSeconds: cpuSeconds, diskBytes: moved)
        return conditions
    }

    /// - Returns: the bytes that the disk moved; nil if not readable, or too few for a share.
    private func addDisk(
        to conditions: inout BlockConditions, from first: Snapshot, to last: Snapshot,
        elapsed: Double, childBytes: Int
    ) -> Int? {
        guard let before = first.disk, let after = last.disk else { return nil }
        let disk = after - before
        if elapsed > 0 {
            conditions.diskBusyFraction = Self.fraction(
                Double(disk.busyMilliseconds) / 1e3 / elapsed)
        }
        let moved = disk.readBytes &+ disk.writtenBytes
        guard moved >= Self.diskBytesMin,
            let growth = Self.growth(first.ownDiskBytes, last.ownDiskBytes),
            case let own = growth &+ childBytes, own > 0
        else { return nil }
        conditions.foreignDiskFraction = Self.fraction(Double(moved - own) / Double(moved))
        return moved
    }

    private func frequency(cpu: Int) -> Double? {
        tree.integer("/sys/devices/system/cpu/cpu\(cpu)/cpufreq/scaling_cur_freq")
            .flatMap { $0 > 0 ? Double($0) * 1000 : nil }
    }

    private static func fraction(_ value: Double) -> Double { min(1, max(0, value)) }

    private static func growth(_ first: Int?, _ last: Int?) -> Int? {
        guard let first, let last else { return nil }
        return max(0, last &- first)
    }

    /// - Source: cgroup-v2.rst (`throttled_usec`); scheduler/sched-bwc.rst (`throttled_time`, ns).
    private static func throttledSeconds(_ text: String) -> Double? {
        for line in lines(of: text) {
            let fields = words(of: line)
            guard fields.count == 2, let value = Double(fields[1]) else { continue }
            if fields[0] == "throttled_usec" { return value / 1e6 }
            if fields[0] == "throttled_time" { return value / 1e9 }
        }
        return nil
    }
}
