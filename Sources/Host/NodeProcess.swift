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
    /// The directory of its database as its command line gives it; `nil` = not given, or hidden.
    let basePath: String?
    /// Whether it was started to author blocks.
    let isAuthoring: Bool

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
            processID: id, name: name, basePath: basePath(in: Array(own)),
            isAuthoring: own.contains(where: authoring.contains))
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
