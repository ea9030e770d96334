import ArgumentParser
import Files
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
    ///
    /// - Throws: exit code 4 when it cannot be made, or would not lie on the disk under test.
    func prepareKeptState(say: (String) -> Void) throws {
        guard let keepState else { return }
        if let path, let place = Self.foreignPlace(of: keepState, beside: path) {
            throw CommandFailure(
                .preflightBlocked,
                "--keep-state \(keepState): \(place) lies on another filesystem or subvolume "
                    + "than --path \(path), so that another disk would be measured; name a "
                    + "directory on the same filesystem, such as \(Self.keptExample(in: path))")
        }
        do throws(FileError) {
            try FileTree.makeFolders(keepState)
        } catch {
            throw CommandFailure(
                .preflightBlocked,
                "--keep-state \(keepState): cannot make this directory: "
                    + "\(AtomicFile.reason(error)); name one that you may write to, on the "
                    + "filesystem of --path")
        }
        if let obstacle = ChainConditions.obstacle(inKept: keepState) {
            throw CommandFailure(.preflightBlocked, "--keep-state \(keepState): \(obstacle)")
        }
        for name in FileTree.names(in: keepState)
        where name.hasPrefix("extrinsics-") && name.hasSuffix(".new") {
            let path = keepState + "/" + name
            // A draft is a file; whatever else has such a name is not ours.
            guard FileFacts(path, followsLink: false)?.kind == .file else { continue }
            FileTree.removeFile(path)
        }
        ScratchSpace(directory: keepState).removeLeftovers().lines.forEach(say)
    }

    /// The nearest directory at or above `kept` that is there, if its filesystem is not that of
    /// `path`: the state's database is what the chain probes measure, and it moves with the state.
    private static func foreignPlace(of kept: String, beside path: String) -> String? {
        var tested = stat()
        guard stat(path, &tested) == 0 else { return nil }
        var place = kept
        var status = stat()
        while stat(place, &status) != 0 {
            let parent = FilePath.parent(of: place)
            if parent == place { return nil }
            place = parent
        }
        return status.st_dev == tested.st_dev ? nil : place
    }

    private static func keptExample(in path: String) -> String {
        path.hasSuffix("/") ? path + "kept-state" : path + "/kept-state"
    }

    /// Probes with the chain's among them under this run's conditions.
    func conditioned(_ probes: [any Probe], by chain: ChainParameters?) -> [any Probe] {
        var conditions = preset.chainConditions(chain)
        conditions.keptState = keepState
        return ProbeCatalog.probes(probes, under: conditions)
    }
}
