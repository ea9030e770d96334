import Foundation
import Host
import Model
import Testing

struct StorageReaderTests {
    static let nvme = "/sys/devices/pci0000:00/0000:01:00.0/nvme/nvme0/nvme0n1"
    static let nvme1 = "/sys/devices/pci0000:00/0000:02:00.0/nvme/nvme1/nvme1n1"

    private func machine(mounts: String) throws -> TemporaryTree {
        let machine = try TemporaryTree()
        try machine.write("/proc/self/mountinfo", mounts + "\n")
        return machine
    }

    private func addNVMe(_ machine: TemporaryTree, transport: String = "pcie") throws {
        for (disk, controller, number) in [
            (Self.nvme, "nvme0", "259:0"), (Self.nvme1, "nvme1", "259:4"),
        ] {
            try machine.blockDevice(
                disk, number: number, sectors: 4_000_000, model: "Fast SSD 2TB   ")
            try machine.write("/sys/class/nvme/\(controller)/transport", transport + "\n")
        }
        try machine.blockDevice(
            Self.nvme + "/nvme0n1p2", number: "259:2", sectors: 3_000_000, partition: 2)
        try machine.blockDevice(
            Self.nvme1 + "/nvme1n1p2", number: "259:6", sectors: 3_000_000, partition: 2)
    }

    @Test
    func followsAPartitionToItsNVMeDisk() throws {
        let machine = try machine(mounts: "27 1 259:2 / / rw - ext4 /dev/nvme0n1p2 rw,discard")
        try addNVMe(machine)
        let facts = try machine.storageReader(
            major: 259, minor: 2, totalBytes: 100, availableBytes: 50
        ).facts(path: "/srv/chain")
        #expect(facts.path == "/srv/chain")
        #expect(facts.filesystem.type == "ext4")
        #expect(facts.filesystem.options == ["rw", "discard"])
        #expect(facts.filesystem.availableBytes == 50)
        #expect(facts.devices.map(\.name) == ["nvme0n1p2", "nvme0n1"])
        #expect(facts.devices.map(\.kind) == ["partition", "disk"])
        #expect(facts.devices.map(\.sizeBytes) == [3_000_000 * 512, 4_000_000 * 512])
        #expect(facts.devices.last?.reportedModel == "Fast SSD 2TB")
        #expect(facts.devices.last?.reportedRotational == false)
        #expect(facts.devices.last?.transport == "nvme")
        #expect(facts.deviceClass == .localNVMe)
    }

    @Test(arguments: [("tcp", "nvme-tcp"), ("rdma", "nvme-rdma"), ("fc", "nvme-fc")])
    func tellsNVMeOverAFabric(transport: String, expected: String) throws {
        let machine = try machine(mounts: "27 1 259:2 / / rw - ext4 /dev/nvme0n1p2 rw")
        try addNVMe(machine, transport: transport)
        let facts = try machine.storageReader(major: 259, minor: 2).facts(path: "/")
        #expect(facts.devices.last?.transport == expected)
        #expect(facts.deviceClass == .network)
    }

    @Test
    func looksAtEveryControllerOfAMultipathNamespace() throws {
        let machine = try machine(mounts: "27 1 259:1 / / rw - xfs /dev/nvme0n1 rw")
        let subsystem = "/sys/devices/virtual/nvme-subsystem/nvme-subsys0"
        try machine.blockDevice(subsystem + "/nvme0n1", number: "259:1", model: "Array")
        for (controller, transport) in [("nvme0", "pcie"), ("nvme1", "tcp")] {
            let place = "/sys/devices/pci0000:00/\(controller)"
            try machine.write(place + "/transport", transport + "\n")
            try machine.link("\(subsystem)/\(controller)", to: place)
            try machine.link("/sys/class/nvme/\(controller)", to: place)
        }
        let facts = try machine.storageReader(major: 259, minor: 1).facts(path: "/")
        #expect(facts.devices.map(\.transport) == ["nvme-tcp"])
        #expect(facts.deviceClass == .network)
    }

