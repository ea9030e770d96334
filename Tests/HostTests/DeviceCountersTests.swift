import Host
import Testing

/// What a block device says it has done.
struct DeviceCountersTests {
    /// A virtio disk of a machine with Linux 6.18, 17 fields.
    private static let stat =
        "  120304    28415  5211042    33480   903114  1209301  61382104   902114        0"
        + "   310080   989811        0        0        0        0   201882    54217\n"

    @Test func everyFieldIsInItsPlace() {
        #expect(
            DeviceCounters(Self.stat)
                == DeviceCounters(
                    reads: 120_304, readBytes: 5_211_042 * 512, writes: 903_114,
                    writtenBytes: 61_382_104 * 512, busyMilliseconds: 310_080,
                    flushes: 201_882))
    }

    @Test func kernelsBeforeFlushesWereCountedAreRead() {
        let old = Self.stat.split(separator: " ").prefix(11).joined(separator: " ")
        let counters = DeviceCounters(old)
        #expect(counters?.reads == 120_304)
        #expect(counters?.flushes == nil)
    }

    @Test(arguments: ["", "1 2 3", "a b c d e f g h i j k"])
    func whatIsNoStatIsNone(text: String) {
        #expect(DeviceCounters(text) == nil)
    }

    @Test func aDifferenceKnowsNoFlushesWhereOneSideDoesNot() {
        let later = DeviceCounters(reads: 5, flushes: 3)
        #expect((later - DeviceCounters(reads: 2, flushes: 1)).flushes == 2)
        #expect((later - DeviceCounters(reads: 2)).flushes == nil)
        #expect((later - DeviceCounters(reads: 2)).reads == 3)
    }

    @Test func aFilesystemWithoutADeviceHasNoMeter() {
        #expect(DeviceMeter(major: 0, minor: 37) == nil)
    }

    /// `losetup` makes them so, and their counters rise whatever answers.
    @Test func aLoopDeviceThatReadsThroughThePageCacheIsSeenThroughWhatLiesOnIt() throws {
        let machine = try TemporaryTree()
        let (loop, mapped) = (
            "/sys/devices/virtual/block/loop3", "/sys/devices/virtual/block/dm-0"
        )
        try machine.blockDevice(loop, number: "7:3")
        try machine.blockDevice(loop + "/loop3p1", number: "259:0", partition: 1)
        try machine.blockDevice(mapped, number: "253:0", slaves: [loop + "/loop3p1"])
        for directory in [loop, loop + "/loop3p1", mapped] {
            try machine.write(directory + "/stat", Self.stat)
        }
        func loops() -> [String?] {
            [(7, 3), (259, 0), (253, 0)].map {
                DeviceMeter(major: $0.0, minor: $0.1, tree: machine.tree)?.cachingLoop
            }
        }
        #expect(loops() == [nil, nil, nil])
        try machine.write(loop + "/loop/dio", "0\n")
        #expect(loops() == ["loop3", "loop3", "loop3"])
        try machine.write(loop + "/loop/dio", "1\n")
        #expect(loops() == [nil, nil, nil])
    }

    @Test func aPartitionHasAMeterOfItsOwn() throws {
        let machine = try TemporaryTree()
        let disk = "/sys/devices/pci0000:00/0000:00:04.0/virtio1/block/vda"
        try machine.blockDevice(disk, number: "254:0")
        try machine.blockDevice(disk + "/vda1", number: "254:1", partition: 1)
        try machine.write(disk + "/stat", Self.stat)
        try machine.write(disk + "/vda1/stat", "7 0 16 0 9 0 24 0 0 0 0\n")
        let meter = try #require(DeviceMeter(major: 254, minor: 1, tree: machine.tree))
        #expect(
            meter.read()
                == DeviceCounters(reads: 7, readBytes: 8192, writes: 9, writtenBytes: 12_288))
        try machine.write(disk + "/queue/iostats", "1\n")
        #expect(!meter.saysOff)
        try machine.write(disk + "/queue/iostats", "0\n")
        #expect(DeviceMeter(major: 254, minor: 1, tree: machine.tree)?.saysOff == true)
        #expect(DeviceMeter(major: 254, minor: 0, tree: machine.tree)?.saysOff == true)
    }
}
