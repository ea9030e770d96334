import Foundation
import Host
import Model
import Synchronization
import Testing

struct ConditionReaderTests {
    /// What the kernel would say of this process, as the test goes on.
    private final class Usage: Sendable {
        private let value = Mutex(OwnUsage(monotonicNanoseconds: 0))

        var now: OwnUsage {
            get { value.withLock { $0 } }
            set { value.withLock { $0 = newValue } }
        }
    }

    private let usage = Usage()
    private let tree: TemporaryTree

    init() throws {
        tree = try TemporaryTree()
        usage.now = OwnUsage(
            monotonicNanoseconds: 0, cpuSeconds: 1, involuntarySwitches: 10, currentCPU: 0)
    }

    private func reader(device: String? = "sda1") -> ConditionReader {
        ConditionReader(root: tree.root, device: device) { [usage] in usage.now }
    }

    private func later(seconds: Double, cpuSeconds: Double, switches: Int = 10) {
        usage.now = OwnUsage(
            monotonicNanoseconds: UInt64(seconds * 1e9), cpuSeconds: cpuSeconds,
            involuntarySwitches: switches, currentCPU: 1)
    }

    @Test func tellsOwnWorkFromOthersAndFromSteal() throws {
        try tree.write("/proc/stat", "cpu  100 0 0 100 0 0 0 0 0 0\n")
        let reader = reader()
        let first = reader.snapshot()
        // 200 ticks of two CPUs in one second: 120 of processes, 10 of interrupts, 20 stolen and
        // 50 idle; 0.9 s were ours.
        try tree.write("/proc/stat", "cpu  200 0 20 150 0 5 5 20 0 0\n")
        later(seconds: 1, cpuSeconds: 1.9, switches: 17)
        let conditions = reader.conditions(since: first)
        #expect(conditions.stealFraction == 0.1)
        let foreign = try #require(conditions.foreignCPUFraction)
        #expect(abs(foreign - (0.6 - 0.45)) < 1e-12)
        #expect(conditions.involuntarySwitches == 7)
    }

    @Test func ownWorkThatTheTicksMissedIsNoForeignWork() throws {
        try tree.write("/proc/stat", "cpu  100 0 0 100 0 0 0 0 0 0\n")
        let reader = reader()
        let first = reader.snapshot()
        try tree.write("/proc/stat", "cpu  120 0 0 120 0 0 0 0 0 0\n")
        later(seconds: 0.2, cpuSeconds: 1.25)
        #expect(reader.conditions(since: first).foreignCPUFraction == 0)
    }

    @Test func whatIsNotReadableIsNilAndNeverZero() {
        let reader = reader(device: nil)
        usage.now = OwnUsage(monotonicNanoseconds: 0)
        let first = reader.snapshot()
        #expect(reader.conditions(since: first) == BlockConditions(elapsedSeconds: 0))
    }

    @Test func readsPressureLoadClockAndThrottling() throws {
        let cpus = "/sys/devices/system/cpu"
        func write(total: Int, throttles: Int) throws {
            for resource in ["cpu", "io", "memory"] {
                try tree.write("/proc/pressure/\(resource)", "some avg10=0.00 total=\(total)\n")
            }
            for cpu in 0...1 {
                try tree.write(
                    "\(cpus)/cpu\(cpu)/thermal_throttle/core_throttle_count", "\(throttles)\n")
            }
        }
        try write(total: 1_000_000, throttles: 3)
        try tree.write("\(cpus)/cpu1/cpufreq/scaling_cur_freq", "3400000\n")
        try tree.write("/proc/loadavg", "1.25 1 1 1/2 3\n")
        let reader = reader()
        let first = reader.snapshot()
        try write(total: 1_500_000, throttles: 4)
        later(seconds: 2, cpuSeconds: 1)
        let conditions = reader.conditions(since: first)
        #expect(conditions.pressureCPUFraction == 0.25)
        #expect(conditions.pressureIOFraction == 0.25)
        #expect(conditions.pressureMemoryFraction == 0.25)
        #expect(conditions.throttleCount == 2)
        #expect(conditions.loadAverage == 1.25)
        // The thread ended on CPU 1, and the clock of that one is told.
        #expect(conditions.frequencyHertz == 3.4e9)
    }

    @Test(
        arguments: [
            ("throttled_usec 1000000\n", "throttled_usec 1250000\n", 0.25),
            ("nr_throttled 1\n", "nr_throttled 2\n", nil),
        ] as [(String, String, Double?)])
    func readsTheQuotaThatHeldTheRunBack(before: String, after: String, seconds: Double?) throws {
        try tree.write(
            "/proc/self/mountinfo", "1 1 0:29 / /sys/fs/cgroup rw - cgroup2 cgroup rw\n")
        try tree.write("/proc/self/cgroup", "0::/a.slice/b\n")
        // The parent's quota binds too; b itself has none, and its counters do not matter.
        try tree.write("/sys/fs/cgroup/a.slice/cpu.max", "150000 100000\n")
        try tree.write("/sys/fs/cgroup/a.slice/b/cpu.max", "max 100000\n")
        try tree.write("/sys/fs/cgroup/a.slice/b/cpu.stat", "throttled_usec 0\n")
        try tree.write("/sys/fs/cgroup/a.slice/cpu.stat", "nr_periods 9\n" + before)
        let reader = reader()
        let first = reader.snapshot()
        try tree.write("/sys/fs/cgroup/a.slice/cpu.stat", "nr_periods 9\n" + after)
        #expect(reader.conditions(since: first).quotaThrottledSeconds == seconds)
    }

