import Host
import Testing

struct VirtualMachineTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let signs: VirtualMachineSigns
        let isVirtualMachine: Bool?
        let hypervisor: String?

        init(_ name: String, _ signs: VirtualMachineSigns, _ answer: Bool?, _ hypervisor: String?) {
            testDescription = name
            self.signs = signs
            isVirtualMachine = answer
            self.hypervisor = hypervisor
        }
    }

    static let cases: [Case] = [
        .init("nothing readable", .init(), nil, nil),
        .init("no flag", .init(cpuFlag: false), false, nil),
        .init("flag alone", .init(cpuFlag: true), true, nil),
        .init("KVM", .init(cpuFlag: true, cpuidSignature: "KVMKVMKVM"), true, "kvm"),
        .init(
            "KVM that shows Microsoft's signature",
            .init(cpuFlag: true, cpuidSignature: "Microsoft Hv", vendor: "QEMU"), true, "kvm"),
        .init(
            "Hyper-V",
            .init(
                cpuFlag: true, cpuidSignature: "Microsoft Hv", vendor: "Microsoft Corporation",
                product: "Virtual Machine"), true, "microsoft"),
        .init(
            "a Microsoft laptop",
            .init(cpuFlag: false, vendor: "Microsoft Corporation", product: "Surface"), false, nil),
        .init("a flag hidden from the guest", .init(cpuFlag: false, vendor: "QEMU"), true, "kvm"),
        .init(
            "QEMU without KVM", .init(cpuFlag: true, cpuidSignature: "TCGTCGTCGTCG"), true, "qemu"),
        .init("VMware", .init(cpuFlag: true, vendor: "VMware, Inc."), true, "vmware"),
        .init("VirtualBox", .init(cpuFlag: true, vendor: "innotek GmbH"), true, "virtualbox"),
        .init("Xen guest", .init(cpuFlag: true, hypervisorType: "xen"), true, "xen"),
        .init(
            "Xen's control domain", .init(hypervisorType: "xen", isXenControlDomain: true), false,
            nil),
        .init(
            "EC2 instance", .init(cpuFlag: true, vendor: "Amazon EC2", product: "c6i.4xlarge"),
            true, "kvm"),
        .init(
            "EC2 bare metal", .init(cpuFlag: false, vendor: "Amazon EC2", product: "c6i.metal"),
            false, nil),
        .init(
            "EC2 bare metal on Arm", .init(vendor: "Amazon EC2", product: "m6g.metal"), false, nil),
        .init("Arm server", .init(vendor: "GIGABYTE", product: "R152"), false, nil),
        .init("Arm guest", .init(deviceTreeHypervisor: "linux,kvm"), true, "kvm"),
    ]

    @Test(arguments: cases)
    func tellsGuestsFromRealMachines(_ row: Case) {
        #expect(row.signs.isVirtualMachine == row.isVirtualMachine)
        #expect(row.signs.hypervisor == row.hypervisor)
    }

    @Test(arguments: [
        ("/.dockerenv", "docker"), ("/run/.containerenv", "podman"),
        ("/run/secrets/kubernetes.io/token", "kubernetes"),
    ])
    func tellsContainersByTheirMarks(path: String, kind: String) throws {
        let machine = try TemporaryTree()
        try machine.write(path, "")
        #expect(Container.kind(tree: machine.tree) == kind)
    }

    @Test
    func believesTheContainerManagerBeforeOtherMarks() throws {
        let machine = try TemporaryTree()
        try machine.write("/.dockerenv", "")
        try machine.write("/run/systemd/container", "systemd-nspawn\n")
        #expect(Container.kind(tree: machine.tree) == "systemd-nspawn")
    }
}
