import Measurement
package import Model

extension ChainConditions {
    /// What a run simulates of a chain: the sizes by preset, the limits by profile.
    ///
    /// - Parameters:
    ///   - preset: How long the run is.
    ///   - chain: Of the profile; nil means no profile, or one without a chain: 5 MiB proofs, 500
    ///     ms of weight, 1500 ms for the author, layout V1.
    ///   - keptState: Where the state is kept; nil if it is made and deleted.
    ///   - runtime: The chain's own, which tells when a block is full; nil means none.
    package init(
        _ preset: Preset, _ chain: ChainParameters?, keptState: String? = nil,
        runtime: RuntimeSource? = nil
    ) {
        self = .typical
        self.keptState = keptState
        if let chain {
            let full = chain.fullBlock.transfers
            stateVersion = chain.stateVersion
            accountBytes = chain.accountBytes
            nodeCacheBytesMost = chain.nodeCacheBytes
            transfer = chain.transfer
            fullTransfers = full
            transfers = full
            authoredTransfers = chain.authoredBlock.transfers
            deadlineSeconds = chain.authoringDeadlineSeconds ?? deadlineSeconds
            proofBytesMax = chain.authorProofBytes
        }
        if let runtime {
            self.runtime = runtime
            stateVersion = runtime.stateVersion
            fullTransfers = runtime.fullTransactions
            transfers = runtime.fullTransactions
            authoredTransfers = runtime.fullTransactions
        }
        switch preset {
        case .quick:
            accounts = 100_000
            // Ours: 299 full blocks, the fewest that a p99 is distinguished from, would take too
            // long.
            transfers = min(200, transfers)
            authoredBlocks = 7
        case .standard: break
        case .thorough:
            accounts = 10_000_000
            blocks = 599
        }
    }
}
