package import Primitives

/// What a state of a real chain holds: its own pairs, and the value and the signers of the accounts
/// that are put among them.
package struct StateContents: Sendable {
    /// The ids of the accounts that sign, each of the same length, 20 or 32 bytes; they come first.
    package let signers: [[UInt8]]

    /// What each of our accounts holds.
    let accountValue: [UInt8]

    /// Pairs that lie beside the accounts, sorted.
    let pairsBeside: [(key: [UInt8], value: [UInt8])]

    /// The chain's own accounts by the range of their keys, sorted.
    private let ownAccounts: [[(key: [UInt8], value: [UInt8])]]

    /// Tells these contents from others.
    package let digest: Hash256

    /// - Parameters:
    ///   - pairs: The chain's own, each key once, in any order.
    ///   - signers: The ids of the accounts that sign; their keys are not among the pairs.
    ///   - accountValue: What each of our accounts holds.
    package init(
        pairs: [(key: [UInt8], value: [UInt8])], signers: [[UInt8]], accountValue: [UInt8]
    ) {
        self.signers = signers
        self.accountValue = accountValue
        let prefix = StorageKey.accountPrefix
        let sorted = pairs.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        var own = [[(key: [UInt8], value: [UInt8])]](repeating: [], count: StateIndex.rangeCount)
        var beside: [(key: [UInt8], value: [UInt8])] = []
        for pair in sorted {
            if pair.key.count > prefix.count, pair.key.starts(with: prefix) {
                own[Int(pair.key[prefix.count])].append(pair)
            } else {
                beside.append(pair)
            }
        }
        ownAccounts = own
        pairsBeside = beside
        digest = Self.digest(sorted, signers, accountValue)
    }

    private static func digest(
        _ pairs: [(key: [UInt8], value: [UInt8])], _ signers: [[UInt8]], _ value: [UInt8]
    ) -> Hash256 {
        var buffer = ByteBuffer(capacity: 1 << 20)
        for pair in pairs {
            for part in [pair.key, pair.value] {
                buffer.append(littleEndian: UInt64(part.count))
                buffer.append(part)
            }
        }
        for signer in signers { buffer.append(signer) }
        buffer.append(value)
        return Hash256(of: buffer.bytes)
    }

    /// The id of an account; `stream` is that of accounts.
    func id(of account: Int, _ stream: inout HashStream) -> [UInt8] {
        if account < signers.count { return signers[account] }
        return Array(stream.digest(UInt64(account)).array.prefix(signers.first?.count ?? 32))
    }

    /// The first 8 bytes of an account's key behind the common beginning.
    func beginning(of id: [UInt8]) -> UInt64 {
        Blake2b128.hash(id).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Builds one range of accounts, the chain's own among them; see `StateGenerator`.
    func buildRange(
        _ range: Int, of accounts: [Int], seed: UInt64, _ layout: TrieLayout,
        to sink: any TrieNodeSink
    ) throws(TrieError) -> TrieFragment? {
        var stream = HashStream(domain: "account", seed: seed)
        var pairs = accounts.map {
            (key: StorageKey.account(id(of: $0, &stream)), value: accountValue)
        }
        pairs += ownAccounts[range]
        pairs.sort { $0.key.lexicographicallyPrecedes($1.key) }
        var builder = TrieBuilder(layout: layout)
        for pair in pairs { try builder.append(pair.key, pair.value, to: sink) }
        return try builder.finishFragment(to: sink)
    }
}

extension StateGenerator {
    /// The id of an account of a real chain; the model's has 32 bytes.
    package func idBytes(of account: Int) -> [UInt8] {
        guard let contents else { return id(of: account).array }
        var stream = HashStream(domain: "account", seed: seed)
        return contents.id(of: account, &stream)
    }
}
