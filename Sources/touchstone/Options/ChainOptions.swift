import ArgumentParser
import Files
import Foundation
import Measurement
import Model
import Probes

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

    /// The probes of this run, the chain's under its conditions.
    ///
    /// - Throws: what keeps the runtime that was named from being run.
    func catalog(for chain: ChainParameters?) throws -> ProbeCatalog {
        ProbeCatalog(
            chain: ChainConditions(
                preset, chain, keptState: keepState, runtime: try runtimeSource()))
    }
}