    @Test
    func followsLUKSOnAMirrorToBothDisks() throws {
        let machine = try machine(mounts: "27 1 253:0 / /data rw - ext4 /dev/mapper/chain rw")
        try addNVMe(machine)
        let virtual = "/sys/devices/virtual/block"
        try machine.blockDevice(
            virtual + "/md0", number: "9:0",
            slaves: [Self.nvme + "/nvme0n1p2", Self.nvme1 + "/nvme1n1p2"])
        try machine.blockDevice(virtual + "/dm-0", number: "253:0", slaves: [virtual + "/md0"])
        let facts = try machine.storageReader(major: 253, minor: 0).facts(path: "/data/node")
        #expect(
            facts.devices.map(\.name) == [
                "dm-0", "md0", "nvme0n1p2", "nvme0n1", "nvme1n1p2", "nvme1n1",
            ])
        #expect(facts.filesystem.source == "/dev/dm-0")
        #expect(facts.devices.prefix(2).map(\.kind) == ["device-mapper", "raid"])
        #expect(facts.deviceClass == .localNVMe)
    }

    @Test
    func theWeakestLegOfAMirrorDecides() throws {
        let machine = try machine(mounts: "27 1 9:0 / / rw - ext4 /dev/md0 rw")
        try addNVMe(machine)
        let disk = "/sys/devices/pci0000:00/0000:00:17.0/ata1/host0/target0:0:0/0:0:0:0/block/sda"
        try machine.blockDevice(
            disk, number: "8:0", rotational: "1", model: "ST4000NM", vendor: "ATA")
        try machine.blockDevice(
            "/sys/devices/virtual/block/md0", number: "9:0", slaves: [Self.nvme, disk])
        let facts = try machine.storageReader(major: 9, minor: 0).facts(path: "/")
        #expect(facts.devices.last?.transport == "ata")
        #expect(facts.devices.last?.reportedModel == "ST4000NM")
        #expect(facts.deviceClass == .rotating)
    }

    @Test
    func readsAVirtioDiskAsVirtualWhateverItReports() throws {
        let machine = try machine(mounts: "27 1 254:0 / / rw - ext4 /dev/vda rw")
        let disk = "/sys/devices/pci0000:00/0000:00:02.0/virtio1/block/vda"
        try machine.blockDevice(disk, number: "254:0", rotational: "1", vendor: "0x0000")
        let facts = try machine.storageReader(major: 254, minor: 0).facts(path: "/")
        #expect(facts.devices.map(\.transport) == ["virtio"])
        #expect(facts.devices.first?.reportedModel == nil)
        #expect(facts.devices.first?.reportedRotational == true)
        #expect(facts.deviceClass == .virtualDisk)
    }

    @Test
    func followsALoopDeviceIntoItsFile() throws {
        let machine = try machine(
            mounts: """
                27 1 259:2 / / rw - ext4 /dev/nvme0n1p2 rw
                28 27 7:0 / /mnt/image rw - ext4 /dev/loop0 rw
                """)
        try addNVMe(machine)
        let loop = "/sys/devices/virtual/block/loop0"
        try machine.blockDevice(loop, number: "7:0")
        try machine.write(loop + "/loop/backing_file", "/var/images/disk.img\n")
        let reader = StorageReader(root: machine.root) { path, toWrite throws(StorageError) in
            let isInside = path.hasPrefix("/mnt/image")
            // The directory of the backing file belongs to somebody else.
            if toWrite, !isInside { throw .notPermitted(path: path) }
            return PathFacts(
                absolutePath: path, major: isInside ? 7 : 259, minor: isInside ? 0 : 2)
        }
        let facts = try reader.facts(path: "/mnt/image")
        #expect(facts.devices.map(\.name) == ["loop0", "nvme0n1p2", "nvme0n1"])
        #expect(facts.devices.first?.kind == "loop")
        #expect(facts.deviceClass == .localNVMe)
    }

    @Test
    func findsEveryDeviceOfABtrfsByItsSource() throws {
        let machine = try machine(mounts: "27 1 0:25 /@ / rw - btrfs /dev/mapper/pool rw,subvol=/@")
        try addNVMe(machine)
        let mapper = "/sys/devices/virtual/block/dm-3"
        try machine.blockDevice(mapper, number: "253:3", slaves: [Self.nvme])
        try machine.write(mapper + "/dm/name", "pool\n")
        for name in ["dm-3", "nvme1n1"] {
            try machine.link(
                "/sys/fs/btrfs/uuid/devices/\(name)", to: "/sys/class/block/\(name)")
        }
        // btrfs shows each subvolume under a device number that no mount has.
        let facts = try machine.storageReader(major: 0, minor: 31).facts(path: "/srv")
        #expect(facts.devices.map(\.name) == ["dm-3", "nvme0n1", "nvme1n1"])
        #expect(facts.deviceClass == .localNVMe)
    }

    @Test
    func seesNoDeviceBehindAnOverlay() throws {
        let reader = StorageReader(root: Fixture.root("container-cgroup2")) {
            path, _ throws(StorageError) in PathFacts(absolutePath: path, major: 0, minor: 57)
        }
        let facts = try reader.facts(path: "/root")
        #expect(facts.filesystem.isOverlay)
        #expect(facts.devices.isEmpty)
        #expect(facts.deviceClass == .unknown)
    }

    @Test
    func findsTheVolumeOfAContainerByItsBindMount() throws {
        let reader = StorageReader(root: Fixture.root("container-cgroup2")) {
            path, _ throws(StorageError) in PathFacts(absolutePath: path, major: 8, minor: 1)
        }
        let facts = try reader.facts(path: "/data/chains")
        #expect(facts.filesystem.mountPoint == "/data")
        #expect(facts.filesystem.source == "/dev/sda1")
        #expect(facts.deviceClass == .unknown)
    }

    @Test
    func theDeviceDecidesBetweenAMountAndOneHiddenBelowIt() throws {
        let table = MountTable(
            """
            1 0 8:1 / / rw - ext4 /dev/sda1 rw
            2 1 8:2 / /srv/node rw - ext4 /dev/sdb1 rw
            3 1 8:3 / /srv rw - xfs /dev/sdc1 rw
            4 1 8:4 / /srv/two\\040words rw - ext4 /dev/sdd1 rw
            5 1 8:5 / /srv/two\\040words rw - xfs /dev/sde1 rw
            """)
        #expect(table.entry(holding: "/srv/node/db", major: 8, minor: 3)?.source == "/dev/sdc1")
        #expect(table.entry(holding: "/srv/node/db", major: 8, minor: 2)?.source == "/dev/sdb1")
        #expect(table.entry(holding: "/srv/nodes", major: 8, minor: 9)?.source == "/dev/sdc1")
        #expect(table.entry(holding: "/srv/two words", major: 8, minor: 9)?.source == "/dev/sde1")
        #expect(table.entry(holding: "/home", major: 8, minor: 1)?.mountPoint == "/")
        #expect(MountTable("").entry(holding: "/", major: 8, minor: 1) == nil)
    }

    @Test
    func garbageInSysfsGivesAnUnknownDevice() throws {
        let machine = try machine(mounts: "27 1 8:0 / / rw - ext4 /dev/sda rw")
        let disk = "/sys/devices/pci0000:00/host0/target0:0:0/0:0:0:0/block/sda"
        try machine.blockDevice(
            disk, number: "8:0", sectors: .max, rotational: "maybe", model: "  ")
        let facts = try machine.storageReader(major: 8, minor: 0).facts(path: "/")
        #expect(facts.devices == [.init(name: "sda", kind: "disk", transport: "scsi")])
        #expect(facts.deviceClass == .unknown)
    }

    @Test
    func aRingOfDevicesEnds() throws {
        let machine = try machine(mounts: "27 1 253:0 / / rw - ext4 /dev/dm-0 rw")
        let virtual = "/sys/devices/virtual/block"
        try machine.blockDevice(virtual + "/dm-0", number: "253:0", slaves: [virtual + "/dm-1"])
        try machine.blockDevice(virtual + "/dm-1", number: "253:1", slaves: [virtual + "/dm-0"])
        let facts = try machine.storageReader(major: 253, minor: 0).facts(path: "/")
        #expect(facts.devices.map(\.name) == ["dm-0", "dm-1"])
        #expect(facts.deviceClass == .unknown)
    }

    @Test
    func withoutAMountTableItSaysSo() throws {
        let machine = try TemporaryTree()
        #expect(throws: StorageError.mountNotFound(path: "/")) {
            try machine.storageReader(major: 8, minor: 0).facts(path: "/")
        }
    }

    @Test
    func aReplicatedDeviceIsNetworkStorageWhateverLiesBelow() throws {
        let machine = try machine(mounts: "27 1 147:0 / / rw - ext4 /dev/drbd0 rw")
        try addNVMe(machine)
        try machine.blockDevice(
            "/sys/devices/virtual/block/drbd0", number: "147:0", slaves: [Self.nvme])
        let facts = try machine.storageReader(major: 147, minor: 0).facts(path: "/")
        #expect(facts.devices.map(\.name) == ["drbd0", "nvme0n1"])
        #expect(facts.deviceClass == .network)
    }

    @Test(arguments: [
        ("//server/share", "(remote)"), ("10.0.0.1:/export", "(remote)"),
        ("user@host:", "(remote)"), ("/dev/mapper/myhost--vg-root", "/dev/(device)"),
        ("/dev/sda1", "/dev/sda1"),
        ("tank/chain", "tank/chain"), ("tmpfs", "tmpfs"),
    ])
    func namesNoServerAndNoUser(source: String, shown: String) throws {
        let machine = try machine(
            mounts:
                "27 1 0:40 / / rw,noatime - cifs \(source) rw,username=bob,addr=10.0.0.1,vers=3.1")
        let filesystem = try machine.storageReader(major: 0, minor: 40).facts(path: "/").filesystem
        #expect(filesystem.source == shown)
        #expect(filesystem.options == ["rw", "noatime", "vers=3.1"])
    }
}
