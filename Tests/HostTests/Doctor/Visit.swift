import Foundation
import Host
import Model

/// One visit of the doctor to a machine that is built in code; by default nothing is amiss there.
struct Visit {
    let tree: TemporaryTree
    var host = HostFacts()
    var storage: StorageFacts?
    var profile: Profile?
    var intent = RunIntent()
    var limits = ProcessLimits()
    /// /proc/stat at the second reading; `nil` = as at the first.
    var laterStat: String?
    /// Devices behind the paths of other programs.
    var devices: [String: String] = [:]
    /// Devices behind paths as other programs see them; what is not given is not shown.
    var devicesOfProcesses: [String: Int] = [:]

    init() throws {
        tree = try TemporaryTree()
        host.cpu.logicalCPUs = 4
        host.cpu.allowedCPUs = 4
        host.memory.totalBytes = 16 << 30
    }

    /// What the doctor finds.
    func findings() -> [Finding] {
        let root = tree.root
        let laterStat = laterStat
        let devices = devices
        let devicesOfProcesses = devicesOfProcesses
        let reader = StorageReader(root: root) { path, toWrite throws(StorageError) in
            guard !toWrite, let number = devices[path].flatMap({ Int($0) }) else {
                throw .pathNotFound(path: path)
            }
            return PathFacts(absolutePath: path, major: 8, minor: number)
        } inspectProcess: { _, path in
            devicesOfProcesses[path].map { (8, $0) }
        }
        let doctor = Doctor(
            root: root, limits: limits, storageReader: reader,
            pause: { _ in
                guard let laterStat else { return }
                try? Data(laterStat.utf8).write(to: URL(fileURLWithPath: root + "/proc/stat"))
            })
        return doctor.findings(host: host, storage: storage, profile: profile, intent: intent)
    }

    /// The finding with this id; `nil` = there is none.
    func finding(_ id: FindingID) -> Finding? {
        findings().first { $0.id == id.rawValue }
    }

    /// A local disk with space, mounted with these options.
    static func disk(
        type: String = "ext4", options: [String] = ["rw", "noatime"], available: Int = 50 << 30,
        devices: [BlockDeviceFacts] = [.init(name: "nvme0n1", kind: "disk")]
    ) -> StorageFacts {
        StorageFacts(
            path: "/srv/chain",
            filesystem: FilesystemFacts(
                type: type, source: "/dev/nvme0n1", mountPoint: "/srv", options: options,
                totalBytes: 100 << 30, availableBytes: available),
            devices: devices, deviceClass: .localNVMe)
    }

    /// A profile that asks for one fact.
    static func profile(_ fact: Fact, _ limit: Requirement.Limit) -> Profile {
        Profile(
            id: "test-collator", title: "Test", network: "Test", role: "collator",
            status: .init(state: .current),
            requirements: [
                Requirement(
                    subject: .fact(fact), comparison: .equal, limit: limit, level: .required,
                    source: Source(document: "a test", revision: "1", date: "2026-01-01"))
            ])
    }
}
