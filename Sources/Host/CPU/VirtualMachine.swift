/// Signs of a virtual machine, and the rule that reads them.
package struct VirtualMachineSigns: Sendable, Equatable {
    /// The x86 hypervisor flag; nil means this processor shows no such flag.
    package var cpuFlag: Bool?
    /// CPUID signature, such as `KVMKVMKVM`.
    package var cpuidSignature: String?
    /// /sys/class/dmi/id/sys_vendor.
    package var vendor: String?
    /// /sys/class/dmi/id/product_name.
    package var product: String?
    /// /sys/hypervisor/type.
    package var hypervisorType: String?
    /// The `compatible` of the device tree's hypervisor node, on arm64.
    package var deviceTreeHypervisor: String?
    /// Whether /proc/xen/capabilities names the control domain, which is the host itself.
    package var isXenControlDomain: Bool

    /// Makes the signs; what is not given was not seen.
    package init(
        cpuFlag: Bool? = nil, cpuidSignature: String? = nil, vendor: String? = nil,
        product: String? = nil, hypervisorType: String? = nil,
        deviceTreeHypervisor: String? = nil, isXenControlDomain: Bool = false
    ) {
        self.cpuFlag = cpuFlag
        self.cpuidSignature = cpuidSignature
        self.vendor = vendor
        self.product = product
        self.hypervisorType = hypervisorType
        self.deviceTreeHypervisor = deviceTreeHypervisor
        self.isXenControlDomain = isXenControlDomain
    }

    /// Reads the signs from a tree.
    package init(tree: SystemTree, cpuFlag: Bool?, cpuidSignature: String?) {
        self.init(
            cpuFlag: cpuFlag, cpuidSignature: cpuidSignature,
            vendor: tree.line("/sys/class/dmi/id/sys_vendor"),
            product: tree.line("/sys/class/dmi/id/product_name"),
            hypervisorType: tree.line("/sys/hypervisor/type"),
            deviceTreeHypervisor: tree.line(
                "/sys/firmware/devicetree/base/hypervisor/compatible"),
            isXenControlDomain: tree.line("/proc/xen/capabilities")?.contains("control_d") == true)
    }

    /// Whether this is a virtual machine; nil if there was nothing to tell it by.
    ///
    /// A cloud's name alone proves nothing on x86, where the same name stands on its bare-metal
    /// machines; a hypervisor program's name does, even when it hides the CPU flag.
    package var isVirtualMachine: Bool? {
        if isXenControlDomain { return false }
        if cpuFlag == true || hypervisorType != nil || deviceTreeHypervisor != nil { return true }
        if firmwareHypervisor != nil { return true }
        if cpuFlag == false { return false }
        guard vendor != nil || product != nil else { return nil }
        return firmwareCloud && product?.contains("metal") != true
    }

    /// The hypervisor's name; nil means no virtual machine, or it cannot be determined.
    package var hypervisor: String? {
        guard isVirtualMachine == true else { return nil }
        let signature = cpuidSignature.flatMap { Self.bySignature[$0] }
        let names = [
            hypervisorType,
            // KVM shows Microsoft's signature to please Windows; its firmware still names itself.
            signature == "microsoft" ? firmwareHypervisor : nil,
            signature,
            deviceTreeHypervisor.map { $0.contains("xen") ? "xen" : "kvm" },
            firmwareHypervisor,
            firmwareCloud ? "kvm" : nil,
        ]
        return names.lazy.compactMap(\.self).first
    }

    /// - Source: the hypervisors' CPUID leaf 0x40000000, as Linux names them in
    ///   arch/x86/kernel/cpu/{vmware,mshyperv}.c, include/asm/{kvm_para,xen/cpuid}.h and acrn.c.
    private static let bySignature = [
        "KVMKVMKVM": "kvm", "VMwareVMware": "vmware", "XenVMMXenVMM": "xen",
        "Microsoft Hv": "microsoft", "TCGTCGTCGTCG": "qemu", "VBoxVBoxVBox": "virtualbox",
        "bhyve bhyve": "bhyve", "ACRNACRNACRN": "acrn", "prl hyperv": "parallels",
    ]

    /// The hypervisor program that the firmware names; these names stand on no real machine.
    ///
    /// - Source: SMBIOS system vendor and product strings, as systemd-detect-virt(1) reads them.
    private var firmwareHypervisor: String? {
        let product = product ?? ""
        switch vendor ?? "" {
        case "QEMU", "KubeVirt": return "kvm"
        case "VMware, Inc.": return "vmware"
        case "innotek GmbH": return "virtualbox"
        case "Xen": return "xen"
        case "Parallels Software International Inc.", "Parallels International GmbH.":
            return "parallels"
        case "BHYVE": return "bhyve"
        // Microsoft's vendor name also stands on its own laptops.
        case "Microsoft Corporation": return product == "Virtual Machine" ? "microsoft" : nil
        default:
            if product == "KVM" || product.hasPrefix("Standard PC (") { return "kvm" }
            return product == "VirtualBox" ? "virtualbox" : nil
        }
    }

    /// Whether the firmware names a cloud that also rents whole machines; all run KVM by now.
    private var firmwareCloud: Bool {
        [
            "Amazon EC2", "Google", "DigitalOcean", "Hetzner", "OpenStack Foundation",
            "Alibaba Cloud",
        ]
        .contains(vendor ?? "")
    }
}
