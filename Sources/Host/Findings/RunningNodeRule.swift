import Model

/// A node that runs on the same machine: it and the measurement would spoil each other.
enum RunningNodeRule {
    static func findings(_ examination: Examination) -> [Finding] {
        let nodes = NodeProcess.all(tree: examination.tree, besides: examination.limits.processID)
        return nodes.map { finding($0, examination) }
    }

    private static func finding(_ node: NodeProcess, _ examination: Examination) -> Finding {
        let disk = disk(of: node, examination)
        let intent = examination.intent
        // What authors now has duties in seconds; what shares the disk makes both figures false.
        let isHarmful = node.isAuthoring || disk == .underTest
        let isBlocking = isHarmful && !intent.besideNode
        // Whoever measures beside a node whose disk cannot be told gets no disk verdict either.
        let sharesDisk = disk == .underTest || intent.besideNode && disk == .unknown
        let load = intent.load.map { "; this run \($0.sentence)" } ?? ""
        return Finding(
            sharesDisk ? .storageBesideNode : .machineRunningNode,
            isBlocking ? .blocking : .advisory,
            seen: "\(node.name) runs here (process \(node.processID)"
                + (node.isAuthoring ? ", as an authority" : "") + "); "
                + disk.words(path: node.databasePath) + (sharesDisk ? load : ""),
            matters: "the measurement takes the CPUs and the disk that the node needs in time, so "
                + "that it may miss its slots, and the node's own work makes this machine look "
                + "slower than it is" + (sharesDisk ? ": no disk verdict may rest on that" : ""),
            remedy: "stop the node while measuring ("
                + examination.asRoot("systemctl stop \(node.unit ?? "UNIT")")
                + "), or measure a machine of the same kind"
                + (isBlocking
                    ? "; --beside-node measures all the same, without a disk verdict where the "
                        + "node shares the disk" : ""))
    }

    /// Where the node's database lies, as seen from the disk under test.
    private enum Disk {
        case underTest, other, unknown, notAsked

        func words(path: String?) -> String {
            let place = path.map { " (\($0))" } ?? ""
            return switch self {
            case .underTest: "its database\(place) lies on the disk under test"
            case .other: "its database\(place) lies on another disk"
            case .unknown: "where its database\(place) lies cannot be told"
            case .notAsked:
                path.map { "its database is in \($0)" } ?? "its database's place is not told"
            }
        }
    }

    private static func disk(of node: NodeProcess, _ examination: Examination) -> Disk {
        guard let storage = examination.storage else { return .notAsked }
        guard let path = node.databasePath, path.hasPrefix("/"),
            let database = examination.storageBehind(path)
        else { return .unknown }
        if storage.sharesFilesystem(with: database) { return .underTest }
        guard !storage.devices.isEmpty, !database.devices.isEmpty else { return .unknown }
        let own = Set(storage.devices.map(\.name))
        return database.devices.contains { own.contains($0.name) } ? .underTest : .other
    }
}

extension StorageFacts {
    /// Whether both lie in one filesystem, or in one ZFS pool, whatever devices it has.
    fileprivate func sharesFilesystem(with other: StorageFacts) -> Bool {
        if filesystem.type != other.filesystem.type { return false }
        if filesystem.mountPoint == other.filesystem.mountPoint { return true }
        guard filesystem.type == "zfs" else { return false }
        func pool(_ source: String) -> Substring? { source.split(separator: "/").first }
        return pool(filesystem.source) == pool(other.filesystem.source)
    }
}
