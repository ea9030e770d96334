import Host
import Model
import Testing

struct StorageClassTests {
    struct Leaf: Sendable, CustomTestStringConvertible {
        let transport: String?
        let model: String?
        let isRotational: Bool?
        let expected: DeviceClass
        var testDescription: String { "\(transport ?? "-") \(model ?? "-")" }

        init(_ transport: String?, _ model: String?, _ isRotational: Bool?, _ expected: DeviceClass)
        {
            self.transport = transport
            self.model = model
            self.isRotational = isRotational
            self.expected = expected
        }
    }

    static let leaves: [Leaf] = [
        .init("nvme", "Samsung SSD 990 PRO 2TB", false, .localNVMe),
        .init("nvme", nil, nil, .localNVMe),
        .init("nvme", "Amazon Elastic Block Store", false, .network),
        .init("nvme", "Amazon EC2 NVMe Instance Storage", false, .localNVMe),
        .init("nvme", "nvme_card-pd", false, .network),
        .init("nvme", "nvme_card0", false, .localNVMe),
        .init("nvme", "MSFT NVMe Accelerator v1.0", false, .network),
        .init("nvme", "Microsoft NVMe Direct Disk v2", false, .localNVMe),
        .init("nvme", "Alibaba Cloud Elastic Block Storage", false, .network),
        .init("nvme", "QEMU NVMe Ctrl", false, .virtualDisk),
        .init("nvme-tcp", "Samsung SSD 990 PRO 2TB", false, .network),
        .init("virtio", nil, true, .virtualDisk),
        .init("virtio", "Google PersistentDisk", false, .network),
        .init("virtio", "HC Volume", true, .network),
        .init("virtio", "DO Volume", true, .network),
        .init("scsi", "ORACLE BlockVolume", true, .network),
        .init("xen", nil, false, .virtualDisk),
        .init("hyperv", "Msft Virtual Disk", false, .virtualDisk),
        .init("scsi", "VMware Virtual disk", false, .virtualDisk),
        .init("ata", "QEMU HARDDISK", true, .virtualDisk),
        .init("ata", "ST4000NM", true, .rotating),
        .init("ata", "Samsung SSD 870", false, .ssd),
        .init("scsi", "AVAGO MR9361", nil, .unknown),
        .init("usb", "Stick", false, .ssd),
        .init("iscsi", "LIO-ORG disk", false, .network),
        .init("virtio", "DO Volume", true, .network),
        .init("virtio", "HC Volume", true, .network),
        .init("virtio", "Linode Volume", true, .network),
        .init("virtio", "ORACLE BlockVolume", true, .network),
        .init("virtio", "QEMU QEMU HARDDISK", false, .virtualDisk),
        .init("scsi", "NUTANIX VDISK", false, .virtualDisk),
        .init("aoe", nil, false, .network), .init("rnbd", nil, false, .network),
        .init("fc", "NETAPP LUN", false, .network),
        .init("nbd", nil, false, .network), .init("rbd", nil, false, .network),
        .init("drbd", nil, false, .network), .init("zram", nil, false, .memory),
        .init("ram", nil, false, .memory), .init("loop", nil, false, .unknown),
        .init(nil, nil, false, .unknown),
    ]

    /// In a virtual machine only a documented name tells what stands behind it.
    @Test(arguments: [
        Leaf("nvme", "Samsung SSD 990 PRO 2TB", false, .virtualDisk),
        .init("nvme", "Some Cloud's Own Disk", false, .virtualDisk),
        .init("nvme", nil, nil, .virtualDisk),
        .init("nvme", "Amazon EC2 NVMe Instance Storage", false, .localNVMe),
        .init("nvme", "Amazon Elastic Block Store", false, .network),
        .init("nvme", "nvme_card0", false, .localNVMe),
        .init("nvme", "Microsoft NVMe Direct Disk v2", false, .localNVMe),
        .init("nvme-tcp", "Samsung SSD 990 PRO 2TB", false, .network),
        .init("scsi", "ACME disk", false, .virtualDisk),
        .init("ata", "Samsung SSD 870", true, .virtualDisk),
        .init("iscsi", "LIO-ORG disk", false, .network),
        .init("zram", nil, false, .memory),
    ])
    func aVirtualMachineMayShowAnything(_ leaf: Leaf) {
        let facts = BlockDeviceFacts(
            name: "x", kind: "disk", reportedModel: leaf.model,
            reportedRotational: leaf.isRotational, transport: leaf.transport)
        #expect(StorageClass.of(leaf: facts, isVirtualMachine: true) == leaf.expected)
    }

