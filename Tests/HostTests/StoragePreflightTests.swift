import Host
import Model
import Testing

struct StoragePreflightTests {
    static let gibibyte = 1 << 30

    private func storage(
        type: String = "ext4", options: [String] = ["rw"], total: Int? = 100 * gibibyte,
        available: Int? = 50 * gibibyte, deviceClass: DeviceClass = .localNVMe
    ) -> StorageFacts {
        StorageFacts(
            path: "/srv/chain",
            filesystem: .init(
                type: type, source: "/dev/x", mountPoint: "/srv", options: options,
                totalBytes: total, availableBytes: available),
            devices: [.init(name: "nvme0n1", kind: "disk", reportedModel: "Fast SSD")],
            deviceClass: deviceClass)
    }

    private func ids(_ findings: [Finding]) -> [String] { findings.map(\.id) }

    @Test
    func findsNothingOnALocalDiskWithSpace() {
        #expect(StoragePreflight.findings(storage(), requiredBytes: Self.gibibyte).isEmpty)
    }

    @Test(arguments: [
        ("tmpfs", DeviceClass.memory, "storage.filesystem-in-memory"),
        ("ramfs", .memory, "storage.filesystem-in-memory"),
        ("ext4", .memory, "storage.filesystem-in-memory"),
        ("overlay", .unknown, "storage.filesystem-overlay"),
    ])
    func refusesMemoryAndOverlayUnlessAllowed(
        type: String, deviceClass: DeviceClass, id: String
    ) throws {
        let storage = storage(type: type, deviceClass: deviceClass)
        let refused = StoragePreflight.findings(storage, requiredBytes: 1)
        #expect(ids(refused) == [id])
        #expect(refused.map(\.severity) == [.blocking])
        #expect(refused.first?.seen.contains("/srv/chain (\(type) on /srv") == true)
        #expect(refused.first?.remedy.contains("--allow-any-filesystem") == true)
        let unused = StoragePreflight.findings(storage, requiredBytes: 0)
        #expect(unused.map(\.severity) == [.advisory])
        let allowed = StoragePreflight.findings(
            storage, requiredBytes: 1, allowAnyFilesystem: true)
        #expect(ids(allowed) == [id])
        #expect(allowed.map(\.severity) == [.advisory])
    }

    @Test(arguments: ["proc", "sysfs", "cgroup2", "debugfs"])
    func filesThatTheKernelMakesUpAreRefusedWhateverIsAllowed(type: String) {
        let findings = StoragePreflight.findings(
            storage(type: type, total: nil, available: nil, deviceClass: .unknown),
            requiredBytes: 1, allowAnyFilesystem: true)
        #expect(ids(findings) == ["storage.filesystem-pseudo"])
        #expect(findings.map(\.severity) == [.blocking])
    }

    @Test(arguments: [
        (DeviceClass.network, "storage.network", Finding.Severity.advisory),
        (.virtualDisk, "storage.hidden-device", .note), (.unknown, "storage.hidden-device", .note),
    ])
    func tellsOfStorageWhoseFiguresNeedCare(
        deviceClass: DeviceClass, id: String, severity: Finding.Severity
    ) {
        let findings = StoragePreflight.findings(
            storage(deviceClass: deviceClass), requiredBytes: 1)
        #expect(ids(findings) == [id])
        #expect(findings.map(\.severity) == [severity])
        #expect(findings.first?.seen.contains("nvme0n1 [Fast SSD]") == true)
    }

    @Test
    func refusesAReadOnlyFileSystemOnlyWhenItWrites() {
        let storage = storage(options: ["rw", "ro"])
        #expect(ids(StoragePreflight.findings(storage, requiredBytes: 1)) == ["storage.read-only"])
        #expect(StoragePreflight.findings(storage, requiredBytes: 0).isEmpty)
    }

    /// Required, size of the file system and margin, in bytes: each part of the margin rules once.
    @Test(arguments: [
        (1 << 30, 10 << 30, 2 << 30),
        (1 << 30, 100 << 30, 5 << 30),
        (100 << 30, 150 << 30, 10 << 30),
    ])
    func keepsTheLargestOfThreeMargins(required: Int, total: Int, margin: Int) {
        #expect(FreeSpaceMargin.standard.bytes(required: required, filesystem: total) == margin)
        let enough = storage(total: total, available: required + margin)
        #expect(StoragePreflight.findings(enough, requiredBytes: required).isEmpty)
        let short = storage(total: total, available: required + margin - 1)
        let findings = StoragePreflight.findings(
            short, requiredBytes: required, allowAnyFilesystem: true)
        #expect(ids(findings) == ["storage.no-space"])
        #expect(findings.map(\.severity) == [.blocking])
    }

    @Test
    func saysWhenTheFileSystemIsSmallerThanTheMargin() {
        let small = storage(total: Self.gibibyte, available: Self.gibibyte)
        let finding = StoragePreflight.findings(small, requiredBytes: 1 << 20).first
        #expect(
            finding?.seen.hasSuffix(
                "the run needs 1 MiB and leaves 2 GiB free; the whole file system has 1 GiB "
                    + "and can never hold that") == true)
        #expect(finding?.remedy.contains("larger file system") == true)
    }

    @Test
    func admitsThatFreeSpaceIsUnknown() {
        let findings = StoragePreflight.findings(
            storage(total: nil, available: nil), requiredBytes: Self.gibibyte)
        #expect(ids(findings) == ["storage.space-unknown"])
        #expect(findings.map(\.severity) == [.advisory])
    }

    @Test
    func anAbsurdRequestIsRefusedAndDoesNotTrap() {
        let findings = StoragePreflight.findings(storage(), requiredBytes: .max)
        #expect(ids(findings) == ["storage.no-space"])
    }

    @Test
    func blockingFindingsComeFirst() {
        let findings = StoragePreflight.findings(
            storage(type: "nfs", available: 0, deviceClass: .network),
            requiredBytes: Self.gibibyte)
        #expect(ids(findings) == ["storage.no-space", "storage.network"])
    }
}
