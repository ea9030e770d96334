import Model

/// CPU features that a hypervisor hides, and the setting that shows them again.
enum HiddenFeaturesRule {
    /// What every server CPU has since Intel Haswell (2013) and AMD Excavator and Zen.
    ///
    /// - Source: Intel ARK and AMD64 Architecture Programmer's Manual volume 3, appendix D.
    private static let everywhere = ["aes", "avx2"]

    static func findings(_ examination: PreflightInput) -> [Finding] {
        let cpu = examination.host.cpu
        guard examination.host.virtualization.isVirtualMachine == true,
            cpu.architecture == "x86_64", CPUInfo(text(examination)).flags != nil
        else { return [] }
        var expected = everywhere
        // Every Zen has SHA instructions; Intel's server line only since Ice Lake.
        if let model = cpu.model, model.contains("EPYC") || model.contains("Ryzen") {
            expected.append("sha_ni")
        }
        let hidden = expected.filter { !cpu.features.contains($0) }
        guard !hidden.isEmpty else { return [] }
        let names = hidden.map { ["aes": "AES", "avx2": "AVX2", "sha_ni": "SHA"][$0] ?? $0 }
        return [
            Finding(
                .cpuHiddenFeatures, .advisory,
                seen:
                    "this virtual machine does not show the CPU's \(names.joined(separator: ", "))"
                    + " instructions (model: \(cpu.model ?? "unknown"))",
                matters: "hashing, signatures and the encryption of connections fall back to code "
                    + "that is several times slower, although the CPU could do better",
                remedy: remedy(hypervisor: examination.host.virtualization.hypervisor))
        ]
    }

    private static func text(_ examination: PreflightInput) -> String {
        examination.tree.text("/proc/cpuinfo") ?? ""
    }

    /// - Source: libvirt "Domain XML format", cpu mode; Proxmox VE Administration Guide, "CPU
    ///   Type"; VMware KB 1003212 (EVC); Microsoft `Set-VMProcessor`; Xen xl.cfg(5), cpuid.
    private static func remedy(hypervisor: String?) -> String {
        switch hypervisor {
        case "kvm", "qemu":
            "on the hypervisor, then stop and start the machine: libvirt <cpu "
                + "mode='host-passthrough'/>; Proxmox qm set ID --cpu host; OpenStack "
                + "cpu_mode=host-passthrough. A rented machine: ask the provider for that"
        case "vmware":
            "in vCenter raise the cluster's EVC mode (or switch EVC off), raise the machine's "
                + "hardware version, then power it off and on"
        case "microsoft":
            "on the Hyper-V host, machine off: Set-VMProcessor NAME "
                + "-CompatibilityForMigrationEnabled $false"
        case "xen":
            "on the Xen host take the masking cpuid= line out of the domain's configuration "
                + "(XCP-ng: level the pool by its newest CPUs), then start it anew"
        default:
            "set the virtual machine's CPU type to that of the host, or ask the provider for it"
        }
    }
}
