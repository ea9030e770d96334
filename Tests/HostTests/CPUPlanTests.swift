import Host
import Model
import Testing

/// Which CPUs measure, how large caches are in all, and how much memory is left.
struct CPUPlanTests {
    /// Two sockets of two cores of two threads: CPU n and n + 4 share a core.
    private let twoSockets: TemporaryTree

    init() throws {
        let machine = try TemporaryTree()
        for cpu in 0..<8 {
            let (core, socket) = (cpu % 4, cpu % 4 / 2)
            let directory = "/sys/devices/system/cpu/cpu\(cpu)"
            try machine.write("\(directory)/topology/core_cpus_list", "\(core),\(core + 4)\n")
            let shared = socket == 0 ? "0-1,4-5" : "2-3,6-7"
            for (index, level, type, size, list) in [
                (0, 1, "Data", "32K", "\(core),\(core + 4)"),
                (1, 1, "Instruction", "32K", "\(core),\(core + 4)"),
                (3, 3, "Unified", "32768K", shared),
            ] {
                let cache = "\(directory)/cache/index\(index)"
                try machine.write("\(cache)/level", "\(level)\n")
                try machine.write("\(cache)/type", "\(type)\n")
                try machine.write("\(cache)/size", "\(size)\n")
                try machine.write("\(cache)/shared_cpu_list", "\(list)\n")
            }
        }
        let nodes = "/sys/devices/system/node"
        try machine.write("\(nodes)/node0/cpulist", "2-3,6-7\n")
        try machine.write("\(nodes)/node1/cpulist", "0-1,4-5\n")
        twoSockets = machine
    }

    @Test func oneCPUOfEachCoreByNode() {
        let plan = CPUPlan(tree: twoSockets.tree, allowed: Array(0..<8), quotaCores: nil)
        #expect(plan.cpus == [2, 3, 0, 1])
        #expect(plan.nodes == [0, 0, 1, 1])
        #expect(plan.cpusOfFirstNode == 2)
        #expect(plan.reason == "one of each of 4 physical cores, 8 CPUs allowed")
    }

    @Test func aCPUSetIsRespectedAndNamed() throws {
        try twoSockets.write("/sys/devices/system/cpu/online", "0-7\n")
        let plan = CPUPlan(tree: twoSockets.tree, allowed: [4, 5, 0], quotaCores: nil)
        #expect(plan.reason.hasSuffix("3 of 8 CPUs allowed by affinity or cpuset"))
        #expect(plan.cpus == [0, 5])
        #expect(plan.nodes == [1, 1])
    }

    @Test(arguments: [(2.5, [2, 3]), (0.5, [2]), (4, [2, 3, 0, 1])] as [(Double, [Int])])
    func aQuotaIsRespectedAndNamed(quota: Double, cpus: [Int]) {
        let plan = CPUPlan(tree: twoSockets.tree, allowed: Array(0..<8), quotaCores: quota)
        #expect(plan.cpus == cpus)
        #expect(plan.reason.contains("quota") == (cpus.count < 4))
    }

    @Test func cachesOfAllSocketsCount() throws {
        #expect(LastLevelCache.totalBytes(tree: twoSockets.tree) == 64 << 20)
        #expect(LastLevelCache.totalBytes(tree: try TemporaryTree().tree) == nil)
        #expect(LastLevelCache.bytes(ofCPU: 5, tree: twoSockets.tree) == 32 << 20)
        #expect(LastLevelCache.bytes(ofCPU: 9, tree: twoSockets.tree) == nil)
    }

    @Test func theTightestGroupLimitsTheMemory() throws {
        let machine = try TemporaryTree()
        try machine.write("/proc/meminfo", "MemAvailable:    8388608 kB\n")
        #expect(MemoryHeadroom.bytes(tree: machine.tree) == 8 << 30)
        try machine.write("/proc/self/cgroup", "0::/a/b\n")
        try machine.write(
            "/proc/self/mountinfo",
            "30 20 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n")
        try machine.write("/sys/fs/cgroup/a/b/memory.max", "max\n")
        try machine.write("/sys/fs/cgroup/a/b/memory.current", "1000\n")
        try machine.write("/sys/fs/cgroup/a/memory.max", "\(1 << 30)\n")
        try machine.write("/sys/fs/cgroup/a/memory.current", "\(512 << 20)\n")
        try machine.write("/sys/fs/cgroup/a/memory.stat", "anon 5\ninactive_file \(64 << 20)\n")
        #expect(MemoryHeadroom.bytes(tree: machine.tree) == 576 << 20)
    }

