import Foundation
import Host
import Model
import Testing

struct HostReaderTests {
    @Test
    func readsABareMetalServer() {
        let facts = HostReader(root: Fixture.root("bare-metal-zen3")).facts()
        #expect(facts.cpu.architecture == "x86_64")
        #expect(facts.cpu.model == "AMD Ryzen 7 5800X 8-Core Processor")
        #expect(facts.cpu.microcode == "0xa201025")
        #expect(facts.cpu.logicalCPUs == 16)
        #expect(facts.cpu.physicalCores == 8)
        #expect(facts.cpu.sockets == 1)
        #expect(facts.cpu.smtActive == true)
        #expect(facts.cpu.maximumHertz == 4_850_194_000)
        #expect(facts.cpu.governor == "schedutil")
        #expect(facts.cpu.features == ["adx", "aes", "avx2", "bmi2", "sha_ni"])
        #expect(facts.cpu.caches.map(\.sizeBytes) == [32 << 10, 32 << 10, 512 << 10, 32 << 20])
        #expect(facts.cpu.caches.map(\.sharedByCPUs) == [2, 2, 2, 16])
        #expect(facts.memory.totalBytes == 65_764_860 * 1024)
        #expect(facts.memory.numaNodes == 1)
        #expect(facts.system.kernelRelease == "6.1.0-18-amd64")
        #expect(facts.system.distribution == "Debian GNU/Linux 12 (bookworm)")
        #expect(facts.virtualization.isVirtualMachine == false)
        #expect(facts.virtualization.hypervisor == nil)
        #expect(facts.virtualization.container == nil)
        #expect(facts.cgroup.version == 2)
        #expect(facts.cgroup.cpuQuotaCores == nil)
        #expect(facts.cgroup.cpusetCPUs == nil)
        #expect(facts.cgroup.memoryLimitBytes == nil)
    }

    @Test
    func readsAVirtualMachineThatHidesItsClock() {
        let live = LiveSystem(
            allowedCPUs: 2, libc: "glibc 2.36", hypervisorSignature: "KVMKVMKVM")
        let facts = HostReader(root: Fixture.root("vm-kvm-virtio"), live: live).facts()
        #expect(facts.virtualization.isVirtualMachine == true)
        #expect(facts.virtualization.hypervisor == "kvm")
        #expect(facts.virtualization.container == "docker")
        #expect(facts.cpu.maximumHertz == nil)
        #expect(facts.cpu.governor == nil)
        #expect(facts.cpu.smtActive == false)
        #expect(facts.cpu.logicalCPUs == 2)
        #expect(facts.cpu.allowedCPUs == 2)
        #expect(facts.cpu.physicalCores == 2)
        #expect(facts.cpu.features == ["adx", "aes", "avx2", "avx512f", "bmi2", "sha_ni"])
        #expect(facts.system.libc == "glibc 2.36")
        #expect(facts.cgroup.version == 1)
        #expect(facts.cgroup.cpuQuotaCores == nil)
        #expect(facts.cgroup.memoryLimitBytes == nil)
        #expect(facts.cgroup.cpusetCPUs == nil)
    }

