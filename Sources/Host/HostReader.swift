// Here: what is known of the machine as facts, findings and conditions.
// May use: the folders below.
// Never: a limit of a profile, a probe, a clock of its own.

package import Model

/// Reads what is known of the machine.
///
/// Every fact stands alone: a file that is missing or makes no sense leaves its fact `nil`. Host
/// name, serial numbers and machine ids are never read.
package struct HostReader: Sendable {
    private let tree: SystemTree
    private let live: LiveSystem

    /// Makes a reader of the machine below `root`.
    ///
    /// System calls are asked only when `root` is `/`: a captured tree is another machine. `live`
    /// gives their answers instead.
    package init(root: String = "/", live: LiveSystem? = nil) {
        self.init(tree: SystemTree(root: root), live: live)
    }

    init(tree: SystemTree, live: LiveSystem? = nil) {
        self.tree = tree
        self.live = live ?? (tree.isLive ? .current() : LiveSystem())
    }

    /// The facts as they are now.
    package func facts() -> HostFacts {
        let info = CPUInfo(tree.text("/proc/cpuinfo") ?? "")
        let cpu = cpuFacts(info)
        return HostFacts(
            cpu: cpu, memory: memoryFacts(), system: systemFacts(),
            virtualization: virtualizationFacts(info),
            cgroup: CgroupReader(tree: tree, mounts: mounts).facts(onlineCPUs: cpu.logicalCPUs))
    }

    /// The processor's model and flags, as one text; empty if they cannot be read.
    package static func processor() -> String {
        let info = CPUInfo(SystemTree(root: "/").text("/proc/cpuinfo") ?? "")
        return ([info.model ?? ""] + (info.flags ?? []).sorted()).joined(separator: " ")
    }

    private var mounts: MountTable { MountTable(tree.text("/proc/self/mountinfo") ?? "") }

    private func cpuFacts(_ info: CPUInfo) -> CPUFacts {
        let topology = CPUTopology(tree: tree)
        var facts = CPUFacts()
        facts.architecture = info.architecture ?? live.architecture
        facts.model = info.model
        facts.vendor = info.vendor
        facts.family = info.family
        facts.modelNumber = info.modelNumber
        facts.microcode = info.microcode
        facts.logicalCPUs = info.logicalCPUs ?? topology.onlineCPUs
        facts.allowedCPUs = live.allowedCPUs
        facts.physicalCores = info.physicalCores ?? topology.physicalCores
        facts.sockets = info.sockets ?? topology.sockets
        facts.smtActive = topology.smtActive
        facts.maximumHertz = topology.maximumHertz
        facts.governor = topology.governor
        facts.caches = topology.caches
        facts.features = info.features
        return facts
    }

    private func memoryFacts() -> MemoryFacts {
        let info = MemoryInfo(tree.text("/proc/meminfo") ?? "")
        var facts = MemoryFacts()
        facts.totalBytes = info.totalBytes
        facts.availableBytes = info.availableBytes
        facts.swapTotalBytes = info.swapTotalBytes
        facts.numaNodes =
            NUMANodes.withMemory(tree: tree) ?? live.libnuma?.nodes.count(where: \.hasMemory)
        facts.hasErrorCorrection = ErrorCorrection(tree: tree).isActive
        return facts
    }

    private func systemFacts() -> SystemFacts {
        var facts = SystemFacts()
        facts.kernelRelease = tree.line("/proc/sys/kernel/osrelease")
        facts.distribution =
            ["/etc/os-release", "/usr/lib/os-release"].lazy
            .compactMap { tree.text($0).flatMap(OSRelease.prettyName) }.first
        facts.libc = live.libc
        facts.mitigations = Mitigations.facts(tree)
        return facts
    }

    private func virtualizationFacts(_ info: CPUInfo) -> VirtualizationFacts {
        let signs = VirtualMachineSigns(
            tree: tree, cpuFlag: info.hypervisorFlag, cpuidSignature: live.hypervisorSignature)
        var facts = VirtualizationFacts()
        facts.isVirtualMachine = signs.isVirtualMachine
        facts.hypervisor = signs.hypervisor
        facts.container = Container.kind(tree: tree)
        return facts
    }
}
