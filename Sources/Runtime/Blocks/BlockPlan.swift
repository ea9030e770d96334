/// How a chain goes on behind a trial in memory: which transactions it takes, whose, and on what.
package struct BlockPlan: Sendable {
    package let rules: RuntimeRules
    package let route: TransactionRoute
    /// The block that the next one is built on.
    package private(set) var tip: ChainTip

    private let maker: TransactionMaker
    private let owner: AccountKey
    private let ownerNonce: UInt64
    private let firstSlot: UInt64
    private var author: [UInt8]?

    init(
        _ rules: RuntimeRules, _ route: TransactionRoute, on tip: ChainTip,
        maker: TransactionMaker, owner: AccountKey, ownerNonce: UInt64, firstSlot: UInt64,
        author: [UInt8]?
    ) {
        self.rules = rules
        self.route = route
        self.tip = tip
        self.maker = maker
        self.owner = owner
        self.ownerNonce = ownerNonce
        self.firstSlot = firstSlot
        self.author = author
    }

    /// What a transfer moves, more than the least balance of any chain; ours.
    private static let value: UInt128 = 1_000_000_000_000_000_000

    /// A signed transaction, without its length in front.
    ///
    /// - Parameters:
    ///   - number: How many were made before it, of which all are in blocks.
    ///   - payer: Whose balance a transfer takes.
    ///   - nonce: How many of the payer's are before it.
    ///   - receiver: Who gets it.
    /// - Returns: nil means the chain takes none.
    package func transaction(
        _ number: Int, by payer: AccountKey, nonce: UInt64, to receiver: [UInt8]
    ) -> [UInt8]? {
        let call = maker.transferCall(to: receiver, value: Self.value)
        switch route {
        case .transfers: return call.map { maker.signed($0, by: payer, nonce: nonce) }
        case .transfersByOwner:
            return call.flatMap { maker.ownerCall($0, as: payer.account) }.map {
                maker.signed($0, by: owner, nonce: ownerNonce + UInt64(number))
            }
        case .remarks:
            return maker.remarkCall(Scale.littleEndian(UInt64(number))).map {
                maker.signed($0, by: payer, nonce: nonce)
            }
        case .nothing: return nil
        }
    }

    /// An overlay as a block finds it.
    package func overlay(over state: any StateBackend) -> StateOverlay {
        let overlay = StateOverlay(over: state)
        for key in rules.absentKeys { overlay.set(key, to: nil) }
        return overlay
    }

    /// Begins the next block: initialised, with its inherents.
    package mutating func start(
        by runtime: any RuntimeCalling, over state: any StateBackend
    ) throws(RuntimeTrouble) -> (overlay: StateOverlay, builder: RuntimeBlockBuilder) {
        let start = BlockStart(
            rules: rules, milliseconds: (firstSlot + UInt64(tip.number)) * rules.slotMilliseconds,
            account: owner.account)
        let started = try start.started(by: runtime, on: tip, lastAuthor: author) {
            overlay(over: state)
        }
        author = started.author
        return (started.overlay, started.builder)
    }

    /// Goes on behind a block.
    package mutating func advance(to block: RuntimeBlock) {
        tip = ChainTip(header: block.header, number: tip.number + 1)
    }
}

extension MemoryChain {
    /// How the chain goes on behind its last block; nil if it has taken no transaction yet.
    package var plan: BlockPlan? {
        route.map {
            BlockPlan(
                rules, $0, on: tip, maker: maker, owner: owner, ownerNonce: ownerNonce,
                firstSlot: firstSlot, author: author)
        }
    }
}

extension RuntimeRules {
    /// The time that the block consumed, by the runtime's own weights, in seconds on the reference
    /// machine; nil means the runtime keeps no such item, or in another form.
    ///
    /// - Source: frame-system's BlockWeight, as `benchmark block` of the node reads it: the sum of
    ///   the three classes of dispatches.
    package func consumedSeconds(in overlay: StateOverlay) -> Double? {
        guard let entry = metadata.entry("System", "BlockWeight"),
            let bytes = (try? overlay.value(of: metadata.key("System", "BlockWeight"))) ?? nil
        else { return nil }
        var picoseconds: [UInt64] = []
        if let types = metadata.types, let type = entry.value.id {
            guard let value = try? types.decode(type, bytes) else { return nil }
            picoseconds = ["normal", "operational", "mandatory"].compactMap {
                BlockLimits.Weight(value[$0])?.picoseconds
            }
        } else {
            picoseconds = stride(from: 0, to: bytes.count - 7, by: 8).map {
                UInt64(UInt128(bytes[$0..<$0 + 8]))
            }
        }
        guard picoseconds.count == 3 else { return nil }
        return picoseconds.reduce(0) { $0 + Double($1) } / 1e12
    }
}
