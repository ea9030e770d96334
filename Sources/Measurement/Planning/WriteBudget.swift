internal import Synchronization

/// How many bytes may be written to the disk under test, and how many were.
///
/// Bytes are taken before they are written, so that the limit is never exceeded. What the
/// filesystem adds for itself, its journal above all, is not counted.
package final class WriteBudget: Sendable {
    /// `nil` = as many as the plan says.
    package let limitBytes: Int?
    /// The most that one block of a probe that shares the scratch file may write; `nil` = as many
    /// as it can in its time.
    package let blockBytes: Int?
    private let taken = Atomic<Int>(0)

    package init(limitBytes: Int? = nil, blockBytes: Int? = nil) {
        self.limitBytes = limitBytes
        self.blockBytes = blockBytes
    }

    /// Bytes that were taken and not given back.
    package var writtenBytes: Int { taken.load(ordering: .relaxed) }

    /// What may still be written; the largest number without a limit.
    package var remainingBytes: Int {
        limitBytes.map { max(0, $0 - writtenBytes) } ?? .max
    }

    /// Takes bytes that are about to be written.
    ///
    /// - Throws: `unavailable` when they are more than what is left.
    @inline(__always)
    package func take(_ bytes: Int) throws(ProbeError) {
        let (_, after) = taken.add(bytes, ordering: .relaxed)
        guard let limitBytes, after > limitBytes else { return }
        taken.subtract(bytes, ordering: .relaxed)
        throw Self.exhausted(limitBytes)
    }

    static func exhausted(_ limitBytes: Int) -> ProbeError {
        .unavailable(
            "the \(limitBytes >> 20) MiB of --max-write are used up; give more, or leave other "
                + "probes out with --skip")
    }
}

extension WriteBudget {
    /// The job, cut to what it may write, with that much taken; a fill is done whole or not at all.
    ///
    /// - Throws: `unavailable` when not even one block is left.
    func claim(_ job: IOJob) throws(ProbeError) -> (job: IOJob, bytes: Int) {
        if job.operation == .read { return (job, 0) }
        let wanted = job.blocksMax.map { $0.multipliedReportingOverflow(by: job.blockBytes) }
        let whole = wanted.flatMap { $0.overflow ? nil : $0.partialValue }
        if job.operation == .fill, let whole {
            try take(whole)
            return (job, whole)
        }
        // Without any limit what was written is counted afterwards.
        guard let limitBytes else { return (job, 0) }
        let share = blockBytes?.multipliedReportingOverflow(by: job.writeShares)
        let allowed = share.flatMap { $0.overflow ? nil : $0.partialValue } ?? .max
        let most = min(remainingBytes, allowed, whole ?? .max)
        let blocks = most / job.blockBytes
        if blocks == 0 { throw Self.exhausted(limitBytes) }
        try take(blocks * job.blockBytes)
        var job = job
        job.blocksMax = blocks
        return (job, blocks * job.blockBytes)
    }

    /// Sets right what a job was given against what it wrote.
    func settle(claimed: Int, written: Int) {
        taken.add(written - claimed, ordering: .relaxed)
    }
}
