internal import Host
import Measurement
internal import Synchronization

/// The file that the disk probes of one run share.
///
/// It is kept as long as any session uses it: filling one takes seconds and gigabytes.
final class SharedScratchFile: Sendable {
    private struct State: @unchecked Sendable {
        // SAFETY: sessions are used by one thread at a time, and so is what they share.
        weak var file: PreparedFile?
        /// Why the file of a request could not be made: each probe that asks would try again, and
        /// write gigabytes only to fail in the same way.
        var failure: (request: PreparedFile.Request, directory: String, error: ProbeError)?
    }

    private let current = Mutex(State())

    /// The file that all disk probes of a run work on.
    ///
    /// - Throws: `unavailable` without a disk, and what making the file throws.
    static func file(in environment: ProbeEnvironment) throws(ProbeError) -> PreparedFile {
        try environment.resources.kept("disk file") { SharedScratchFile() }.file(in: environment)
    }

    private func file(in environment: ProbeEnvironment) throws(ProbeError) -> PreparedFile {
        guard let scratch = environment.scratch else { throw .unavailable("no disk was named") }
        let isSmoke = environment.scale == .smoke
        let request = PreparedFile.Request(
            bytes: isSmoke ? Self.smokeBytes : environment.diskFileBytes, seed: environment.seed,
            mustBeProven: environment.demandsProof && !isSmoke)
        // Never shared in tests, which run at the same time.
        if isSmoke {
            return try PreparedFile(request, in: scratch, cancellation: environment.cancellation)
        }
        let (shared, failure) = current.withLock { ($0.file, $0.failure) }
        if let shared, shared.request == request, shared.directory == scratch.directory {
            return shared
        }
        if let failure, failure.request == request, failure.directory == scratch.directory {
            throw failure.error
        }
        do throws(ProbeError) {
            let file = try Self.make(request, in: scratch, cancellation: environment.cancellation)
            current.withLock { $0 = State(file: file) }
            return file
        } catch {
            if error != .cancelled {
                current.withLock { $0.failure = (request, scratch.directory, error) }
            }
            throw error
        }
    }

    /// Makes the file, unless nothing that is done with it could be proven.
    private static func make(
        _ request: PreparedFile.Request, in scratch: ScratchSpace, cancellation: Cancellation
    ) throws(ProbeError) -> PreparedFile {
        if request.mustBeProven {
            let trial = try scratch.makeFile()
            let meter = DeviceMeter.behind(descriptor: trial.descriptor)
            if let why = DiskSession.obstacle(to: meter) {
                throw DiskSession.unproven(scratch.directory, why)
            }
        }
        return try PreparedFile(request, in: scratch, cancellation: cancellation)
    }

    /// Size of the file in tests.
    static let smokeBytes = 4 << 20
}
