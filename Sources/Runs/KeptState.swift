import Files
import Glibc
import Measurement
import Probes

/// The directory in which a run keeps the chain's state for the next one.
struct KeptState {
    private let directory: String
    /// The directory on the disk under test; nil means none.
    private let path: String?

    /// What a request asks for; nil means nothing is kept.
    init?(_ request: RunRequest) {
        guard let directory = request.keepState else { return nil }
        self.directory = directory
        path = request.path
    }

    /// Makes the directory, and deletes what killed runs have left in it.
    ///
    /// - Throws: exit code 4 when it cannot be made, or would not lie on the disk under test.
    func prepare(say: (String) -> Void) throws {
        if let path, let place = Self.foreignPlace(of: directory, beside: path) {
            throw CommandFailure(
                .preflightBlocked,
                "--keep-state \(directory): \(place) lies on another filesystem or subvolume "
                    + "than --path \(path), so that another disk would be measured; name a "
                    + "directory on the same filesystem, such as \(Self.example(in: path))")
        }
        do throws(FileError) {
            try FileTree.makeFolders(directory)
        } catch {
            throw CommandFailure(
                .preflightBlocked,
                "--keep-state \(directory): cannot make this directory: \(error.reason); name one "
                    + "that you may write to, on the filesystem of --path")
        }
        if let obstacle = ChainConditions.obstacle(inKept: directory) {
            throw CommandFailure(.preflightBlocked, "--keep-state \(directory): \(obstacle)")
        }
        for name in FileTree.names(in: directory)
        where name.hasPrefix("extrinsics-") && name.hasSuffix(".new") {
            let path = directory + "/" + name
            // A draft is a file; whatever else has such a name is not ours.
            guard FileFacts(path, followsLink: false)?.kind == .file else { continue }
            FileTree.removeFile(path)
        }
        ScratchSpace(directory: directory).removeLeftovers().lines.forEach(say)
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

    private static func example(in path: String) -> String {
        path.hasSuffix("/") ? path + "kept-state" : path + "/kept-state"
    }
}
