package import Primitives

/// How the accounts of transfers are chosen.
package enum AccountChoice: String, CaseIterable, Sendable {
    /// Each as often as any other: the worst case for caches.
    case uniform
    /// A few very often: the logarithm of the rank is uniform, as in Zipf's law with exponent 1.
    case zipf = "skewed"
}

/// What the extrinsics of a workload do.
package enum Workload: Sendable, Equatable {
    /// Transfers between accounts so chosen.
    case transfers(AccountChoice)
    /// Calls that each read so many accounts, 1 or more, any as often as any other.
    case reads(accounts: Int)
}

/// An extrinsic that is chosen and not signed yet; signing is pure, so any thread may do it.
package struct UnsignedExtrinsic: Sendable {
    fileprivate enum Call {
        case transfer(receiver: AccountID, amount: UInt128)
        case read([AccountID])
    }

    fileprivate let signer: Int
    fileprivate let sender: AccountID
    fileprivate let nonce: UInt32
    fileprivate let call: Call
    fileprivate let genesis: Hash256
    fileprivate let seed: UInt64
    fileprivate let scheme: AccountForm.Scheme

    /// The extrinsic, encoded, its length in front.
    ///
    /// `pair` is the signer's; nil = it is made from the seed.
    package func signed(by pair: Signer? = nil) -> [UInt8] {
        var callBytes = ByteBuffer()
        switch call {
        case .transfer(let receiver, let amount):
            SignedTransfer.appendCall(receiver: receiver, amount: amount, to: &callBytes)
        case .read(let accounts):
            SignedReads.appendCall(accounts, to: &callBytes)
        }
        var extensions = ByteBuffer()
        SignedPayload.appendExtensions(nonce: nonce, to: &extensions)
        var payload = ByteBuffer()
        SignedPayload.append(
            call: callBytes.bytes, extensions: extensions.bytes, genesis: genesis, to: &payload)
        let pair = pair ?? Signer(signer, seed: seed, scheme: scheme)
        return SignedPayload.extrinsic(
            call: callBytes.bytes, sender: sender, nonce: nonce,
            signature: pair?.sign(payload.array)
                ?? ExtrinsicSignature(scheme: scheme, bytes: []))
    }
}

/// Makes extrinsics in a row, the same for the same seed.
package struct TransferWorkload: Sendable {
    private let state: StateGenerator
    private let genesis: Hash256
    private let workload: Workload
    private var stream: HashStream
    private var nonces: [Int: UInt32] = [:]
    private var pairs: [Int: Signer] = [:]

    /// Makes transfers between the accounts of `state` on the chain whose first block is `genesis`.
    package init(
        state: StateGenerator, genesis: Hash256, choice: AccountChoice = .uniform, seed: UInt64
    ) {
        self.init(state: state, genesis: genesis, workload: .transfers(choice), seed: seed)
    }

    /// Makes extrinsics of a kind on the chain whose first block is `genesis`.
    package init(state: StateGenerator, genesis: Hash256, workload: Workload, seed: UInt64) {
        precondition(state.signers > 0, "nobody can sign")
        self.state = state
        self.genesis = genesis
        self.workload = workload
        switch workload {
        case .transfers(let choice):
            stream = HashStream(domain: "transfers \(choice.rawValue)", seed: seed)
        case .reads(let accounts):
            precondition(1...SignedReads.accountsMax ~= accounts, "a call reads an account")
            stream = HashStream(domain: "reads", seed: seed)
        }
    }

    private mutating func choose(of count: Int) -> Int {
        guard workload == .transfers(.zipf) else { return stream.number(below: count) }
        // Integers only, so that every machine chooses alike: a width, then a rank below it.
        let widths = Int.bitWidth - count.leadingZeroBitCount
        let bound = 1 << (1 + stream.number(below: widths))
        return min(stream.number(below: bound), count - 1)
    }

    /// Chooses the next extrinsic and its nonce.
    package mutating func plan() -> UnsignedExtrinsic {
        let sender = choose(of: state.signers)
        let call: UnsignedExtrinsic.Call
        switch workload {
        case .transfers:
            let receiver = choose(of: state.accounts)
            let amount = UInt128(1 << 29 + stream.number(below: 1 << 29))
            call = .transfer(receiver: state.id(of: receiver), amount: amount)
        case .reads(let count):
            call = .read((0..<count).map { _ in state.id(of: choose(of: state.accounts)) })
        }
        let nonce = nonces[sender, default: 0]
        nonces[sender] = nonce + 1
        return UnsignedExtrinsic(
            signer: sender, sender: state.id(of: sender), nonce: nonce, call: call,
            genesis: genesis, seed: state.seed, scheme: state.form.scheme)
    }

    /// The next `count` extrinsics, signed on this thread and encoded.
    package mutating func next(_ count: Int) -> [[UInt8]] {
        (0..<count).map { _ in
            let extrinsic = plan()
            let pair =
                pairs[extrinsic.signer]
                ?? Signer(extrinsic.signer, seed: state.seed, scheme: state.form.scheme)
            pairs[extrinsic.signer] = pair
            return extrinsic.signed(by: pair)
        }
    }
}
