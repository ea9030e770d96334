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
    /// The directory of its database, by its command line or by the files it has open; `nil` =
    /// not given, and hidden.
    let databasePath: String?
    /// Whether it was started to author blocks.
    let isAuthoring: Bool
    /// The systemd service that started it, such as `kilt.service`; `nil` = none is seen.
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
        let arguments = (tree.text("/proc/\(id)/cmdline") ?? "")
            .split(separator: "\0").map(String.init)
        let file = arguments.first.map(BlockDeviceTree.lastComponent) ?? ""
        guard
            let name = programs.first(where: {
                file.isEmpty ? String($0.prefix(shortNameBytes)) == short : $0 == file
            })
        else { return nil }
        // A relay chain's own arguments follow a lone `--`; the first part is the chain's.
        let own = arguments.prefix { $0 != "--" }
        let authoring: Set<String> = ["--collator", "--validator", "--force-authoring"]
        return NodeProcess(
            processID: id, name: name,
            databasePath: place(basePath(in: Array(own)), tree: tree, id: id),
            isAuthoring: own.contains(where: authoring.contains), unit: unit(tree: tree, id: id))
    }

    /// An absolute directory: of the base path, or else of the first open file of a database.
    ///
    /// What a process has open is shown to its own user and to root only.
    ///
    /// - Source: polkadot-sdk: databases lie in `<base path>/chains/<id>/`; proc(5), `cwd`, `fd`.
    private static func place(_ basePath: String?, tree: SystemTree, id: Int) -> String? {
        if let basePath {
            if basePath.hasPrefix("/") { return basePath }
            return tree.realPath("/proc/\(id)/cwd").map { "\($0)/\(basePath)" } ?? basePath
        }
        let file = tree.names(in: "/proc/\(id)/fd").lazy
            .compactMap { tree.realPath("/proc/\(id)/fd/\($0)") }
            .first { $0.contains("/chains/") && !$0.hasPrefix("/proc/") }
        return file.map(BlockDeviceTree.parent)
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

    /// - Source: polkadot-sdk substrate/client/cli SharedParams: `--base-path`, `-d`.
    private static func basePath(in arguments: [String]) -> String? {
        for (index, argument) in arguments.enumerated() {
            if argument == "--base-path" || argument == "-d" {
                return index + 1 < arguments.count ? arguments[index + 1] : nil
            }
            for prefix in ["--base-path=", "-d="] where argument.hasPrefix(prefix) {
                return String(argument.dropFirst(prefix.count))
            }
        }
        return nil
    }
}