    @Test func readsTheQuotaOfVersion1InNanoseconds() throws {
        try tree.write(
            "/proc/self/mountinfo", "1 1 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n")
        try tree.write("/proc/self/cgroup", "4:cpu:/\n")
        let directory = "/sys/fs/cgroup/cpu"
        try tree.write(directory + "/cpu.cfs_quota_us", "50000\n")
        try tree.write(directory + "/cpu.cfs_period_us", "100000\n")
        try tree.write(directory + "/cpu.stat", "throttled_time 1000000000\n")
        let reader = reader()
        let first = reader.snapshot()
        try tree.write(directory + "/cpu.stat", "throttled_time 1500000000\n")
        #expect(reader.conditions(since: first).quotaThrottledSeconds == 0.5)
    }

    /// A line of a device's `stat`: 2048 sectors are a MiB.
    private func disk(sectorsRead: Int, sectorsWritten: Int, busy: Int) throws {
        try tree.write(
            "/sys/class/block/sda1/stat",
            "  1 0 \(sectorsRead) 1 1 0 \(sectorsWritten) 1 0 \(busy) 1 0 0 0 0 0 0\n")
    }

    @Test(
        arguments: [(4 << 20, 0.5), (8 << 20, 0), (16 << 20, 0), (0, nil)] as [(Int, Double?)])
    func tellsBytesOfTheDiskThatAreNotOurs(own: Int, foreign: Double?) throws {
        try disk(sectorsRead: 0, sectorsWritten: 0, busy: 100)
        try tree.write("/proc/self/io", "rchar: 9\nread_bytes: 0\nwrite_bytes: 0\n")
        let reader = reader()
        let first = reader.snapshot()
        try disk(sectorsRead: 2048, sectorsWritten: 7 * 2048, busy: 600)
        try tree.write("/proc/self/io", "rchar: 9\nread_bytes: 0\nwrite_bytes: \(own)\n")
        later(seconds: 2, cpuSeconds: 1)
        let conditions = reader.conditions(since: first)
        #expect(conditions.foreignDiskFraction == foreign)
        #expect(conditions.diskBusyFraction == 0.25)
    }

    /// A process with so many ticks of its own and of its ended children.
    private func process(
        _ id: Int, _ name: String, parent: Int = 1, flags: Int = 0, ticks: Int, children: Int = 0,
        written: Int? = nil
    ) throws {
        try tree.write(
            "/proc/\(id)/stat",
            "\(id) (\(name)) S \(parent) 0 0 0 -1 \(flags) 0 0 0 0 \(ticks) 0 \(children) 0 20\n"
        )
        if let written {
            try tree.write("/proc/\(id)/io", "read_bytes: 0\nwrite_bytes: \(written)\n")
        }
    }

    @Test func namesWhoTookMostAndLeavesOutItsOwnAndTheKernels() throws {
        func all(_ ticks: Int) throws {
            try process(7, "touchstone", ticks: 50 + ticks)
            try tree.write("/proc/self/stat", "7 (touchstone) S 1\n")
            try process(8, "chain) x", parent: 7, ticks: ticks, written: ticks << 20)
            try process(9, "kworker/0:1", parent: 2, flags: 0x0420_8060, ticks: ticks)
            try process(10, "backup", ticks: 2 * ticks, written: 3 * ticks << 20)
            try process(11, "backup", ticks: ticks)
            try process(12, "idle", ticks: 0)
        }
        try all(0)
        try disk(sectorsRead: 0, sectorsWritten: 0, busy: 0)
        try tree.write("/proc/self/io", "read_bytes: 0\nwrite_bytes: 0\n")
        try tree.write("/proc/stat", "cpu  0 0 0 0 0 0 0 0 0 0\n")
        let reader = reader()
        let first = reader.snapshot()
        try all(10)
        try disk(sectorsRead: 0, sectorsWritten: 40 * 2048, busy: 0)
        try tree.write("/proc/self/io", "read_bytes: 0\nwrite_bytes: 0\n")
        try tree.write("/proc/stat", "cpu  60 0 0 40 0 0 0 0 0 0\n")
        later(seconds: 0.5, cpuSeconds: 1.1)
        let conditions = reader.conditions(since: first)
        // 60 ticks of processes, of which 10 are ours, 10 our child's and 10 the kernel's.
        #expect(abs(try #require(conditions.foreignCPUFraction) - 0.3) < 1e-12)
        #expect(conditions.foreignDiskFraction == 0.75)
        let load = try #require(conditions.processes?.first)
        #expect(conditions.processes?.count == 1)
        #expect(load.name == "backup")
        #expect(abs(try #require(load.cpuFraction) - 0.3) < 1e-12)
        #expect(load.diskFraction == 0.75)
    }

    /// A compiler that starts and ends within the block is found in the make that waited for it.
    @Test func workOfEndedChildrenIsTheirParents() throws {
        try tree.write("/proc/stat", "cpu  0 0 0 0 0 0 0 0 0 0\n")
        try process(20, "make", ticks: 1, children: 5)
        try process(21, "cc1", parent: 20, ticks: 30)
        let reader = reader()
        let first = reader.snapshot()
        try FileManager.default.removeItem(atPath: tree.root + "/proc/21")
        try process(20, "make", ticks: 1, children: 5 + 50)
        try tree.write("/proc/stat", "cpu  50 0 0 50 0 0 0 0 0 0\n")
        later(seconds: 0.5, cpuSeconds: 1)
        #expect(
            reader.conditions(since: first).processes
                == [ProcessLoad(name: "make", cpuFraction: 0.2)])
    }

    @Test func readsTheLiveMachine() {
        let reader = ConditionReader(device: nil)
        let first = reader.snapshot()
        let conditions = reader.conditions(since: first)
        #expect(conditions.loadAverage != nil)
        #expect(conditions.involuntarySwitches ?? 0 >= 0)
    }
}
