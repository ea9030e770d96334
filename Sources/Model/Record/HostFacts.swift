/// What is known of the machine; a `nil` was not readable there, and is never a zero.
///
/// No host name, serial number or machine id is among them.
package struct HostFacts: Codable, Sendable, Equatable {
    package var cpu: CPUFacts
    package var memory: MemoryFacts
    package var system: SystemFacts
    package var virtualization: VirtualizationFacts
    package var cgroup: CgroupFacts

    package init(
        cpu: CPUFacts = .init(), memory: MemoryFacts = .init(), system: SystemFacts = .init(),
        virtualization: VirtualizationFacts = .init(), cgroup: CgroupFacts = .init()
    ) {
        self.cpu = cpu
        self.memory = memory
        self.system = system
        self.virtualization = virtualization
        self.cgroup = cgroup
    }
}

/// The processor, as /proc/cpuinfo and /sys/devices/system/cpu tell it.
package struct CPUFacts: Codable, Sendable, Equatable {
    /// One cache as CPU 0 sees it.
    package struct Cache: Codable, Sendable, Equatable {
        /// 1, 2 or 3.
        package var level: Int
        /// `Data`, `Instruction` or `Unified`.
        package var type: String
        package var sizeBytes: Int
        /// How many logical CPUs share it.
        package var sharedByCPUs: Int

        package init(level: Int, type: String, sizeBytes: Int, sharedByCPUs: Int) {
            self.level = level
            self.type = type
            self.sizeBytes = sizeBytes
            self.sharedByCPUs = sharedByCPUs
        }
    }

    /// `x86_64` or `aarch64`.
    package var architecture: String?
    package var model: String?
    /// Vendor, family and model number, as the cpuid instruction gives them; x86 only.
    package var vendor: String?
    package var family: Int?
    package var modelNumber: Int?
    /// Microcode revision as the kernel shows it; in a virtual machine the guest's value.
    package var microcode: String?
    /// Online logical CPUs.
    package var logicalCPUs: Int?
    /// Logical CPUs that this process may run on (affinity and cpuset).
    package var allowedCPUs: Int?
    /// Unique pairs of physical id and core id, as the node counts its cores.
    package var physicalCores: Int?
    package var sockets: Int?
    /// Whether two threads share a core now.
    package var smtActive: Bool?
    /// `cpuinfo_max_freq`; a virtual machine seldom shows it.
    package var maximumHertz: Double?
    /// Frequency governor of CPU 0, such as `performance`.
    package var governor: String?
    package var caches: [Cache] = []
    /// Those of the flags aes, adx, avx2, avx512f, bmi2, sha_ni that are present, sorted.
    package var features: [String] = []

    package init() {}
}

/// Main memory.
package struct MemoryFacts: Codable, Sendable, Equatable {
    package var totalBytes: Int?
    package var availableBytes: Int?
    package var swapTotalBytes: Int?
    /// Number of NUMA nodes with memory.
    package var numaNodes: Int?
    /// Whether errors of the memory are corrected, as EDAC tells it; `nil` = no driver tells.
    package var hasErrorCorrection: Bool?

    package init() {}
}

/// The operating system.
package struct SystemFacts: Codable, Sendable, Equatable {
    /// Kernel release, such as `6.1.0-18-amd64`.
    package var kernelRelease: String?
    /// The distribution's pretty name.
    package var distribution: String?
    /// C library and version, such as `glibc 2.36`: it chooses how memory is copied.
    package var libc: String?
    /// What the kernel does about faults of the processor, at some cost; nil if not readable.
    package var mitigations: MitigationFacts?

    package init() {}
}

/// The kernel's mitigations: after an upgrade often the cause of other figures.
package struct MitigationFacts: Codable, Sendable, Equatable {
    /// The value of `mitigations=` on the kernel's command line; nil if not given.
    package var setting: String?
    /// The kernel's words by fault, such as `Mitigation: Retpolines` under `spectre_v2`.
    ///
    /// Faults that this processor does not have are left out.
    package var states: [String: String]

    package init(setting: String? = nil, states: [String: String] = [:]) {
        self.setting = setting
        self.states = states
    }
}

/// Virtual machine and container, distinguished: one may hide in the other.
package struct VirtualizationFacts: Codable, Sendable, Equatable {
    /// Whether the CPU's hypervisor flag (or the firmware's name) shows a virtual machine.
    ///
    /// nil if not readable. `false` means no sign of one: a hypervisor may hide itself.
    package var isVirtualMachine: Bool?
    /// `kvm`, `vmware`, `xen`, `microsoft` and the like, where it can be determined.
    package var hypervisor: String?
    /// `docker`, `podman`, `lxc`, `kubernetes`, `container` and the like; nil means no sign of one.
    package var container: String?

    package init() {}
}

/// Limits of the control group this process runs in, the tightest among its ancestors.
package struct CgroupFacts: Codable, Sendable, Equatable {
    /// 1 or 2; nil if no hierarchy is mounted.
    package var version: Int?
    /// CPU time per wall time, in cores; nil means no quota.
    package var cpuQuotaCores: Double?
    /// CPUs that the cpuset allows; nil means no restriction seen.
    package var cpusetCPUs: Int?
    /// nil means no limit.
    package var memoryLimitBytes: Int?

    package init() {}
}
