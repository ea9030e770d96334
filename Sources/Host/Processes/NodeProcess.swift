/// A process that is a node of a Substrate chain.
struct NodeProcess: Sendable, Equatable {
    /// Programs that are nodes, by the name of their file.
    ///
    /// - Source: the release files of polkadot-sdk and of parachains' own repositories.
    private static let programs: Set<String> = [
        "acala", "astar-collator", "basilisk", "bifrost", "centrifuge-chain", "hydradx",
        "hydration", "interlay-parachain", "khala-node", "kilt-node", "kilt-parachain",
        "litentry-collator", "moonbeam", "nodle-parachain", "parachain-template-node",
        "peaq-node", "pendulum-collator", "phala-node", "polkadot", "polkadot-omni-node",
        "polkadot-parachain", "robonomics", "unique-collator", "zeitgeist",
    ]

    /// /proc shows at most so many bytes of a program's name where its command line is hidden.
    ///
    /// - Source: Linux include/linux/sched.h, TASK_COMM_LEN less its NUL.
    private static let shortNameBytes = 15

    let processID: Int
    let name: String
    /// The directories of its databases, by its command line and by the files it has open, as the
    /// process itself sees them.
    let databasePaths: [String]
    /// Whether a place of its own chain's database is among them; else it is not given, and hidden.
    let hasOwnPath: Bool
    /// Whether it was started to author blocks.
    let isAuthoring: Bool
    /// The systemd service that started it, such as `kilt.service`; nil if none is seen.
    let unit: String?

    /// Every node of the machine, by process number, without the process `besides`.
    static func all(tree: SystemTree, besides own: Int?) -> [NodeProcess] {
        tree.names(in: "/proc").compactMap { Int($0) }.sorted().compactMap { id in
            id == own ? nil : node(tree: tree, id: id)
        }
    }

    private static func node(tree: SystemTree, id: Int) -> NodeProcess? {
        guard let short = tree.line("/proc/\(id)/comm") else { return nil }
        // Threads may rename themselves, so the command line counts where it is shown.
        let line = (tree.text("/proc/\(id)/cmdline") ?? "").split(separator: "\0").map(String.init)
        let file = line.first.map(BlockDeviceTree.lastComponent) ?? ""
        let arguments = NodeArguments(line.dropFirst())
        let known = programs.first {
            file.isEmpty ? String($0.prefix(shortNameBytes)) == short : $0 == file
        }
        let files = OpenDatabase.all(tree: tree, id: id)
        guard known != nil || arguments.areThoseOfANode || files.contains(where: \.isLock) else {
            return nil
        }
        let places = [arguments.basePath, arguments.relayBasePath].compactMap { path in
            path.map { absolute($0, tree: tree, id: id) }
        }
        var paths: [String] = []
        for path in places + files.map(\.directory) where !paths.contains(path) {
            paths.append(path)
        }
        return NodeProcess(
            processID: id, name: known ?? printable(file.isEmpty ? short : file, limit: 60),
            databasePaths: paths,
            hasOwnPath: arguments.basePath != nil || !files.isEmpty,
            isAuthoring: arguments.isAuthoring, unit: unit(tree: tree, id: id))
    }

    /// - Source: proc(5), `cwd`.
    private static func absolute(_ path: String, tree: SystemTree, id: Int) -> String {
        if path.hasPrefix("/") { return path }
        return tree.linkTarget("/proc/\(id)/cwd").map { "\($0)/\(path)" } ?? path
    }

    /// A name that could be anything but a unit's is not put into a command.
    private static func unit(tree: SystemTree, id: Int) -> String? {
        let paths = CgroupMembership.parse(tree.text("/proc/\(id)/cgroup") ?? "").map(\.path)
        return paths.lazy.map(BlockDeviceTree.lastComponent).first { name in
            name.hasSuffix(".service")
                && name.utf8.allSatisfy { byte in
                    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
                        || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                        || "-_.@:".utf8.contains(byte)
                }
        }
    }
}

/// A file of a node's database that a process has open.
private struct OpenDatabase {
    /// The most directories that are told of one process; a collator has its own and the relay's,
    /// each with the database and what lies beside it.
    private static let directoriesMax = 16

    let directory: String
    /// Whether it is the lock that only the database's own process holds; a copy takes the others.
    let isLock: Bool

    /// One for each directory, and the lock rather than another.
    ///
    /// What a process has open is shown to its own user and to root only.
    ///
    /// - Source: polkadot-sdk: databases lie in `<base path>/chains/<id>/`, those of RocksDB in
    ///   `db` and those of ParityDB in `paritydb`; RocksDB's `LOCK`, parity-db's `lock`; proc(5),
    ///   `fd`.
    static func all(tree: SystemTree, id: Int) -> [OpenDatabase] {
        var found: [OpenDatabase] = []
        for number in tree.names(in: "/proc/\(id)/fd") {
            guard let file = tree.linkTarget("/proc/\(id)/fd/\(number)"), isDatabase(file) else {
                continue
            }
            let entry = OpenDatabase(
                directory: BlockDeviceTree.parent(file),
                isLock: BlockDeviceTree.lastComponent(file).lowercased() == "lock")
            if let index = found.firstIndex(where: { $0.directory == entry.directory }) {
                if entry.isLock { found[index] = entry }
            } else if found.count < directoriesMax {
                found.append(entry)
            }
        }
        return found
    }

    private static func isDatabase(_ file: String) -> Bool {
        let parts = file.split(separator: "/")
        guard file.hasPrefix("/") else { return false }
        return parts.indices.dropLast(3).contains {
            parts[$0] == "chains" && ["db", "paritydb"].contains(parts[$0 + 2])
        }
    }
}
