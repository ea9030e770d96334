import Model

/// What a line of the simulated chain asks of the work that was measured, beside what that was.
///
/// A record can be judged by any profile, and its blocks, state and caches are those of the profile
/// that it was measured with: no pass rests on work that was smaller or other.
struct ChainDemand {
    /// One figure in which the measured work is not the one that is asked for.
    struct Difference: Equatable {
        /// A clause with both figures.
        var clause: String
        /// Whether the measured work is, or may be, the easier one: no pass rests on it.
        var isEasier: Bool
        /// Whether it is the harder one: no fail rests on it.
        var isHarder = false
    }

    private let form: SampleForm?
    private let parameters: [String: String]
    private let chain: ChainParameters?

    init(_ metric: MetricDefinition, _ probe: ProbeRecord, chain: ChainParameters?) {
        form = metric.form
        self.chain = chain
        parameters = probe.parameters
    }

    private func number(_ name: String) -> Int? { parameters[name].flatMap { Int($0) } }

    private var isRuntimeReal: Bool {
        if case .real = PhaseTable.Runtime(parameters) { true } else { false }
    }

    private var accounts: Int { number(ChainParameter.accounts) ?? 0 }

    /// Transfers of a measured block and of a full one; nil if the record does not say.
    ///
    /// Version 0.1.0 authored full blocks and did not name their size.
    private var transfers: (measured: Int, full: Int)? {
        let recorded = number(ChainParameter.fullTransfers)
        guard let measured = number(ChainParameter.extrinsics) ?? recorded else {
            return nil
        }
        // The chain's own runtime says itself when a block is full.
        let wanted =
            isRuntimeReal
            ? nil : form == .authoringPhases ? chain?.authoredBlock : chain?.fullBlock
        guard let full = wanted?.transfers ?? recorded else { return nil }
        return (measured, full)
    }

    /// Of which size the blocks are, where it is not that of a full one.
    var size: String {
        guard let transfers, transfers.measured != transfers.full else { return "" }
        return " (\(transfers.measured) transfers each; a full block has \(transfers.full))"
    }

    /// In what the measured work is not the one that is asked for.
    var differences: [Difference] {
        var found = sizeDifferences
        guard let chain else { return found }
        let kinds = [
            kind("state trie layout", ChainParameter.stateVersion, chain.stateVersion, "V"),
            isRuntimeReal
                ? nil
                : kind(
                    "bytes of an account", ChainParameter.accountBytes, chain.accountBytes,
                    absent: ChainParameters.accountBytesDefault),
        ]
        found += kinds.compactMap { $0 }
        found += [
            isRuntimeReal ? nil : signature(chain), cache(chain), deadline(chain), proof(chain),
        ].compactMap { $0 }
        return found
    }

    /// The state's and the blocks' size.
    private var sizeDifferences: [Difference] {
        var found: [Difference] = []
        if let transfers, transfers.measured != transfers.full {
            // A share of the weight is of blocks of any size.
            found.append(
                Difference(
                    clause: "blocks of \(transfers.measured) transfers were measured and those "
                        + "of the profile have \(transfers.full)",
                    isEasier: transfers.measured < transfers.full,
                    isHarder: transfers.measured > transfers.full && form != .weightShare))
        }
        let wanted = chain?.stateAccounts ?? ChainParameters.stateAccountsDefault
        if accounts < wanted {
            found.append(
                Difference(
                    clause: "the state has \(accounts) accounts and the profile asks for "
                        + "\(wanted): a longer preset builds them", isEasier: true))
        }
        return found
    }

    /// A figure that is the same or another; nil if it is the same, or the record does not say.
    private func kind(
        _ title: String, _ name: String, _ wanted: Int, _ prefix: String = "",
        absent: Int? = nil
    ) -> Difference? {
        guard let measured = number(name) ?? absent, measured != wanted else { return nil }
        return Difference(
            clause: "\(title): \(prefix)\(measured) was measured and the profile asks for "
                + "\(prefix)\(wanted)", isEasier: true, isHarder: true)
    }

    private func signature(_ chain: ChainParameters) -> Difference? {
        let measured =
            parameters[ChainParameter.signature] ?? TransferCost.Signature.sr25519.rawValue
        let wanted = chain.transfer.signature.rawValue
        return measured == wanted
            ? nil
            : Difference(
                clause: "signatures: \(measured) was measured and the profile asks for "
                    + "\(wanted)", isEasier: true, isHarder: true)
    }

    /// Nodes in memory are not read from the database.
    private func cache(_ chain: ChainParameters) -> Difference? {
        let measured =
            number(ChainParameter.nodeCache)
            ?? ChainParameter.nodeCacheBytes(
                accounts: accounts, most: ChainParameters.nodeCacheBytesDefault)
        let wanted = ChainParameter.nodeCacheBytes(accounts: accounts, most: chain.nodeCacheBytes)
        guard measured != wanted else { return nil }
        return Difference(
            clause: "\(measured >> 20) MiB of nodes were kept in memory and the profile asks for "
                + "\(wanted >> 20) MiB",
            isEasier: measured > wanted, isHarder: measured < wanted)
    }

    private func deadline(_ chain: ChainParameters) -> Difference? {
        guard form == .authoringPhases, let wanted = chain.authoringDeadlineSeconds,
            let measured = parameters[ChainParameter.deadline].flatMap({ Double($0) }),
            abs(measured - wanted) > 1e-6 * wanted
        else { return nil }
        return Difference(
            clause: "a deadline of \(Self.milliseconds(measured)) ms was measured and the profile "
                + "asks for \(Self.milliseconds(wanted)) ms", isEasier: true)
    }

    private func proof(_ chain: ChainParameters) -> Difference? {
        guard form == .authoringPhases, let measured = number(ChainParameter.proofBytes),
            measured != chain.authorProofBytes
        else { return nil }
        return Difference(
            clause: "a proof of \(measured) B was measured and the profile asks for "
                + "\(chain.authorProofBytes) B", isEasier: true)
    }

    /// What another database than the simulated chain's changes; nil if it is the same.
    ///
    /// - Source: parity-db, src/options.rs (`sync_wal`); polkadot #5220 (2022-03-29) and parity-db
    ///   #212 (2023-06-21), where its reads took 0.22 to 0.58 times as long as RocksDB's.
    static func note(on database: ChainParameters.Database) -> String? {
        switch database {
        case .rocksDB: nil
        case .parityDB:
            "the network's guide prescribes ParityDB, whose reads are faster, so that reads are "
                + "judged too strictly here, and whose log is synced, which a line of its own "
                + "requires"
        }
    }

    private static func milliseconds(_ seconds: Double) -> Int {
        Int((min(seconds, 1e6) * 1e3).rounded())
    }
}

extension Decision {
    /// The same with a note that changes nothing of the outcome.
    func noting(_ note: String?) -> Decision {
        guard let note else { return self }
        return replaced(outcome, "\(reason); \(note)")
    }

    /// A pass on easier work than the profile's is a warning, and a fail on harder work is none.
    func limited(to differences: [ChainDemand.Difference]) -> Decision {
        switch outcome {
        case .pass:
            let easier = differences.filter(\.isEasier)
            guard !easier.isEmpty else { return self }
            return replaced(
                .warn, ([reason] + easier.map(\.clause)).joined(separator: "; "))
        case .fail:
            let harder = differences.filter(\.isHarder)
            guard !harder.isEmpty else { return self }
            return replaced(
                .inconclusive, ([reason] + harder.map(\.clause)).joined(separator: "; "))
        case .warn, .inconclusive, .unmeasurable, .skipped:
            return self
        }
    }
}
