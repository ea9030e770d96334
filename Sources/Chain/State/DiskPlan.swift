package import Primitives

/// What a state and the runs over it need of the disk, at most, known before anything is written.
///
/// - Source: measured (docs/METHODOLOGY.md) and rounded up: 140 bytes an account in layout V1 and
///   120 in V0 after compression; 8.1 KiB of log a transfer at 1M accounts in V1, more in deeper
///   tries, and 60 KiB a block.
package struct DiskPlan: Equatable, Sendable {
    /// What the state takes, and what is written to build it.
    package let stateBytes: Int

    /// What a run's database takes beside the state, whose files it shares.
    package let runBytes: Int

    /// What a run writes: its log, the same again as sorted files, and those once more when they
    /// are merged.
    package let runWrittenBytes: Int

    /// What lies on the disk at the same time, at most.
    package var peakBytes: Int { stateBytes + runBytes }

    /// Plans a state and one run over it.
    ///
    /// - Parameters:
    ///   - accounts: Of the state.
    ///   - layout: Of the state.
    ///   - blocks: That the run imports.
    ///   - transfers: In each block.
    package init(accounts: Int, layout: TrieLayout, blocks: Int, transfers: Int) {
        let account = layout == .v1 ? 170 : 145
        stateBytes = accounts * account + Self.emptyBytes
        let log = blocks * (transfers * 10_240 + 81_920)
        runBytes = 2 * log + Self.logFileBytes + Self.emptyBytes
        runWrittenBytes = 3 * log + Self.emptyBytes
    }

    /// The runtime's code, and the small files of a database; ours, generously.
    private static let emptyBytes = 16 << 20

    /// The library reserves a log file as large as a write buffer and a tenth (253 MiB with the
    /// node's cache), and begins the next before the last is gone.
    private static let logFileBytes = 2 * (253 << 20)
}
