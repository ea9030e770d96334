import Host
import Model
import Testing

/// Mount options, fill and layers of the disk under test.
struct StorageFindingTests {
    private func visit(_ storage: StorageFacts) throws -> Visit {
        var visit = try Visit()
        visit.storage = storage
        return visit
    }

    @Test func findsNothingOnALocalDisk() throws {
        #expect(try visit(Visit.disk()).findings().isEmpty)
        #expect(try visit(Visit.disk(options: ["rw", "relatime"])).findings().isEmpty)
    }

    @Test(arguments: [
        ("ext4", ["rw", "noatime", "nobarrier"], FindingID.storageBarriersOff),
        ("ext4", ["rw", "noatime", "barrier=0"], .storageBarriersOff),
        ("xfs", ["rw", "noatime", "sync"], .storageSynchronousMount),
        ("ext4", ["rw", "noatime", "discard"], .storageDiscard),
        ("ext4", ["rw"], .storageAccessTimes),
    ])
    func tellsMountOptions(type: String, options: [String], id: FindingID) throws {
        var visit = try visit(Visit.disk(type: type, options: options))
        #expect(visit.findings().map(\.id) == [id.rawValue])
        let isNote = id == .storageDiscard || id == .storageAccessTimes
        #expect(visit.finding(id)?.severity == (isNote ? .note : .advisory))
        #expect(visit.finding(id)?.remedy.contains("sudo mount -o remount,") == true)
        visit.limits.isRoot = true
        #expect(visit.finding(id)?.remedy.hasPrefix("mount -o remount,") == true)
    }

    @Test func optionsThatAreFineElsewhere() throws {
        #expect(
            try visit(Visit.disk(type: "btrfs", options: ["rw", "noatime", "discard"]))
                .findings().isEmpty)
        #expect(
            try visit(Visit.disk(type: "overlay", options: ["rw"])).finding(.storageAccessTimes)
                == nil)
    }

    @Test(arguments: [(10 << 30, false), (9 << 30, true)])
    func tellsADiskThatIsNearlyFull(available: Int, isFound: Bool) throws {
        let finding = try visit(Visit.disk(available: available)).finding(.storageNearlyFull)
        #expect((finding != nil) == isFound)
        if isFound {
            #expect(finding?.seen == "/srv has 9 % free (9 GiB of 100 GiB)")
        }
    }

    @Test func tellsEncryption() throws {
        let visit = try visit(
            Visit.disk(devices: [
                .init(name: "dm-0", kind: "device-mapper"), .init(name: "sda", kind: "disk"),
            ]))
        try visit.tree.write("/sys/class/block/dm-0/dm/uuid", "LVM-abc\n")
        #expect(visit.finding(.storageEncrypted) == nil)
        try visit.tree.write("/sys/class/block/dm-0/dm/uuid", "CRYPT-LUKS2-abc-root\n")
        #expect(visit.finding(.storageEncrypted)?.seen == "dm-0 is encrypted (dm-crypt)")
    }

    @Test(
        arguments: [
            ("0", "idle", nil), ("1", "idle", "RAID md0 lacks 1 of its disks"),
            ("0", "resync", "RAID md0 is busy (resync)"),
        ] as [(String, String, String?)])
    func tellsARAIDThatIsNotItself(missing: String, action: String, seen: String?) throws {
        let visit = try visit(Visit.disk(devices: [.init(name: "md0", kind: "raid")]))
        try visit.tree.write("/sys/class/block/md0/md/degraded", missing + "\n")
        try visit.tree.write("/sys/class/block/md0/md/sync_action", action + "\n")
        #expect(visit.finding(.storageRAID)?.seen == seen)
    }

    @Test func whatBlocksComesFirst() throws {
        var visit = try visit(Visit.disk(options: ["ro", "nobarrier", "discard", "noatime"]))
        visit.intent.requiredBytes = 1
        let severities = visit.findings().map(\.severity)
        #expect(severities == [.blocking, .advisory, .note])
    }

    @Test func aDirectoryOfAnotherUserBlocks() {
        let finding = StoragePreflight.notPermitted(path: "/var/lib/kilt")
        #expect(finding.severity == .blocking)
        #expect(finding.seen.contains("/var/lib/kilt"))
    }
}