    @Test func theLoaderTellsTheCopyThreshold() {
        let listing = """
            glibc.cpu.x86_shstk:
            glibc.cpu.x86_non_temporal_threshold: 0xc0000 (min: 0x4040, max: 0xfffffffffffffff)
            """
        #expect(CLibrary.threshold(listing: listing) == 786_432)
        #expect(CLibrary.threshold(listing: "glibc.cpu.x86_non_temporal_threshold: 0x0") == nil)
        #expect(CLibrary.threshold(listing: "") == nil)
        let maps = """
            55d0-55d1 r-xp 00000000 08:01 12 /usr/bin/touchstone
            7f10-7f11 r--p 00000000 08:01 13 /usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2
            """
        #expect(
            CLibrary.loaderPath(maps: maps) == "/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2")
    }

    /// Two nodes, CPUs of the first in use: a disk and a card of the second are told of.
    @Test func theDoctorTellsOfDiskAndCardOnAnotherNode() throws {
        let machine = try TemporaryTree()
        for node in 0...1 {
            try machine.write("/sys/devices/system/node/node\(node)/cpulist", "\(node)\n")
        }
        let bus = "/sys/devices/pci0000:80"
        try machine.write("\(bus)/0000:81:00.0/numa_node", "1\n")
        try machine.write("\(bus)/0000:81:00.0/nvme/nvme0/nvme0n1/size", "1\n")
        try machine.link(
            "/sys/class/block/nvme0n1", to: "\(bus)/0000:81:00.0/nvme/nvme0/nvme0n1")
        try machine.write("\(bus)/0000:82:00.0/numa_node", "1\n")
        for (port, state) in [("eth0", "up"), ("eth1", "down")] {
            try machine.write("\(bus)/0000:82:00.0/net/\(port)/operstate", "\(state)\n")
            try machine.link("/sys/class/net/\(port)", to: "\(bus)/0000:82:00.0/net/\(port)")
        }
        let far = CPUPlan(tree: machine.tree, allowed: [0], quotaCores: nil)
        let found = NodeLocalityRule.findings(tree: machine.tree, disks: ["nvme0n1"], plan: far)
        #expect(found.count == 2 && found.allSatisfy { $0.severity == .advisory })
        #expect(found[0].seen.contains("disk nvme0n1 is attached to NUMA node 1"))
        #expect(found[1].seen.contains("network interface eth0 is attached to NUMA node 1"))
        let near = CPUPlan(tree: machine.tree, allowed: [0, 1], quotaCores: nil)
        #expect(
            NodeLocalityRule.findings(tree: machine.tree, disks: ["nvme0n1"], plan: near).isEmpty)
    }

    @Test func devicesOnAnotherNodeAreFound() throws {
        let machine = try TemporaryTree()
        let disk = "/sys/devices/pci0000:80/0000:81:00.0"
        try machine.write("\(disk)/numa_node", "1\n")
        try machine.write("\(disk)/nvme/nvme0/nvme0n1/size", "1\n")
        try machine.link("/sys/class/block/nvme0n1", to: "\(disk)/nvme/nvme0/nvme0n1")
        let port = "/sys/devices/pci0000:00/0000:01:00.0"
        try machine.write("\(port)/numa_node", "-1\n")
        try machine.write("\(port)/net/eth0/operstate", "up\n")
        try machine.link("/sys/class/net/eth0", to: "\(port)/net/eth0")
        let devices = NodeLocalityRule.devices(tree: machine.tree, disks: ["nvme0n1", "dm-0"])
        #expect(devices == [.init(kind: "disk", name: "nvme0n1", node: 1)])
        #expect(NodeLocalityRule.findings(devices: devices, cpuNodes: [0, 1]).isEmpty)
        let findings = NodeLocalityRule.findings(devices: devices, cpuNodes: [0])
        #expect(findings.map(\.id) == ["numa.device-on-other-node"])
        #expect(findings[0].seen.contains("nvme0n1 is attached to NUMA node 1"))
        #expect(findings[0].remedy.contains("--cpunodebind=1"))
    }
}
