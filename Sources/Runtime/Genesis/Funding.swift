import Primitives

/// Puts accounts with a balance into a state, as the runtime itself would hold them.
package struct Funding {
    private let rules: RuntimeRules

    /// Funds accounts of a chain with these rules.
    package init(_ rules: RuntimeRules) { self.rules = rules }

    /// Enough for fees and transfers of any chain, and so little that the sum of millions fits;
    /// ours.
    package static let balance: UInt128 = 1_000_000_000_000_000_000_000_000

    /// Before version 14 metadata does not describe currencies: so many of them, by their numbers.
    private static let currenciesTried: UInt8 = 12

    /// Funds accounts in a state in memory, and raises the chain's sums.
    package func fund(
        _ accounts: [[UInt8]], in state: MemoryState
    ) throws(RuntimeTrouble) {
        for account in accounts {
            for pair in pairs(of: account) { state.set(pair.key, to: pair.value) }
        }
        let total = Self.balance.multipliedReportingOverflow(by: UInt128(accounts.count))
        let sums: [(key: [UInt8], value: [UInt8])]
        do throws(StateError) {
            sums = try issuance(of: total.overflow ? .max : total.partialValue) {
                (key) throws(StateError) in state.value(of: key)
            }
        } catch {
            throw .state(error)
        }
        for sum in sums { state.set(sum.key, to: sum.value) }
    }

    /// The key that an account lies under.
    package func key(of account: [UInt8]) -> [UInt8] {
        rules.metadata.key("System", "Account") + rules.account.hasher.hash(account)
    }

    /// The pairs that an account adds.
    package func pairs(
        of account: [UInt8]
    ) -> [(key: [UInt8], value: [UInt8])] {
        var pairs = [(key: key(of: account), value: rules.account.encoded(free: Self.balance))]
        if rules.transfer?.isOfTokens == true,
            let entry = rules.metadata.entry("Tokens", "Accounts")
        {
            for currency in currencies {
                var value = entry.fallback
                value.replace(at: 0, with: Scale.littleEndian(Self.balance))
                pairs.append((tokenKey("Accounts", [account, currency]), value))
            }
        }
        return pairs
    }

    /// Where a runtime's own currency is held beside others: the currencies to be funded.
    private var currencies: [[UInt8]] {
        rules.metadata.types == nil
            ? (0..<Self.currenciesTried).map { [$0] } : [rules.nativeCurrency]
    }

    private func tokenKey(_ item: String, _ parts: [[UInt8]]) -> [UInt8] {
        let hashers = rules.metadata.entry("Tokens", item)?.hashers ?? []
        return zip(parts, hashers).reduce(rules.metadata.key("Tokens", item)) { key, part in
            key + part.1.hash(part.0)
        }
    }

    /// The free balance of an account; nil if it is not kept where this program looks.
    package func balance(
        of account: [UInt8], read: ([UInt8]) throws(StateError) -> [UInt8]?
    ) throws(StateError) -> UInt128? {
        if rules.transfer?.isOfTokens == true {
            if rules.metadata.types == nil { return nil }
            let value = try read(tokenKey("Accounts", [account, rules.nativeCurrency]))
            return value.map { UInt128($0.prefix(16)) }
        }
        return try read(key(of: account)).flatMap { rules.account.freeBalance(of: $0) }
    }

    /// Keys of sums that grow by `total`, with what they are after it.
    package func issuance(
        of total: UInt128, read: ([UInt8]) throws(StateError) -> [UInt8]?
    ) throws(StateError) -> [(key: [UInt8], value: [UInt8])] {
        var keys: [[UInt8]] = []
        for pallet in Set(["Balances", rules.transfer?.pallet ?? "Balances"]) {
            guard let entry = rules.metadata.entry(pallet, "TotalIssuance"), entry.key == nil
            else { continue }
            keys.append(rules.metadata.key(pallet, "TotalIssuance"))
        }
        if rules.transfer?.isOfTokens == true {
            keys += currencies.map { tokenKey("TotalIssuance", [$0]) }
        }
        var pairs: [(key: [UInt8], value: [UInt8])] = []
        for key in keys {
            let before = UInt128(try read(key) ?? [])
            let after = before.addingReportingOverflow(total)
            pairs.append((key, Scale.littleEndian(after.overflow ? .max : after.partialValue)))
        }
        return pairs
    }
}

extension RuntimeRules {
    /// The identifier of a chain's own currency where it is one of several, encoded.
    ///
    /// - Source: a constant of the runtime by its name; else what orml's chains number first.
    var nativeCurrency: [UInt8] {
        for pallet in metadata.pallets {
            for (name, constant) in pallet.constants.sorted(by: { $0.key < $1.key })
            where name.contains("NativeToken")
                || (name.contains("Native") && name.contains("Currency"))
            {
                return constant.value
            }
        }
        return metadata.types == nil ? [3] : [0, 0]
    }
}