    @Test(arguments: leaves)
    func tellsWhatALeafIs(_ leaf: Leaf) {
        let facts = BlockDeviceFacts(
            name: "x", kind: "disk", reportedModel: leaf.model,
            reportedRotational: leaf.isRotational, transport: leaf.transport)
        #expect(StorageClass.of(leaf: facts) == leaf.expected)
    }

    @Test(arguments: [
        (
            "/sys/devices/pci0000:00/0000:00:05.0/virtio3/host2/target2:0:1/2:0:1:0/block/sda",
            "virtio"
        ),
        ("/sys/devices/LNXSYSTM:00/VMBUS:01/abcd/host0/target0:0:0/0:0:0:0/block/sda", "hyperv"),
        ("/sys/devices/platform/host6/session1/target6:0:0/6:0:0:1/block/sdb", "iscsi"),
        ("/sys/devices/pci0000:00/host7/rport-7:0-2/target7:0:0/7:0:0:1/block/sdc", "fc"),
        ("/sys/devices/pci0000:00/usb2/2-1/2-1:1.0/host8/target8:0:0/8:0:0:0/block/sdd", "usb"),
        ("/sys/devices/pci0000:00/0000:00:17.0/ata3/host2/target2:0:0/2:0:0:0/block/sde", "ata"),
        ("/sys/devices/pci0000:00/0000:02:00.0/host0/target0:2:0/0:2:0:0/block/sdf", "scsi"),
        ("/sys/devices/vbd-51712/block/xvda", "xen"),
        ("/sys/devices/virtual/block/zram0", "zram"), ("/sys/devices/virtual/block/ram0", "ram"),
        ("/sys/devices/virtual/block/nbd0", "nbd"), ("/sys/devices/virtual/block/rbd0", "rbd"),
        ("/sys/devices/virtual/block/rnbd0", "rnbd"),
        ("/sys/devices/virtual/block/etherd!e1.1", "aoe"),
        ("/sys/devices/virtual/block/drbd0", "drbd"), ("/sys/devices/virtual/block/dm-0", nil),
    ])
    func readsTheTransportFromThePath(path: String, transport: String?) throws {
        let machine = try TemporaryTree()
        #expect(BlockTransport(tree: machine.tree).name(disk: path) == transport)
    }

    @Test(arguments: [
        ([DeviceClass.localNVMe, .localNVMe], DeviceClass.localNVMe),
        ([.localNVMe, .ssd], .ssd), ([.ssd, .virtualDisk], .virtualDisk),
        ([.localNVMe, .unknown], .unknown), ([.unknown, .rotating], .rotating),
        ([.rotating, .network], .network), ([.localNVMe, .memory], .memory),
    ])
    func theWeakestLeafDecides(leaves: [DeviceClass], expected: DeviceClass) {
        #expect(StorageClass.weakest(leaves) == expected)
        #expect(StorageClass.weakest(leaves.reversed()) == expected)
    }

    @Test(arguments: [
        ("tmpfs", DeviceClass.memory), ("ramfs", .memory), ("nfs4", .network), ("cifs", .network),
        ("ceph", .network), ("fuse.glusterfs", .network), ("9p", .network),
        ("fuse.sshfs", .network), ("gpfs", .network), ("fuse.juicefs", .network),
        ("virtiofs", .virtualDisk), ("vboxsf", .virtualDisk), ("fuse.vmhgfs-fuse", .virtualDisk),
        ("overlay", .unknown),
        ("zfs", .unknown), ("btrfs", .unknown),
    ])
    func theFileSystemDecidesWhereItCan(type: String, expected: DeviceClass) {
        let filesystem = FilesystemFacts(type: type, source: "none", mountPoint: "/")
        #expect(StorageClass.of(filesystem: filesystem, leaves: []) == expected)
    }
}
