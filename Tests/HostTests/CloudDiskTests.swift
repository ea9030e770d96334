import Host
import Model
import Testing

/// Whole machines of clouds and networks, from the path down to the leaf, as their drivers lay
/// sysfs out.
struct CloudDiskTests {
    struct Machine: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// The disk's directory in sysfs.
        let disk: String
        var model: String?
        var vendor: String?
        var rotational = "0"
        var controller: String?
        /// DMI's vendor and product, and the hypervisor flag of the processor.
        var firmware: (vendor: String, product: String)?
        var isVirtual = true
        let transport: String
        let expected: DeviceClass
        var finding: String?
    }

    private static let nvme = "/sys/devices/pci0000:00/0000:00:1f.0/nvme/nvme0/nvme0n1"
    private static let virtioSCSI =
        "/sys/devices/pci0000:00/0000:00:05.0/virtio3/host2/target2:0:0/2:0:0:1/block/sda"

    static let machines: [Machine] = [
        .init(
            testDescription: "AWS Nitro, EBS", disk: nvme, model: "Amazon Elastic Block Store",
            controller: "pcie", firmware: ("Amazon EC2", "m7i.large"), transport: "nvme",
            expected: .network, finding: "storage.network"),
        .init(
            testDescription: "AWS Nitro, instance store", disk: nvme,
            model: "Amazon EC2 NVMe Instance Storage", controller: "pcie",
            firmware: ("Amazon EC2", "i4i.large"), transport: "nvme", expected: .localNVMe),
        .init(
            testDescription: "AWS bare metal, EBS", disk: nvme,
            model: "Amazon Elastic Block Store", controller: "pcie",
            firmware: ("Amazon EC2", "m7i.metal-24xl"), isVirtual: false, transport: "nvme",
            expected: .network, finding: "storage.network"),
        .init(
            testDescription: "Google, persistent disk on SCSI", disk: virtioSCSI,
            model: "PersistentDisk", vendor: "Google", firmware: ("Google", "Google"),
            transport: "virtio", expected: .network, finding: "storage.network"),
        .init(
            testDescription: "Google, persistent disk on NVMe", disk: nvme, model: "nvme_card-pd",
            controller: "pcie", firmware: ("Google", "Google"), transport: "nvme",
            expected: .network, finding: "storage.network"),
        .init(
            testDescription: "Google, local SSD", disk: nvme, model: "nvme_card0",
            controller: "pcie", firmware: ("Google", "Google"), transport: "nvme",
            expected: .localNVMe),
        .init(
            testDescription: "Azure, SCSI: remote and local disks bear one name",
            disk: "/sys/devices/LNXSYSTM:00/LNXSYBUS:00/ACPI0004:00/VMBUS:00/"
                + "f8b3781a-1e82-4818-a1c3-63d806ec15bb/host0/target0:0:0/0:0:0:0/block/sda",
            model: "Virtual Disk", vendor: "Msft", rotational: "1",
            firmware: ("Microsoft Corporation", "Virtual Machine"), transport: "hyperv",
            expected: .virtualDisk, finding: "storage.hidden-device"),
        .init(
            testDescription: "Azure, NVMe remote", disk: nvme, model: "MSFT NVMe Accelerator v1.0",
            controller: "pcie", firmware: ("Microsoft Corporation", "Virtual Machine"),
            transport: "nvme", expected: .network, finding: "storage.network"),
        .init(
            testDescription: "DigitalOcean, volume", disk: virtioSCSI, model: "Volume",
            vendor: "DO", rotational: "1", firmware: ("DigitalOcean", "Droplet"),
            transport: "virtio", expected: .network, finding: "storage.network"),
        .init(
            testDescription: "Hetzner, volume", disk: virtioSCSI, model: "Volume", vendor: "HC",
            rotational: "1", firmware: ("Hetzner", "vServer"), transport: "virtio",
            expected: .network, finding: "storage.network"),
        .init(
            testDescription: "Hetzner, the server's own disk", disk: virtioSCSI,
            model: "QEMU HARDDISK", vendor: "QEMU", rotational: "1",
            firmware: ("Hetzner", "vServer"), transport: "virtio", expected: .virtualDisk,
            finding: "storage.hidden-device"),
        .init(
            testDescription: "DigitalOcean, the droplet's own disk",
            disk: "/sys/devices/pci0000:00/0000:00:07.0/virtio4/block/vda", vendor: "0x1af4",
            rotational: "1", firmware: ("DigitalOcean", "Droplet"), transport: "virtio",
            expected: .virtualDisk, finding: "storage.hidden-device"),
        .init(
            testDescription: "Oracle Cloud, iSCSI volume",
            disk: "/sys/devices/platform/host2/session1/target2:0:0/2:0:0:1/block/sdb",
            model: "BlockVolume", vendor: "ORACLE", firmware: ("QEMU", "Standard PC"),
            transport: "iscsi", expected: .network, finding: "storage.network"),
        .init(
            testDescription: "a rented server with an iSCSI volume",
            disk: "/sys/devices/platform/host6/session1/target6:0:0/6:0:0:1/block/sdb",
            model: "disk", vendor: "LIO-ORG", isVirtual: false, transport: "iscsi",
            expected: .network, finding: "storage.network"),
        .init(
            testDescription: "NVMe over TCP",
            disk: "/sys/devices/virtual/nvme-fabrics/ctl/nvme0/nvme0n1",
            model: "Samsung SSD 990 PRO 2TB", controller: "tcp", isVirtual: false,
            transport: "nvme-tcp", expected: .network, finding: "storage.network"),
        .init(
            testDescription: "a virtual machine with an NVMe disk of an unknown name", disk: nvme,
            model: "ACME NVMe", controller: "pcie", firmware: ("QEMU", "Standard PC"),
            transport: "nvme", expected: .virtualDisk, finding: "storage.hidden-device"),
        .init(
            testDescription: "a rented server", disk: nvme, model: "SAMSUNG MZQL21T9HCJR-00A07",
            controller: "pcie", isVirtual: false, transport: "nvme", expected: .localNVMe),
    ]

    @Test(arguments: machines)
    func isToldApartFromThePathToTheLeaf(_ machine: Machine) throws {
        let tree = try TemporaryTree()
        try tree.write("/proc/self/mountinfo", "27 1 8:1 / / rw - ext4 /dev/root rw\n")
        try tree.write(
            "/proc/cpuinfo",
            "processor\t: 0\nflags\t\t: fpu\(machine.isVirtual ? " hypervisor" : "") sse2\n")
        if let firmware = machine.firmware {
            try tree.write("/sys/class/dmi/id/sys_vendor", firmware.vendor + "\n")
            try tree.write("/sys/class/dmi/id/product_name", firmware.product + "\n")
        }
        try tree.blockDevice(
            machine.disk, number: "8:0", rotational: machine.rotational, model: machine.model,
            vendor: machine.vendor)
        let name = machine.disk.split(separator: "/").last.map(String.init) ?? ""
        let partition = name.hasPrefix("nvme") ? name + "p1" : name + "1"
        try tree.blockDevice(machine.disk + "/" + partition, number: "8:1", partition: 1)
        if let transport = machine.controller {
            try tree.write("/sys/class/nvme/nvme0/transport", transport + "\n")
        }
        let facts = try tree.storageReader(major: 8, minor: 1, availableBytes: 1 << 40)
            .facts(path: "/srv")
        #expect(facts.devices.map(\.name) == [partition, name])
        #expect(facts.devices.last?.transport == machine.transport)
        #expect(facts.deviceClass == machine.expected)
        // What the kernel says is kept as it says it, whatever it is worth.
        #expect(facts.devices.last?.reportedRotational == (machine.rotational == "1"))
        #expect(
            StoragePreflight.findings(facts, requiredBytes: 1).map(\.id)
                == [machine.finding].compactMap(\.self))
    }
}
