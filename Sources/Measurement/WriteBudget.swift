internal import Synchronization

/// Counts the bytes that a run hands to the filesystem under test, and refuses those above a cap.
///
/// Bytes are taken before they are written, so the count is never behind the disk, and whoever is
/// refused writes nothing. Whole pages of 4 KiB count. What the filesystem adds (its journal, its
/// tables) and what the drive does within itself is not in the count. Any thread may take.
package final class WriteBudget: Sendable {
    /// The most bytes that may be taken in all; `nil` = they are only counted.
    package let capBytes: Int?
    private let taken = Atomic<Int>(0)
    private let refusals = Atomic<Bool>(false)

    /// A budget of so many bytes; without a cap it only counts.
    package init(capBytes: Int? = nil) {
        precondition(capBytes.map { $0 >= 0 } ?? true, "a cap is not negative")
        self.capBytes = capBytes
    }

    /// Takes bytes that are about to be written.
    ///
    /// - Returns: whether they may be; `false` = none of them was taken.
    @inline(__always)
    package func take(_ bytes: Int) -> Bool {
        guard let capBytes else {
            taken.wrappingAdd(bytes, ordering: .relaxed)
            return true
        }
        var seen = taken.load(ordering: .relaxed)
        while bytes <= capBytes - seen {
            let (exchanged, original) = taken.weakCompareExchange(
                expected: seen, desired: seen + bytes, ordering: .relaxed)
            if exchanged { return true }
            seen = original
        }
        refusals.store(true, ordering: .relaxed)
        return false
    }

    /// Takes bytes that somebody else will write, such as a database: the most that it can be.
    ///
    /// - Throws: `writesSpent` when they do not fit; nothing is taken then.
    package func reserve(_ bytes: Int) throws(ProbeError) {
        if !take(bytes) { throw spent }
    }

    /// Gives back what was taken and has not been written.
    package func giveBack(_ bytes: Int) {
        taken.wrappingSubtract(bytes, ordering: .relaxed)
    }

    /// The bytes of the pages that hold so many: a device is given whole ones.
    package static func wholePages(_ bytes: Int) -> Int {
        (bytes + ScratchBlocks.pageBytes - 1) / ScratchBlocks.pageBytes * ScratchBlocks.pageBytes
    }

    /// Bytes taken so far.
    package var writtenBytes: Int { taken.load(ordering: .relaxed) }

    /// Bytes that may still be taken; `nil` = there is no cap.
    package var remainingBytes: Int? { capBytes.map { $0 - writtenBytes } }

    /// Whether anybody was ever refused.
    package var hasRefused: Bool { refusals.load(ordering: .relaxed) }

    /// What whoever is refused throws.
    package var spent: ProbeError {
        .writesSpent(
            "--max-write is spent: \(writtenBytes) of \(capBytes ?? writtenBytes) bytes are written"
        )
    }
}
