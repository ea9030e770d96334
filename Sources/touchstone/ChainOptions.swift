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
        let code = Self.makeDirectories(keepState)
        if code != 0 {
            throw CommandFailure(
                .preflightBlocked,
                "--keep-state \(keepState): cannot make this directory: "
                    + "\(String(cString: strerror(code))); name one that you may write to, on the "
                    + "filesystem of --path")
        }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: keepState)) ?? []
        for name in names where name.hasPrefix("extrinsics-") && name.hasSuffix(".new") {
            try? FileManager.default.removeItem(atPath: keepState + "/" + name)
        }
        for name in ScratchSpace(directory: keepState).removeLeftovers() {
            say("removed \(name), left behind by a run that was killed")
        }
    }

    /// The nearest directory at or above `kept` that is there, if its filesystem is not that of
    /// `path`: the state's database is what the chain probes measure, and it moves with the state.
    private static func foreignPlace(of kept: String, beside path: String) -> String? {
        var tested = stat()
        guard stat(path, &tested) == 0 else { return nil }
        var place = kept
        var status = stat()
        while stat(place, &status) != 0 {
            let parent = parent(of: place)
            if parent == place { return nil }
            place = parent
        }
        return status.st_dev == tested.st_dev ? nil : place
    }

    /// Makes a directory and those above it; returns 0 or the errno that stopped it.
    private static func makeDirectories(_ path: String) -> Int32 {
        if mkdir(path, 0o755) == 0 { return 0 }
        let code = errno
        var status = stat()
        if code == EEXIST {
            return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR ? 0 : ENOTDIR
        }
        let parent = parent(of: path)
        guard code == ENOENT, parent != path else { return code }
        let above = makeDirectories(parent)
        // Another process may have made it meanwhile.
        if above != 0 { return above }
        return mkdir(path, 0o755) == 0 || errno == EEXIST ? 0 : errno
    }

    private static func parent(of path: String) -> String {
        var trimmed = path[...]
        while trimmed.count > 1, trimmed.last == "/" { trimmed = trimmed.dropLast() }
        guard let slash = trimmed.lastIndex(of: "/") else { return "." }
        return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
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
