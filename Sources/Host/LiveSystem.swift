import CPlatform

/// What only system calls tell of the machine this process runs on; a captured tree has none of it.
package struct LiveSystem: Sendable, Equatable {
    /// Logical CPUs in this process's affinity mask; nil if unknown.
    package var allowedCPUs: Int?
    /// C library and version, such as `glibc 2.36`; nil if unknown.
    package var libc: String?
    /// The hypervisor's CPUID signature, such as `KVMKVMKVM`; nil means none.
    package var hypervisorSignature: String?
    /// The NUMA nodes by libnuma; nil if unknown.
    package var libnuma: NUMATopology?
    /// The architecture this program was built for; nil if unknown.
    package var architecture: String?

    /// Makes a system; what is not given is unknown.
    package init(
        allowedCPUs: Int? = nil, libc: String? = nil, hypervisorSignature: String? = nil,
        libnuma: NUMATopology? = nil, architecture: String? = nil
    ) {
        self.allowedCPUs = allowedCPUs
        self.libc = libc
        self.hypervisorSignature = hypervisorSignature
        self.libnuma = libnuma
        self.architecture = architecture
    }

    /// Asks the machine this process runs on.
    package static func current() -> LiveSystem {
        LiveSystem(
            allowedCPUs: AllowedCores.numbers()?.count, libc: CLibrary.version,
            hypervisorSignature: signature(), libnuma: .libnuma(),
            architecture: buildArchitecture)
    }

    private static func signature() -> String? {
        var bytes = [CChar](repeating: 0, count: 13)
        guard cplatform_hypervisor_signature(&bytes) == 1 else { return nil }
        return trimmed(String(decoding: bytes.map(UInt8.init(bitPattern:)), as: UTF8.self))
    }

    private static var buildArchitecture: String? {
        #if arch(x86_64)
            "x86_64"
        #elseif arch(arm64)
            "aarch64"
        #else
            nil
        #endif
    }
}