    @Test
    func readsMitigationsAndLeavesOutWhatTheProcessorDoesNotHave() throws {
        let machine = try TemporaryTree()
        #expect(HostReader(root: machine.root).facts().system.mitigations == nil)
        let directory = "/sys/devices/system/cpu/vulnerabilities"
        try machine.write("\(directory)/meltdown", "Not affected\n")
        try machine.write("\(directory)/mds", "Vulnerable: Clear CPU buffers attempted\n")
        try machine.write("\(directory)/spectre_v2", "Mitigation: Retpolines; IBPB: always-on\n")
        try machine.write("\(directory)/garbage", "\0\n")
        try machine.write(
            "/proc/cmdline", "quiet mitigations=off mitigations=auto,nosmt -- mitigations=x\n")
        #expect(
            HostReader(root: machine.root).facts().system.mitigations
                == MitigationFacts(
                    setting: "auto,nosmt",
                    states: [
                        "mds": "Vulnerable: Clear CPU buffers attempted",
                        "spectre_v2": "Mitigation: Retpolines; IBPB: always-on",
                    ]))
    }

    @Test
    func asksTheSystemNothingAboutACapturedTree() {
        let facts = HostReader(root: Fixture.root("vm-kvm-virtio")).facts()
        #expect(facts.cpu.allowedCPUs == nil)
        #expect(facts.system.libc == nil)
        #expect(facts.virtualization.hypervisor == nil)
    }

    @Test
    func readsTheLimitsOfAContainerWithControlGroupsVersion2() {
        let facts = HostReader(root: Fixture.root("container-cgroup2")).facts()
        #expect(facts.cgroup.version == 2)
        #expect(facts.cgroup.cpuQuotaCores == 1.5)
        #expect(facts.cgroup.cpusetCPUs == 3)
        #expect(facts.cgroup.memoryLimitBytes == 2 << 30)
        #expect(facts.virtualization.container == "docker")
        #expect(facts.virtualization.isVirtualMachine == false)
        #expect(facts.system.distribution == "Alpine Linux 3.20")
    }

    @Test
    func takesTheTightestLimitOfAllAncestorsWithVersion1() {
        let facts = HostReader(root: Fixture.root("container-cgroup1-hybrid")).facts()
        #expect(facts.cgroup.version == 1)
        #expect(facts.cgroup.cpuQuotaCores == 2.5)
        #expect(facts.cgroup.cpusetCPUs == 2)
        #expect(facts.cgroup.memoryLimitBytes == 3 << 30)
        #expect(facts.virtualization.container == "lxc")
    }

    @Test
    func takesTheTightestLimitOfAllAncestorsWithVersion2() throws {
        let machine = try TemporaryTree()
        try machine.write("/proc/self/cgroup", "0::/a/b\n")
        try machine.write("/proc/self/mountinfo", "1 2 0:3 / /cg rw - cgroup2 cgroup2 rw\n")
        try machine.write("/cg/a/cpu.max", "200000 100000\n")
        try machine.write("/cg/a/b/cpu.max", "max 100000\n")
        try machine.write("/cg/a/memory.max", "8589934592\n")
        try machine.write("/cg/a/b/memory.max", "17179869184\n")
        let facts = HostReader(root: machine.root).facts().cgroup
        #expect(facts.cpuQuotaCores == 2)
        #expect(facts.memoryLimitBytes == 8 << 30)
    }

    @Test
    func countsNodesWithoutProcessorsToo() {
        let reader = HostReader(
            root: Fixture.root("numa-three-nodes"), live: LiveSystem(libnuma: .two))
        #expect(reader.facts().memory.numaNodes == 3)
    }

    @Test
    func fallsBackToLibnumaOnlyWithoutSysfs() throws {
        let machine = try TemporaryTree()
        let reader = HostReader(root: machine.root, live: LiveSystem(libnuma: .two))
        #expect(reader.facts().memory.numaNodes == 2)
    }

    @Test
    func readsAnArmMachineFromSysfs() {
        let facts = HostReader(root: Fixture.root("arm64-cloud")).facts()
        #expect(facts.cpu.architecture == "aarch64")
        #expect(facts.cpu.model == "Arm Neoverse N1")
        #expect(facts.cpu.logicalCPUs == 4)
        #expect(facts.cpu.physicalCores == 4)
        #expect(facts.cpu.sockets == 2)
        #expect(facts.cpu.smtActive == false)
        #expect(facts.cpu.features == ["aes"])
        #expect(facts.cpu.caches.last?.sizeBytes == 32 << 20)
        #expect(facts.virtualization.isVirtualMachine == true)
        #expect(facts.virtualization.hypervisor == "kvm")
    }

    @Test
    func anEmptyTreeKnowsNothing() throws {
        let machine = try TemporaryTree()
        #expect(HostReader(root: machine.root).facts() == HostFacts())
        #expect(HostReader(root: machine.root + "/missing").facts() == HostFacts())
    }

    @Test(arguments: [
        Data(), Data("\n".utf8), Data("garbage\n".utf8), Data("-1\n".utf8), Data([0, 0, 0]),
        Data("99999999999999999999999999\n".utf8), Data("0-99999999999\n".utf8),
        Data(":::::\n:\n=\n".utf8), Data([0xFF, 0xFE, 0x0A, 0xC3]),
        Data("processor : x\nphysical id : -\n".utf8),
        Data("MemTotal: -5 kB\nSwapTotal: kB\n".utf8),
    ])
    func garbageNeverBecomesAFigure(bytes: Data) throws {
        let machine = try TemporaryTree()
        let cpu = "/sys/devices/system/cpu"
        for path in [
            "/proc/cpuinfo", "/proc/meminfo", "/proc/self/cgroup", "/proc/self/mountinfo",
            "/proc/1/environ", "/etc/os-release", "/run/systemd/container", cpu + "/online",
            cpu + "/smt/active", cpu + "/cpu0/cpufreq/cpuinfo_max_freq",
            cpu + "/cpu0/cache/index0/level", cpu + "/cpu0/cache/index0/size",
            cpu + "/cpu0/cache/index0/type", cpu + "/cpu0/cache/index0/shared_cpu_list",
            cpu + "/cpu0/topology/core_cpus_list", cpu + "/cpu0/topology/physical_package_id",
            "/sys/devices/system/node/has_memory", "/sys/devices/system/node/node0/meminfo",
        ] {
            try machine.write(path, bytes: bytes)
        }
        let facts = HostReader(root: machine.root).facts()
        #expect(facts.cpu.logicalCPUs == nil)
        #expect(facts.cpu.physicalCores == nil)
        #expect(facts.cpu.sockets == nil)
        #expect(facts.cpu.smtActive == nil)
        #expect(facts.cpu.maximumHertz == nil)
        #expect(facts.cpu.caches.isEmpty)
        #expect(facts.memory == MemoryFacts())
        #expect(facts.cgroup == CgroupFacts())
        #expect(facts.virtualization.isVirtualMachine == nil)
        #expect(facts.system.distribution == nil)
    }

    @Test(arguments: [Data(), Data("max\n".utf8), Data("garbage".utf8), Data("-1\n".utf8)])
    func garbageInAControlGroupIsNoLimit(bytes: Data) throws {
        let machine = try TemporaryTree()
        try machine.write("/proc/self/cgroup", "0::/\n1:cpu,memory,cpuset:/\n")
        try machine.write(
            "/proc/self/mountinfo",
            "1 2 0:3 / /two rw - cgroup2 x rw\n1 2 0:4 / /one rw - cgroup x rw,cpu,memory,cpuset\n")
        for path in [
            "/two/cpu.max", "/two/memory.max", "/two/cpuset.cpus.effective",
            "/one/cpu.cfs_quota_us", "/one/cpu.cfs_period_us", "/one/memory.limit_in_bytes",
            "/one/memory.stat", "/one/cpuset.cpus", "/one/cpuset.effective_cpus",
        ] {
            try machine.write(path, bytes: bytes)
        }
        var expected = CgroupFacts()
        expected.version = 1
        #expect(HostReader(root: machine.root).facts().cgroup == expected)
    }

    @Test
    func readsTheLiveMachine() {
        let facts = HostReader().facts()
        #expect(facts.cpu.logicalCPUs ?? 0 >= 1)
        #expect(facts.cpu.allowedCPUs ?? 0 >= 1)
        #expect(facts.memory.totalBytes ?? 0 > 0)
        #expect(facts.system.kernelRelease?.isEmpty == false)
        #expect(facts.cpu.architecture != nil)
    }
}

extension NUMATopology {
    /// Two nodes with a CPU and memory each.
    fileprivate static let two = NUMATopology(
        nodes: [0, 1].map {
            Node(
                id: $0, cpus: [$0], memoryBytes: 1 << 30, distances: $0 == 0 ? [10, 21] : [21, 10])
        })
}
