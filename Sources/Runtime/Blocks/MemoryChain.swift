import Primitives

/// A chain in memory that is run by its own runtime: accounts of ours on its first state, blocks
/// that the runtime builds and executes.
package final class MemoryChain {
    /// A block, with all that was asked of the runtime for it.
    package struct Entry: Sendable {
        package var number: UInt32
        package var block: RuntimeBlock
        package var inherentCalls: [String]
        /// nil if no transaction was taken yet, and none is known to be.
        package var route: TransactionRoute?
        /// Transactions that did what they say.
        package var done: Int
        /// Why there are no more of them; nil if there are as many as asked for.
        package var end: ApplyOutcome?
        /// Only inherents were allowed.
        package var tookInherentsOnly: Bool
        package var building: [RecordedCall]
        package var execution: RecordedCall
        /// What the execution wrote, sorted by key; nil means removed.
        package var changes: [(key: [UInt8], value: [UInt8]?)]
    }

    /// Is given a block, and can ask for the state before it, sorted by key.
    package typealias Progress = (
        Entry, _ before: () -> [(key: [UInt8], value: [UInt8])]
    ) -> Void

    package let runtime: any RuntimeCalling
    package private(set) var rules: RuntimeRules
    package let state: MemoryState
    package private(set) var tip: ChainTip
    /// What was done to the state that its file does not say.
    package private(set) var notes: [String]
    package private(set) var route: TransactionRoute?
    /// Why transfers are not signed by those who pay; nil if they are, or nothing was tried.
    package private(set) var refusal: ApplyOutcome?

    private let funding: Funding
    private let accounts: [AccountKey]
    let owner: AccountKey
    private let receivers: [[UInt8]]
    private(set) var maker: TransactionMaker
    private var nonces: [UInt64]
    private(set) var ownerNonce: UInt64 = 0
    private(set) var author: [UInt8]?
    let firstSlot: UInt64

    /// In the middle of 2026; ours, since any time will do that is later than the chain's own.
    private static let firstMilliseconds: UInt64 = 1_780_000_000_000

    /// What the first transfer moves, more than the least balance of any chain; ours.
    private static let value: UInt128 = 1_000_000_000_000_000_000

    /// Makes the chain with so many accounts that pay.
    package init(
        of file: RuntimeFile, by runtime: any RuntimeCalling, accounts count: Int,
        adjustments: FirstState.Adjustments = []
    ) throws(RuntimeTrouble) {
        let made = try FirstState.make(of: file, by: runtime, adjustments: adjustments)
        let rules = try RuntimeRules(of: runtime, over: made.state, fileParaID: file.paraID)
        guard rules.isParachain else { throw .noParachain(specName: rules.version.specName) }
        let keys = (0..<2 * count + 1).compactMap {
            AccountKey.numbered($0, scheme: rules.format.scheme)
        }
        let funding = Funding(rules)
        try funding.fund(keys.map(\.account), in: made.state)
        self.runtime = runtime
        self.rules = rules
        self.funding = funding
        (state, notes) = (made.state, made.notes)
        accounts = Array(keys.prefix(count))
        receivers = keys.dropFirst(count).prefix(count).map(\.account)
        owner = keys[keys.count - 1]
        nonces = [UInt64](repeating: 0, count: count)
        tip = .genesis(stateRoot: try Self.root(of: state, rules.layout))
        maker = TransactionMaker(rules, genesisHash: tip.hash)
        firstSlot = Self.firstMilliseconds / rules.slotMilliseconds
    }

    private static func root(
        of state: MemoryState, _ layout: TrieLayout
    ) throws(RuntimeTrouble) -> Hash256 {
        do throws(StateError) {
            return try state.root(layout: layout)
        } catch {
            throw .state(error)
        }
    }

    /// Builds a block, executes it and takes over what it changed.
    ///
    /// It gets at most so many `transactions`; nil means until it is full. `progress` is told of it
    /// before the state changes.
    package func addBlock(
        transactions: Int?, before progress: Progress = { _, _ in }
    ) throws(RuntimeTrouble) -> Entry {
        for key in rules.absentKeys { state.set(key, to: nil) }
        var entry: Entry?
        while entry == nil { entry = try build(transactions) }
        guard var entry else { throw .answer(function: "BlockBuilder_finalize_block") }
        let overlay = StateOverlay(over: state)
        entry.execution = try entry.block.execute(
            by: runtime, number: entry.number, layout: rules.layout, over: overlay)
        entry.changes = overlay.changes
        progress(entry) { state.pairs }
        do throws(StateError) {
            try state.apply(overlay, layout: rules.layout)
        } catch {
            throw .state(error)
        }
        tip = ChainTip(header: entry.block.header, number: entry.number)
        return entry
    }

    /// Builds a block; nil means the state had to be changed for it, and it has to be begun anew.
    private func build(_ transactions: Int?) throws(RuntimeTrouble) -> Entry? {
        let (overlay, builder) = try startedBlock()
        let before = (nonces, ownerNonce)
        var (done, end) = (0, ApplyOutcome?.none)
        if !builder.takesInherentsOnly {
            if route == nil {
                switch findRoute(builder, overlay) {
                case .beginAnew: return nil
                case .later(let outcome): end = outcome
                case .found: done = route == .nothing ? 0 : 1
                }
            }
            while let route, route != .nothing, end == nil, done < transactions ?? .max {
                let outcome = apply(number: done, to: builder, by: route)
                if outcome == .done { done += 1 } else { end = outcome }
            }
        }
        if end?.isIncluded == false, done == 0 { (nonces, ownerNonce) = before }
        let block = try builder.finish()
        return Entry(
            number: tip.number + 1, block: block, inherentCalls: builder.inherentCalls,
            route: route, done: done, end: end, tookInherentsOnly: builder.takesInherentsOnly,
            building: builder.calls,
            execution: RecordedCall(function: "", input: [], answer: []), changes: [])
    }

    /// A block with its inherents, by the last author if the runtime takes it again.
    private func startedBlock() throws(RuntimeTrouble) -> (StateOverlay, RuntimeBlockBuilder) {
        let start = BlockStart(
            rules: rules, milliseconds: (firstSlot + UInt64(tip.number)) * rules.slotMilliseconds,
            account: owner.account)
        let started = try start.started(by: runtime, on: tip, lastAuthor: author) {
            StateOverlay(over: state)
        }
        author = started.author
        return (started.overlay, started.builder)
    }

    // MARK: - Transactions

    private func apply(
        number: Int, to builder: RuntimeBlockBuilder, by route: TransactionRoute,
        onlyIfDone: Bool = false
    ) -> ApplyOutcome {
        let index = number % accounts.count
        let payer = accounts[index]
        let transfer = maker.transferCall(
            to: receivers[index], value: Self.value + UInt128(number))
        var call: [UInt8]?
        var isOwners = false
        switch route {
        case .transfers: call = transfer
        case .transfersByOwner:
            call = transfer.flatMap { maker.ownerCall($0, as: payer.account) }
            isOwners = true
        case .remarks: call = maker.remarkCall(Scale.littleEndian(UInt64(number)))
        case .nothing: call = nil
        }
        guard let call else { return .refused([]) }
        let outcome = builder.apply(
            maker.signed(
                call, by: isOwners ? owner : payer, nonce: isOwners ? ownerNonce : nonces[index]),
            onlyIfDone: onlyIfDone)
        if outcome == .done || outcome.isIncluded && !onlyIfDone {
            if isOwners { ownerNonce += 1 } else { nonces[index] += 1 }
        }
        return outcome
    }

    private enum Search {
        case found
        /// The state was changed.
        case beginAnew
        /// This block tells nothing.
        case later(ApplyOutcome)
    }

    /// Finds with the first transaction which kind the runtime takes.
    private func findRoute(_ builder: RuntimeBlockBuilder, _ overlay: StateOverlay) -> Search {
        if rules.transfer != nil, refusal == nil {
            let outcome = tryTransfer(builder, overlay)
            if outcome == .done { return found(.transfers) }
            // Some runtimes take fees only from their second block on.
            let mayComeLater =
                outcome == .full || outcome == .refused([1, 0, 1]) && tip.number == 0
            if mayComeLater { return .later(outcome) }
            refusal = outcome
        }
        if rules.transfer != nil, let sudo = rules.sudo {
            if state.value(of: sudo.ownerKey) != owner.account {
                state.set(sudo.ownerKey, to: owner.account)
                return .beginAnew
            }
            let outcome = moving(overlay) {
                apply(number: 0, to: builder, by: .transfersByOwner, onlyIfDone: true)
            }
            if outcome == .done { return found(.transfersByOwner) }
            if outcome == .full { return .later(.full) }
        }
        let outcome = apply(number: 0, to: builder, by: .remarks, onlyIfDone: true)
        if outcome == .full { return .later(.full) }
        return found(outcome == .done ? .remarks : .nothing)
    }

    private func found(_ route: TransactionRoute) -> Search {
        self.route = route
        return .found
    }

    /// Tries a transfer in both forms of an address where metadata does not tell which is right.
    private func tryTransfer(
        _ builder: RuntimeBlockBuilder, _ overlay: StateOverlay
    ) -> ApplyOutcome {
        let described = rules.format.addressPrefix
        var outcome = ApplyOutcome.refused([])
        for prefix in rules.format.isAddressDescribed ? [described] : [described, []] {
            maker.addressPrefix = prefix
            outcome = moving(overlay) {
                apply(number: 0, to: builder, by: .transfers, onlyIfDone: true)
            }
            if !outcome.isOfWrongForm { return outcome }
        }
        maker.addressPrefix = described
        return outcome
    }

    /// What `body` answers; "done" only when the first receiver's balance has grown.
    private func moving(_ overlay: StateOverlay, _ body: () -> ApplyOutcome) -> ApplyOutcome {
        let balance = { [funding, receivers] () -> UInt128? in
            (try? funding.balance(of: receivers[0]) { (key) throws(StateError) in
                try overlay.value(of: key)
            }) ?? nil
        }
        let before = balance()
        let outcome = body()
        guard outcome == .done, let before, let after = balance(), after <= before else {
            return outcome
        }
        return .failed([])
    }
}
