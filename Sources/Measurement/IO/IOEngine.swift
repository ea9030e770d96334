// Here: reads and writes of blocks by io_uring or threads.
// May use: scratch files, timing.
// Never: a probe, a verdict.

internal import Glibc
package import Model

/// A way to keep blocks of one file in flight.
///
/// Figures of two engines are never compared: the name of each stands in the record as the
/// probe's implementation.
package protocol IOEngine: AnyObject {
    /// `io_uring` or `pread/pwrite threads`.
    var name: String { get }

    /// Keeps as many blocks in flight as the job says until it ends, and then none.
    ///
    /// Blocks that fail are counted and not tried again. When the run is cancelled, nothing more is
    /// begun; what is in flight is waited for, since its memory must not be released before.
    ///
    /// - Throws: `cancelled`; `system` when the kernel refuses the engine itself, not a block.
    func run(
        _ job: IOJob, on blocks: ScratchBlocks, cancellation: Cancellation
    ) throws(ProbeError) -> IOTally
}

/// Which engine there is here.
package enum IOEngines {
    /// Why io_uring was not used; nil if it is.
    package struct Choice {
        package let engine: any IOEngine
        package let refusal: String?
    }

    /// io_uring, or threads where the kernel refuses it.
    ///
    /// Asked for in this very process and not derived from a version: a container's filter answers
    /// EPERM or EACCES, to the ring itself or to what is submitted to it, a kernel without it
    /// ENOSYS, and old kernels count its memory against a limit (ENOMEM).
    ///
    /// - Parameters:
    ///   - file: what the blocks lie in.
    ///   - blocks: what its pages should hold.
    ///   - blockBytes: the largest of the jobs to come.
    ///   - depth: the greatest of the jobs to come.
    /// - Returns: the engine, and why it is not io_uring where it is not.
    /// - Throws: `system` when there is no memory for the blocks.
    /// - Source: moby profiles/seccomp/default.json (io_uring is on no list since v25);
    ///   kernel.io_uring_disabled in Linux Documentation/admin-guide/sysctl/kernel.rst.
    package static func choose(
        for file: ScratchFile, blocks: ScratchBlocks, blockBytes: Int, depth: Int
    ) throws(ProbeError) -> Choice {
        do throws(ProbeError) {
            return Choice(
                engine: try UringEngine(
                    file: file, blocks: blocks, blockBytes: blockBytes, depth: depth),
                refusal: nil)
        } catch .system(_, UringRing.subject, let code) {
            return Choice(
                engine: try ThreadEngine(
                    file: file, blocks: blocks, blockBytes: blockBytes, depth: depth),
                refusal: "io_uring is refused here (\(String(cString: strerror(code))))")
        }
    }
}

extension IOEngine {
    /// What stands in the record.
    package var implementation: Implementation { Implementation(name: name) }
}
