extension ChainParameter {
    /// Those among a probe's parameters that make its work another one, and their values.
    ///
    /// What version 0.1.0 did without recording it is left out, so that its figures stay
    /// comparable.
    package static func work(of parameters: [String: String]) -> [(name: String, value: String)] {
        let accounts = parameters[accounts].flatMap { Int($0) } ?? 0
        let implied = [
            accountBytes: String(ChainParameters.accountBytesDefault),
            signature: TransferCost.Signature.sr25519.rawValue,
            nodeCache: String(
                nodeCacheBytes(
                    accounts: accounts, most: ChainParameters.nodeCacheBytesDefault)),
        ]
        return ofWork.compactMap { name in
            guard let value = parameters[name], value != implied[name] else { return nil }
            return (name, value)
        }
    }

    /// The bytes of nodes that a run keeps in memory at most: what the state has, and not more than
    /// the node keeps.
    ///
    /// Ours: 600 bytes an account hold all its nodes, with 16 MiB for what lies beside them.
    package static func nodeCacheBytes(accounts: Int, most: Int) -> Int {
        min(most, 16 << 20 + accounts * 600)
    }
}
