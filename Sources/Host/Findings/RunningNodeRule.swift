import Model

/// A node that runs on the same machine: it and the measurement would spoil each other.
enum RunningNodeRule {
    static func findings(_ examination: Examination) -> [Finding] {
        let nodes = NodeProcess.all(tree: examination.tree, besides: examination.limits.processID)
        return nodes.map { finding($0, examination) }
    }

    private static func finding(_ node: NodeProcess, _ examination: Examination) -> Finding {
        let disk = disk(of: node, examination)
        // What authors now has duties in seconds; what shares the disk makes both figures false.
        let isHarmful = node.isAuthoring || disk == .underTest
        let isBlocking = isHarmful && !examination.intent.besideNode
        return Finding(
            .machineRunningNode, isBlocking ? .blocking : .advisory,
            seen: "\(node.name) runs here (process \(node.processID)"
                + (node.isAuthoring ? ", as an authority" : "") + "); "
                + disk.words(path: node.basePath),
            matters: isHarmful && examination.intent.besideNode
                ? "this run keeps the processors and up to 32 reads or writes of the disk busy, "
                    + "and each of the node's own waits behind them: it may import late and miss "
                    + "its slots until the run ends; disk figures beside it decide nothing"
                : "the measurement takes the CPUs and the disk that the node needs in time, so "
                    + "that it may miss its slots, and the node's own work makes this machine look "
                    + "slower than it is",
            remedy: "stop the node while measuring ("
                + examination.asRoot("systemctl stop \(node.unit ?? "UNIT")")
                + "), or measure a machine of the same kind"
                + (isBlocking ? "; --beside-node measures beside it all the same" : ""))
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
        guard let path = node.basePath, path.hasPrefix("/"), !storage.devices.isEmpty,
            let devices = examination.devicesBehind(path), !devices.isEmpty
        else { return .unknown }
        let own = Set(storage.devices.map(\.name))
        return devices.contains(where: own.contains) ? .underTest : .other
    }
}
