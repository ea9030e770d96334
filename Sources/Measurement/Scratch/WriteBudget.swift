internal import Model
internal import Synchronization

/// How many bytes may be written to the disk under test, and how many were.
///
/// Bytes are taken before they are written, so that the limit is never exceeded. What the
/// filesystem adds for itself, its journal above all, is not counted.
package final class WriteBudget: Sendable {
    /// nil means as many as the plan says.
    package let limitBytes: Int?
    /// The most that one block of a probe that shares the scratch file may write; nil means as many
    /// as it can in its time.
    package let blockBytes: Int?
    private let taken = Atomic<Int>(0)

    package init(limitBytes: Int? = nil, blockBytes: Int? = nil) {
        self.limitBytes = limitBytes
        self.blockBytes = blockBytes
    }

    /// Bytes that were taken and not returned.
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

    /// Sets right what a job was given against what it wrote.
    func settle(claimed: Int, written: Int) {
        taken.add(written - claimed, ordering: .relaxed)
    }

    static func exhausted(_ limitBytes: Int) -> ProbeError {
        .unavailable(
            "the \(bytesText(limitBytes)) of --max-write are used up; give more, or leave other "
                + "probes out with --skip")
    }
}
