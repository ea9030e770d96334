package import Primitives

/// How the accounts of transfers are chosen.
package enum AccountChoice: String, CaseIterable, Sendable {
    /// Each as often as any other: the worst case for caches.
    case uniform
    /// A few very often: the logarithm of the rank is uniform, as in Zipf's law with exponent 1.
    case skewed
}

/// Makes signed transfers in a row, the same for the same seed.
package struct TransferWorkload: Sendable {
    private let state: StateGenerator
    private let genesis: Hash256
    private let choice: AccountChoice
    private var stream: HashStream
    private var nonces: [Int: UInt32] = [:]
    private var pairs: [Int: Sr25519.KeyPair] = [:]

    /// Makes transfers between the accounts of `state` on the chain whose first block is `genesis`.
    package init(
        state: StateGenerator, genesis: Hash256, choice: AccountChoice = .uniform, seed: UInt64
    ) {
        precondition(state.signers > 0, "nobody can sign")
        self.state = state
        self.genesis = genesis
        self.choice = choice
        stream = HashStream(domain: "transfers \(choice.rawValue)", seed: seed)
    }

    private mutating func choose(of count: Int) -> Int {
        switch choice {
        case .uniform: return stream.number(below: count)
        case .skewed:
            // Integers only, so that every machine chooses alike: a width, then a rank below it.
            let widths = Int.bitWidth - count.leadingZeroBitCount
            let bound = 1 << (1 + stream.number(below: widths))
            return min(stream.number(below: bound), count - 1)
        }
    }

    /// The next `count` transfers, encoded.
    package mutating func next(_ count: Int) -> [[UInt8]] {
        var result: [[UInt8]] = []
        var payload = ByteBuffer()
        while result.count < count {
            let sender = choose(of: state.signers)
            let receiver = choose(of: state.accounts)
            let amount = UInt128(1 << 29 + stream.number(below: 1 << 29))
            guard let pair = pairs[sender] ?? StateGenerator.keyPair(sender, seed: state.seed)
            else { continue }
            pairs[sender] = pair
            let nonce = nonces[sender, default: 0]
            nonces[sender] = nonce + 1
            payload.removeAll()
            SignedTransfer.appendPayload(
                receiver: state.id(of: receiver), amount: amount, nonce: nonce, genesis: genesis,
                to: &payload)
            let transfer = SignedTransfer(
                sender: state.id(of: sender), receiver: state.id(of: receiver), amount: amount,
                nonce: nonce, signature: pair.sign(payload.array))
            result.append(transfer.encoded)
        }
        return result
    }
}
