package import Primitives

/// The state that a simulated chain begins with: accounts, values of pallets, and the runtime's
/// code, all from a seed.
///
/// The keys of accounts are as good as random, so they are ordered by an index of their beginnings
/// (16 bytes an account), and made again when their turn comes. The 256 ranges of accounts, one for
/// each first byte behind the common beginning, can be built on any threads in any order.
package struct StateGenerator: Sendable {
    /// The number of accounts.
    package let accounts: Int

    /// How many of them have a key pair and can sign; they come first.
    package let signers: Int

    /// What everything is made from.
    package let seed: UInt64

    /// How values are kept.
    package let layout: TrieLayout

    /// The ids of the signers.
    private let signerIDs: [AccountID]

    /// The accounts of each range, in no order.
    private let ranges: [[Position]]

    /// An account and the first 8 bytes of its key's hash, as a number that sorts as they do.
    private struct Position {
        var beginning: UInt64
        var account: UInt32
    }

    /// The number of ranges of accounts.
    package static let rangeCount = 256

    /// The balance of each account at the beginning, in the smallest unit: ours, 1,000 tokens of 12
    /// decimals.
    package static let balance: UInt128 = 1_000_000_000_000_000

    /// More signers make more distinct senders and a longer preparation; the number is ours.
    package static let signersMax = 65_536

    /// Makes the index of the accounts.
    ///
    /// - Parameters:
    ///   - accounts: Above 0 and below 2^32.
    ///   - signers: nil = as many as there are accounts, at most `signersMax`.
    ///   - seed: Same seed, same state.
    ///   - layout: How values are kept.
    package init(accounts: Int, signers: Int? = nil, seed: UInt64, layout: TrieLayout) {
        precondition(accounts > 0 && accounts <= Int(UInt32.max), "no state of that many")
        self.accounts = accounts
        self.signers = signers ?? min(accounts, Self.signersMax)
        precondition(self.signers <= accounts, "more signers than accounts")
        self.seed = seed
        self.layout = layout
        signerIDs = (0..<self.signers).map { index in
            Self.keyPair(index, seed: seed).flatMap { Hash256($0.publicKey) } ?? .zero
        }
        var ranges = [[Position]](repeating: [], count: Self.rangeCount)
        for index in ranges.indices {
            ranges[index].reserveCapacity(accounts / Self.rangeCount * 9 / 8 + 16)
        }
        var stream = HashStream(domain: "account", seed: seed)
        var digest: (UInt64, UInt64) = (0, 0)
        for account in 0..<accounts {
            let id =
                account < signerIDs.count ? signerIDs[account] : stream.digest(UInt64(account))
            withUnsafeMutableBytes(of: &digest) { digest in
                id.withBytes { Blake2b128.hash($0, into: digest) }
            }
            let beginning = UInt64(bigEndian: digest.0)
            ranges[Int(beginning >> 56)].append(
                Position(beginning: beginning, account: UInt32(account)))
        }
        self.ranges = ranges
    }

    /// The key pair of a signer; nil never, since a digest has a seed's length.
    package static func keyPair(_ signer: Int, seed: UInt64) -> Sr25519.KeyPair? {
        var stream = HashStream(domain: "signer", seed: seed)
        return Sr25519.KeyPair(seed: stream.digest(UInt64(signer)).array)
    }

    /// The id of an account.
    package func id(of account: Int) -> AccountID {
        if account < signers { return signerIDs[account] }
        var stream = HashStream(domain: "account", seed: seed)
        return stream.digest(UInt64(account))
    }

    /// Builds one range of accounts.
    ///
    /// - Returns: Its top node for `finish`; nil = the range has no account.
    package func buildRange(
        _ range: Int, to sink: any TrieNodeSink
    ) throws(TrieError) -> TrieFragment? {
        var builder = TrieBuilder(layout: layout)
        var stream = HashStream(domain: "account", seed: seed)
        var key = ByteBuffer()
        var value = ByteBuffer()
        AccountInfo(free: Self.balance).append(to: &value)
        var positions = ranges[range]
        positions.sort { one, other in
            one.beginning != other.beginning
                ? one.beginning < other.beginning : precedes(one.account, other.account)
        }
        for position in positions {
            let account = Int(position.account)
            let id = account < signers ? signerIDs[account] : stream.digest(UInt64(account))
            key.removeAll()
            StorageKey.appendAccount(id, to: &key)
            try builder.append(key.bytes, value.bytes, to: sink)
        }
        return try builder.finishFragment(to: sink)
    }

    /// Orders accounts whose keys begin alike.
    private func precedes(_ one: UInt32, _ other: UInt32) -> Bool {
        var first = ByteBuffer()
        var second = ByteBuffer()
        StorageKey.appendAccount(id(of: Int(one)), to: &first)
        StorageKey.appendAccount(id(of: Int(other)), to: &second)
        return first.bytes.lexicographicallyPrecedes(second.bytes)
    }

    /// Joins the ranges and everything beside the accounts.
    ///
    /// - Parameters:
    ///   - fragments: One for each range, in their order.
    ///   - sink: Takes the nodes above the ranges.
    /// - Returns: The state's root.
    /// - Throws: What `sink` throws, and `unsorted` for fragments in another order.
    package func finish(
        _ fragments: [TrieFragment?], to sink: any TrieNodeSink
    ) throws(TrieError) -> Hash256 {
        var items = PalletItem.all.map { item in
            (
                key: item.key,
                value: PalletItem.value(of: item.key, bytes: item.bytes, block: 0, seed: seed)
            )
        }
        items.append(
            (
                PalletItem.code,
                PalletItem.value(
                    of: PalletItem.code, bytes: PalletItem.codeBytes, block: 0, seed: seed)
            ))
        items.sort { $0.key.lexicographicallyPrecedes($1.key) }
        let prefix = StorageKey.accountPrefix
        var builder = TrieBuilder(layout: layout)
        for (key, value) in items where key.lexicographicallyPrecedes(prefix) {
            try builder.append(key, value, to: sink)
        }
        for fragment in fragments {
            if let fragment { try builder.append(fragment, to: sink) }
        }
        for (key, value) in items where !key.lexicographicallyPrecedes(prefix) {
            try builder.append(key, value, to: sink)
        }
        return try builder.finish(to: sink)
    }

    /// Builds everything on this thread.
    ///
    /// - Returns: The state's root.
    package func build(to sink: any TrieNodeSink) throws(TrieError) -> Hash256 {
        var fragments: [TrieFragment?] = []
        for range in 0..<Self.rangeCount { fragments.append(try buildRange(range, to: sink)) }
        return try finish(fragments, to: sink)
    }
}
