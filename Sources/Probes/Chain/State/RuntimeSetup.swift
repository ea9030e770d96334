import Chain
import Measurement
import Primitives
import Runtime

/// What the blocks of a chain's own runtime are made of: the first state, who signs, and how the
/// chain goes on.
struct RuntimeSetup: Sendable {
    let plan: BlockPlan
    let state: StateGenerator
    let signers: [AccountKey]
    /// What was done to the state that its file does not say.
    let notes: [String]

    /// Our accounts' keys begin behind those of the trial; ours.
    private static let firstKey = 1_000_000

    /// Transactions of the trial's block; ours.
    private static let trialTransactions = 5

    /// Runs a trial in memory, which is past all migrations, and puts the accounts on its state.
    ///
    /// - Parameters:
    ///   - opened: The runtime.
    ///   - accounts: Of the state, beside those that the chain and the trial have.
    ///   - threads: How many threads make the keys.
    ///   - cancellation: Asked between them.
    /// - Throws: What keeps the trial from running; `cancelled`.
    init(
        _ opened: OpenedRuntime, accounts: Int, threads: Int, cancellation: Cancellation
    ) throws(ProbeError) {
        let runtime: WasmRuntime
        do throws(RuntimeError) {
            runtime = try WasmRuntime(opened.module)
        } catch { throw ProbeError(error) }
        try self.init(
            opened.file, by: runtime, accounts: accounts, threads: threads,
            cancellation: cancellation)
    }

    init(
        _ file: RuntimeFile, by runtime: any RuntimeCalling, accounts: Int, threads: Int,
        cancellation: Cancellation
    ) throws(ProbeError) {
        let chain: MemoryChain
        do throws(RuntimeTrouble) {
            chain = try RuntimeTrial.run(
                file, by: runtime, blocks: 1, transactions: Self.trialTransactions
            ).chain
        } catch { throw ProbeError(error) }
        guard let plan = chain.plan, plan.route != .nothing else {
            throw .failed("the runtime takes no transaction, so blocks cannot be filled")
        }
        let rules = plan.rules
        guard rules.metadata.key("System", "Account") == StorageKey.accountPrefix,
            rules.account.hasher == .blake2128Concat
        else {
            throw .failed("the runtime keeps its accounts under other keys than all known ones")
        }
        guard !chain.state.hasChildren else {
            throw .failed("the chain's first state has child tries, which are not kept on the disk")
        }
        let count = min(accounts, StateGenerator.signersMax)
        signers = try Self.keys(
            count, scheme: rules.format.scheme, threads: threads, cancellation)
        let contents = try Self.contents(chain, rules, signers, accounts: accounts)
        state = StateGenerator(
            accounts: accounts, contents: contents, seed: ChainConditions.seed,
            layout: rules.layout)
        self.plan = plan
        notes = chain.notes
    }

    private static func keys(
        _ count: Int, scheme: ExtrinsicFormat.Scheme, threads: Int, _ cancellation: Cancellation
    ) throws(ProbeError) -> [AccountKey] {
        let parts = try ProbeThread.runAll(count: threads) { thread throws(ProbeError) in
            var keys: [AccountKey] = []
            for index in count * thread / threads..<count * (thread + 1) / threads {
                try cancellation.check()
                guard let key = AccountKey.numbered(firstKey + index, scheme: scheme) else {
                    throw .failed("no key can be made for an account")
                }
                keys.append(key)
            }
            return keys
        }
        return Array(parts.joined())
    }

    /// The trial's state with the chain's sums raised and, where a chain keeps balances elsewhere,
    /// those of the accounts that sign.
    private static func contents(
        _ chain: MemoryChain, _ rules: RuntimeRules, _ signers: [AccountKey], accounts: Int
    ) throws(ProbeError) -> StateContents {
        let funding = Funding(rules)
        let state = chain.state
        for key in rules.absentKeys { state.set(key, to: nil) }
        let total = Funding.balance.multipliedReportingOverflow(by: UInt128(accounts))
        do throws(StateError) {
            let sums = try funding.issuance(of: total.overflow ? .max : total.partialValue) {
                (key) throws(StateError) in state.value(of: key)
            }
            for sum in sums { state.set(sum.key, to: sum.value) }
        } catch { throw .failed("\(error)") }
        for signer in signers where rules.transfer?.isOfTokens == true {
            for pair in funding.pairs(of: signer.account).dropFirst() {
                state.set(pair.key, to: pair.value)
            }
        }
        return StateContents(
            pairs: state.pairs, signers: signers.map(\.account),
            accountValue: rules.account.encoded(free: Funding.balance))
    }
}

/// Transactions of a runtime's workload, chosen in a row and signed on several threads.
struct RuntimeWorkload {
    private let setup: RuntimeSetup
    private var generator = SeededGenerator(seed: ChainConditions.seed)
    private var nonces: [Int: UInt64] = [:]
    private var number = 0

    init(_ setup: RuntimeSetup) { self.setup = setup }

    private struct Choice: Sendable {
        var number: Int
        var payer: Int
        var nonce: UInt64
        var receiver: Int
    }

    /// The next so many between accounts that are chosen as `choice` says.
    mutating func next(
        _ count: Int, choice: AccountChoice, threads: Int, _ cancellation: Cancellation
    ) throws(ProbeError) -> [[UInt8]] {
        let choices = (0..<count).map { _ in choose(choice) }
        let parts = try ProbeThread.runAll(count: threads) { [setup] thread throws(ProbeError) in
            var signed: [[UInt8]] = []
            for one in choices[count * thread / threads..<count * (thread + 1) / threads] {
                try cancellation.check()
                let transaction = setup.plan.transaction(
                    one.number, by: setup.signers[one.payer], nonce: one.nonce,
                    to: setup.state.idBytes(of: one.receiver))
                guard let transaction else { throw .failed("the runtime takes no transaction") }
                signed.append(transaction)
            }
            return signed
        }
        return Array(parts.joined())
    }

    private mutating func choose(_ choice: AccountChoice) -> Choice {
        let payer = index(below: setup.signers.count, choice)
        var receiver = index(below: setup.state.accounts, choice)
        // A transfer to oneself is not one.
        if receiver == payer { receiver = (payer + 1) % setup.state.accounts }
        let nonce = nonces[payer, default: 0]
        nonces[payer] = nonce + 1
        defer { number += 1 }
        return Choice(number: number, payer: payer, nonce: nonce, receiver: receiver)
    }

    /// Uniform, or a few very often: a width, then a rank below it.
    private mutating func index(below bound: Int, _ choice: AccountChoice) -> Int {
        guard choice == .zipf else { return Int.random(in: 0..<bound, using: &generator) }
        let widths = Int.bitWidth - bound.leadingZeroBitCount
        let width = 1 << (1 + Int.random(in: 0..<widths, using: &generator))
        return min(Int.random(in: 0..<width, using: &generator), bound - 1)
    }
}
