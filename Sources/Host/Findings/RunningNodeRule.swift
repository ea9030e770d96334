import Model

/// A node that runs on the same machine: it and the measurement would spoil each other.
enum RunningNodeRule {
    static func findings(_ examination: PreflightInput) -> [Finding] {
        let nodes = NodeProcess.all(tree: examination.tree, besides: examination.limits.processID)
        return nodes.map { finding($0, examination) }
    }

    private static func finding(_ node: NodeProcess, _ examination: PreflightInput) -> Finding {
        let (disk, path) = disk(of: node, examination)
        let intent = examination.intent
        // What authors now has duties in seconds; what shares the disk, or may, makes both figures
        // false.
        let isHarmful = node.isAuthoring || disk == .underTest || disk == .unknown
        let isBlocking = isHarmful && !intent.besideNode
        // Whoever measures beside a node whose disk cannot be determined gets no disk verdict
        // either.
        let sharesDisk = disk == .underTest || intent.besideNode && disk == .unknown
        let load = intent.load.map { "; this run \($0.sentence)" } ?? ""
        return Finding(
            sharesDisk ? .storageBesideNode : .machineRunningNode,
            isBlocking ? .blocking : .advisory,
            seen: "\(node.name) runs here (process \(node.processID)"
                + (node.isAuthoring ? ", as an authority" : "") + "); "
                + disk.words(path: path) + (sharesDisk ? load : ""),
            matters: "the measurement takes the CPUs and the disk that the node needs in time, so "
                + "that it may miss its slots, and the node's own work makes this machine look "
                + "slower than it is" + (sharesDisk ? ": no disk verdict may rest on that" : ""),
            remedy: "stop the node while measuring ("
                + examination.asRoot("systemctl stop \(node.unit ?? "UNIT")")
                + "), or measure a machine of the same kind"
                + (disk == .unknown && !examination.limits.isRoot
                    ? "; root is shown where the database lies" : "")
                + (isBlocking
                    ? "; --beside-node measures all the same, without a disk verdict where the "
                        + "node shares the disk or may share it" : ""))
    }

    /// Where the node's database lies, as seen from the disk under test.
    private enum Disk {
        case underTest, other, unknown, notAsked

        func words(path: String?) -> String {
            let path = path.map { printable($0) }
            let place = path.map { " (\($0))" } ?? ""
            return switch self {
            case .underTest: "its database\(place) lies on the disk under test"
            case .other: "its database\(place) lies on another disk"
            case .unknown:
                "where its database\(place) lies is not known, so it may be the disk under test"
            case .notAsked:
                path.map { "its database is in \($0)" } ?? "its database's place is not known"
            }
        }
    }

    /// The disk of all its databases, and the path that decided it.
    private static func disk(
        of node: NodeProcess, _ examination: PreflightInput
    ) -> (disk: Disk, path: String?) {
        let first = node.databasePaths.first
        guard let storage = examination.storage else { return (.notAsked, first) }
        let places = node.databasePaths.map { path in
            (disk: disk(at: path, of: node, storage, examination), path: path)
        }
        func place(_ disk: Disk) -> (disk: Disk, path: String?)? {
            places.first { $0.disk == disk }.map { ($0.disk, $0.path) }
        }
        // A relay chain's place on another disk tells nothing of the chain's own.
        return place(.underTest) ?? place(.unknown)
            ?? (node.hasOwnPath ? (.other, first) : (.unknown, nil))
    }

    private static func disk(
        at path: String, of node: NodeProcess, _ storage: StorageFacts,
        _ examination: PreflightInput
    ) -> Disk {
        guard path.hasPrefix("/"),
            let (database, hasOwnMounts) = examination.storageOfProcess(node.processID, path)
        else { return .unknown }
        if storage.sharesFilesystem(with: database, mountsAreTheSame: !hasOwnMounts) {
            return .underTest
        }
        // Memory is a disk of its own, of which this machine's other mounts are distinguished.
        if database.filesystem.isMemoryBacked {
            return hasOwnMounts && storage.filesystem.isMemoryBacked ? .unknown : .other
        }
        guard !storage.devices.isEmpty, !database.devices.isEmpty else { return .unknown }
        let own = Set(storage.devices.map(\.name))
        return database.devices.contains { own.contains($0.name) } ? .underTest : .other
    }
}

extension StorageFacts {
    /// Whether both lie in one filesystem, or in one ZFS pool, whatever devices it has.
    ///
    /// One mount point is one filesystem only among the same mounts.
    fileprivate func sharesFilesystem(with other: StorageFacts, mountsAreTheSame: Bool) -> Bool {
        if filesystem.type != other.filesystem.type { return false }
        if mountsAreTheSame, filesystem.mountPoint == other.filesystem.mountPoint { return true }
        guard filesystem.type == "zfs" else { return false }
        func pool(_ source: String) -> Substring? { source.split(separator: "/").first }
        return pool(filesystem.source) == pool(other.filesystem.source)
    }
}
