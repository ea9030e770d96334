import Chain
import Glibc
import Primitives

/// The simulated chain's work, counted in sr25519 verifications on the same machine.
///
/// Seconds drift with the machine's other load; the two halves of a pair drift alike.
enum ChainRatios {
    /// Accounts changed by a block of 1,000 transfers.
    private static let changedAccounts = 2000

    /// Verifications in whose time an earlier trial built a state on two threads; the goal is a
    /// quarter more.
    private static let buildVerifications = [1_000_000: 78_000, 10_000_000: 1_060_000]

    /// The goal for the root of the changed accounts: ours, a quarter of their signatures.
    private static let rootVerificationsMax = 450

    /// Builds a state of `accounts` accounts, changes 2,000 of them `rounds` times, and prints both
    /// in verifications.
    ///
    /// - Returns: Whether every root was right.
    static func run(accounts: Int, rounds: Int) -> Bool {
        print("\nthe simulated chain at \(accounts) accounts, in sr25519 verifications")
        var isRight = true
        for layout in TrieLayout.allCases {
            do {
                isRight = try run(layout, accounts: accounts, rounds: rounds) && isRight
            } catch {
                print("  \(error)")
                return false
            }
        }
        return isRight
    }

    private static func run(_ layout: TrieLayout, accounts: Int, rounds: Int) throws -> Bool {
        try building(layout, accounts: accounts)
        let store = MemoryNodeStore()
        let kept = StateGenerator(
            accounts: min(accounts, 100_000), signers: 0, seed: 1, layout: layout)
        let keptRoot = try kept.build(to: store)
        var ratios: [Double] = []
        var isRight = true
        for round in 0..<rounds {
            let (root, time) = try storageRoot(kept, keptRoot, store, round: round)
            ratios.append(time / verificationSeconds(100))
            let (again, _) = try storageRoot(kept, keptRoot, store, round: round)
            isRight = isRight && root == again
        }
        let spread = Spread(ratios)
        print(
            "  V\(layout.rawValue): root of \(changedAccounts) changes at \(kept.accounts): "
                + "\(spread.description(places: 0)), to stay within \(rootVerificationsMax)")
        return isRight
    }

    /// Builds the state on the disk, with verifications before and behind it; the signers' keys
    /// are made before.
    private static func building(_ layout: TrieLayout, accounts: Int) throws {
        var setting = ChainSetting([])
        setting?.accounts = accounts
        setting?.layout = layout
        guard let setting else { return }
        try setting.withFolder { path in
            let generator = setting.generator
            let (before, beforeProcessor) = verifying()
            let start = processorSeconds()
            let time = try seconds(of: { _ = try setting.state(in: path, generator) })
            let processor = processorSeconds() - start
            let (behind, behindProcessor) = verifying()
            let limit = buildVerifications[accounts].map { ", to stay within \($0 * 5 / 4)" } ?? ""
            print(
                "  V\(layout.rawValue): state on the disk, \(setting.threads) threads: "
                    + "\(Int(2 * time / (before + behind)))\(limit); by CPU time, which "
                    + "neighbours do not lengthen, "
                    + "\(Int(2 * processor / (beforeProcessor + behindProcessor)))")
        }
    }

    /// Seconds of one verification, by the clock and of CPU time.
    private static func verifying() -> (Double, Double) {
        let count = 1000
        let start = processorSeconds()
        let time = verificationSeconds(count)
        return (time, (processorSeconds() - start) / Double(count))
    }

    /// Seconds of CPU time that all threads of this process have used.
    private static func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Reads the accounts untimed, as execution would have, and times the change and the hashing.
    private static func storageRoot(
        _ state: StateGenerator, _ root: Hash256, _ store: MemoryNodeStore, round: Int
    ) throws -> (Hash256, Double) {
        var trie = PatriciaTrie(root: root, layout: state.layout, source: store)
        var changes = TrieChanges()
        var keys: [[UInt8]] = []
        for index in 0..<changedAccounts {
            var key = ByteBuffer()
            let account = (round * 7919 + index * 104_729) % state.accounts
            StorageKey.appendAccount(state.id(of: account), to: &key)
            keys.append(key.array)
        }
        keys.sort { $0.lexicographicallyPrecedes($1) }
        for key in keys { _ = try trie.value(for: key) }
        var value = ByteBuffer()
        AccountInfo(nonce: UInt32(round) + 1, free: 1 << 60)
            .append(to: &value, form: state.form)
        let new = value.array
        var changed = root
        let clock = ContinuousClock()
        let start = clock.now
        for key in keys { try trie.set(key, to: new) }
        changed = trie.commit(into: &changes)
        return (changed, (clock.now - start) / .seconds(1))
    }

    /// Seconds of one verification, by `count` of them.
    private static func verificationSeconds(_ count: Int) -> Double {
        guard let pair = StateGenerator.keyPair(0, seed: 1) else { return 1 }
        let message = [UInt8](repeating: 3, count: 32)
        let signature = pair.sign(message)
        let elapsed = seconds(of: {
            for _ in 0..<count {
                OptimizerBarrier.consume(
                    Sr25519.verify(
                        signature: signature, message: message, publicKey: pair.publicKey))
            }
        })
        return elapsed / Double(count)
    }
}
