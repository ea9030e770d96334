/// The command line of a process, read as that of a Substrate node.
struct NodeArguments: Sendable, Equatable {
    /// The part for the chain itself.
    private let own: [String]
    /// The part after a lone `--`: for the relay chain's node that a collator runs within.
    private let relay: [String]

    private static let authoring: Set<String> = ["--collator", "--validator", "--force-authoring"]

    /// Options that few programs but Substrate's nodes have.
    ///
    /// - Source: polkadot-sdk substrate/client/cli, RunCmd and its parameters; cumulus/client/cli.
    private static let telling: Set<String> = [
        "--base-path", "--blocks-pruning", "--bootnodes", "--chain", "--collator",
        "--force-authoring", "--in-peers", "--keystore-path", "--no-hardware-benchmarks",
        "--no-telemetry", "--node-key-file", "--out-peers", "--parachain-id",
        "--prometheus-external", "--prometheus-port", "--relay-chain-rpc-url",
        "--relay-chain-rpc-urls", "--reserved-nodes", "--rpc-cors", "--rpc-external",
        "--rpc-methods", "--rpc-port", "--state-pruning", "--telemetry-url",
        "--trie-cache-size", "--unsafe-rpc-external", "--validator", "--wasm-execution",
    ]

    /// Splits the arguments of a process, its own name left out.
    init(_ arguments: some Collection<String>) {
        let all = Array(arguments)
        own = Array(all.prefix { $0 != "--" })
        relay = Array(all.dropFirst(own.count + 1))
    }

    /// Whether it was started to author blocks.
    var isAuthoring: Bool { own.contains(where: Self.authoring.contains) }

    /// Whether these are a node's, whatever the program is called.
    ///
    /// Ours: two telling options, of which one names a place or makes it author; `-d` and `--name`
    /// are many programs' and weigh half. What starts a node for somebody (docker, sudo) has
    /// its name before its options.
    var areThoseOfANode: Bool {
        guard own.first?.hasPrefix("-") == true, isAuthoring || basePath != nil else {
            return false
        }
        let names = Set(own.map { String($0.prefix { $0 != "=" }) })
        let hasShort = !names.contains("--base-path") && basePath != nil
        let halves =
            2 * names.intersection(Self.telling).count + (names.contains("--name") ? 1 : 0)
            + (hasShort ? 1 : 0)
        return halves >= 3
    }

    /// Where the chain's database lies, as given; nil if not given.
    var basePath: String? { Self.basePath(in: own) }

    /// Where the relay chain's lies; nil if not given, so below the chain's own.
    var relayBasePath: String? { Self.basePath(in: relay) }

    /// - Source: polkadot-sdk substrate/client/cli SharedParams: `--base-path`, `-d`; clap takes a
    ///   short option's value with and without a space or `=`.
    private static func basePath(in arguments: [String]) -> String? {
        for (index, argument) in arguments.enumerated() {
            if argument == "--base-path" || argument == "-d" {
                return index + 1 < arguments.count ? arguments[index + 1] : nil
            }
            for prefix in ["--base-path=", "-d=", "-d"] where argument.hasPrefix(prefix) {
                return String(argument.dropFirst(prefix.count))
            }
        }
        return nil
    }
}
