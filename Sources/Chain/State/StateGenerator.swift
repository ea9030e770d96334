package import Primitives

/// The state that a simulated chain begins with: accounts, values of pallets, and the runtime's
/// code, all from a seed.
///
/// The keys of accounts are as good as random, so they are ordered by an index of their beginnings,
/// and made again when their turn comes. The ranges of the index can be built on any threads in any
/// order.
package struct StateGenerator: Sendable {
    /// The number of accounts.
    package let accounts: Int

    /// How many of them have a key pair and can sign; they come first.
    package let signers: Int

    /// What everything is made from.
    package let seed: UInt64

    /// How values are kept.
    package let layout: TrieLayout

    /// How accounts are encoded and who signs.
    package let form: AccountForm

    /// What the state holds instead of the model's own; nil = the model's own.
    package let contents: StateContents?

    /// The ids of the signers; empty = `contents` has them.
    private let signerIDs: [AccountID]

    /// The balance of each account at the beginning, in the smallest unit: ours, 1,000 tokens of 12
    /// decimals.
    package static let balance: UInt128 = 1_000_000_000_000_000

    /// More signers make more distinct senders and a longer preparation; the number is ours.
    package static let signersMax = 65_536

    /// Makes the ids of the signers; all else is made where it is needed.
    ///
    /// - Parameters:
    ///   - accounts: Above 0 and below 2^32.
    ///   - signers: nil means as many as there are accounts, at most `signersMax`.
    ///   - seed: Same seed, same state.
    ///   - layout: How values are kept.
    ///   - form: How accounts are encoded and who signs.
    ///   - threads: How many threads make the ids; their number changes nothing else.
    package init(
        accounts: Int, signers: Int? = nil, seed: UInt64, layout: TrieLayout,
        form: AccountForm = .usual, threads: Int = 1
    ) {
        self.init(
            accounts: accounts, signers: signers, seed: seed, layout: layout, form: form,
            threads: threads
        ) { () throws(Never) in }
    }

    /// Makes the ids of the signers, and calls `check` between them.
    ///
    /// - Parameters:
    ///   - accounts: Above 0 and below 2^32.
    ///   - signers: nil means as many as there are accounts, at most `signersMax`.
    ///   - seed: Same seed, same state.
    ///   - layout: How values are kept.
    ///   - form: How accounts are encoded and who signs.
    ///   - threads: How many threads make the ids; their number changes nothing else.
    ///   - check: Called from any of the threads.
    /// - Throws: What `check` throws.
    package init<Failure>(
        accounts: Int, signers: Int? = nil, seed: UInt64, layout: TrieLayout,
        form: AccountForm = .usual, threads: Int, check: @Sendable () throws(Failure) -> Void
    ) throws(Failure) {
        precondition(accounts > 0 && accounts <= Int(UInt32.max), "no state of that many")
        self.accounts = accounts
        self.signers = signers ?? min(accounts, Self.signersMax)
        precondition(self.signers <= accounts, "more signers than accounts")
        self.seed = seed
        self.layout = layout
        self.form = form
        contents = nil
        signerIDs = try Workers.map(threads: threads, count: self.signers) {
            (index) throws(Failure) in
            try check()
            return Signer(index, seed: seed, scheme: form.scheme)?.id ?? .zero
        }
    }

    /// A state of a real chain's pairs with accounts of ours among them.
    ///
    /// - Parameters:
    ///   - accounts: At least as many as sign, and below 2^32.
    ///   - contents: The rest, and those who sign.
    ///   - seed: Of the accounts that do not sign.
    ///   - layout: How values are kept.
    package init(accounts: Int, contents: StateContents, seed: UInt64, layout: TrieLayout) {
        precondition(accounts <= Int(UInt32.max), "no state of that many")
        precondition(contents.signers.count <= accounts, "more signers than accounts")
        self.accounts = accounts
        signers = contents.signers.count
        self.seed = seed
        self.layout = layout
        form = .usual
        self.contents = contents
        signerIDs = []
    }

    /// Makes the index of the accounts.
    package func makeIndex(threads: Int = 1) -> StateIndex {
        makeIndex(threads: threads) { () throws(Never) in }
    }

    /// Makes the index of the accounts, and calls `check` now and then.
    ///
    /// - Complexity: two hashes an account, spread over the threads.
    /// - Throws: What `check` throws.
    func makeIndex<Failure>(
        threads: Int, check: @Sendable () throws(Failure) -> Void
    ) throws(Failure) -> StateIndex {
        try StateIndex(accounts: accounts, threads: threads) { (accounts) throws(Failure) in
            try check()
            var stream = HashStream(domain: "account", seed: seed)
            var digest: (UInt64, UInt64) = (0, 0)
            if let contents {
                return accounts.map {
                    contents.beginning(of: contents.id(of: $0, &stream))
                }
            }
            return accounts.map { account in
                let id =
                    account < signerIDs.count ? signerIDs[account] : stream.digest(UInt64(account))
                withUnsafeMutableBytes(of: &digest) { digest in
                    id.withBytes { Blake2b128.hash($0, into: digest) }
                }
                return UInt64(bigEndian: digest.0)
            }
        }
    }

    /// The sr25519 key pair of a signer; nil never, since a digest has a seed's length.
    package static func keyPair(_ signer: Int, seed: UInt64) -> Sr25519.KeyPair? {
        guard case .sr25519(let pair)? = Signer(signer, seed: seed, scheme: .sr25519) else {
            return nil
        }
        return pair
    }

    /// The id of an account.
    package func id(of account: Int) -> AccountID {
        if account < signers { return signerIDs[account] }
        var stream = HashStream(domain: "account", seed: seed)
        return stream.digest(UInt64(account))
    }

    /// Builds one range of accounts.
    ///
    /// - Returns: Its top node for `finish`; nil means the range has no account.
    package func buildRange(
        _ range: Int, of index: StateIndex, to sink: any TrieNodeSink
    ) throws(TrieError) -> TrieFragment? {
        if let contents {
            let accounts = index.positions(of: range).map { Int($0.account) }
            return try contents.buildRange(range, of: accounts, seed: seed, layout, to: sink)
        }
        var builder = TrieBuilder(layout: layout)
        var stream = HashStream(domain: "account", seed: seed)
        var key = ByteBuffer()
        var value = ByteBuffer()
        AccountInfo(free: Self.balance).append(to: &value, form: form)
        var positions = index.positions(of: range)
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
        let items = contents?.pairsBeside ?? ownItems
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

    /// The model's own values beside the accounts, sorted.
    private var ownItems: [(key: [UInt8], value: [UInt8])] {
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
        return items
    }

    /// Builds everything on this thread.
    ///
    /// - Returns: The state's root.
    package func build(to sink: any TrieNodeSink) throws(TrieError) -> Hash256 {
        let index = makeIndex()
        var fragments: [TrieFragment?] = []
        for range in 0..<StateIndex.rangeCount {
            fragments.append(try buildRange(range, of: index, to: sink))
        }
        return try finish(fragments, to: sink)
    }
}
