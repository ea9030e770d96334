import ArgumentParser
import Foundation
import Measurement
import Model
import Probes

extension Preset {
    /// What a run simulates of a chain: the sizes by preset, the limits by profile.
    ///
    /// - Parameter chain: `nil` = no profile, or one without a chain: 5 MiB proofs, 500 ms of
    ///   weight, 1500 ms for the author, layout V1.
    /// - Returns: what the probes simulate, without a kept state.
    func chainConditions(_ chain: ChainParameters?) -> ChainConditions {
        var conditions = ChainConditions.typical
        if let chain {
            let full = chain.fullBlock.transfers
            conditions.stateVersion = chain.stateLayout == .v0 ? 0 : 1
            conditions.fullTransfers = full
            conditions.transfers = full
            conditions.deadlineSeconds =
                chain.authoringDeadlineSeconds ?? conditions.deadlineSeconds
            // Of the largest proof, the node fills 85 % (cumulus, the lookahead collator).
            conditions.proofBytesMax = chain.povLimitBytesAssumed * 85 / 100
        }
        switch self {
        case .quick:
            conditions.accounts = 100_000
            // Ours: 299 full blocks, the fewest that a p99 is told from, would take too long.
            conditions.transfers = min(200, conditions.transfers)
            conditions.authoredBlocks = 7
        case .standard: break
        case .thorough:
            conditions.accounts = 10_000_000
            conditions.blocks = 599
        }
        return conditions
    }

    /// Probes with the chain's among them under this preset's conditions.
    func conditioned(_ probes: [any Probe], by chain: ChainParameters?) -> [any Probe] {
        ProbeCatalog.probes(probes, under: chainConditions(chain))
    }
}

extension RunOptions {
    /// Makes the directory of a kept state, and removes what killed runs have left in it.
    func prepareKeptState(say: (String) -> Void) throws {
        guard let keepState else { return }
        do {
            try FileManager.default.createDirectory(
                atPath: keepState, withIntermediateDirectories: true)
        } catch {
            throw CommandFailure(
                .preflightBlocked, "--keep-state \(keepState): \(error.localizedDescription)")
        }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: keepState)) ?? []
        for name in names where name.hasPrefix("extrinsics-") && name.hasSuffix(".new") {
            try? FileManager.default.removeItem(atPath: keepState + "/" + name)
        }
        for name in ScratchSpace(directory: keepState).removeLeftovers() {
            say("removed \(name), left behind by a run that was killed")
        }
    }

    /// Probes with the chain's among them under this run's conditions.
    func conditioned(_ probes: [any Probe], by chain: ChainParameters?) -> [any Probe] {
        var conditions = preset.chainConditions(chain)
        conditions.keptState = keepState
        return ProbeCatalog.probes(probes, under: conditions)
    }
}
