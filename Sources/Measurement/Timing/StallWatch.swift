/// The gaps that a spinning thread found between its readings of the clock.
///
/// Whatever takes the CPU away lengthens a gap: another task, an interrupt, the hypervisor, the
/// firmware. The thread does nothing but read the clock, so all that is missing was taken.
package struct StallWatch {
    /// Gaps above this count: 30 microseconds.
    ///
    /// Ours: a reading takes some 25 ns and a timer interrupt a few microseconds; what is longer
    /// than this is no part of an undisturbed thread's life.
    package static let limitNanoseconds: UInt64 = 30_000

    /// When each gap above the limit began, in seconds since the watch was made, rising.
    package private(set) var startSeconds: [Double] = []
    /// Length of each in seconds; `count == startSeconds.count`.
    package private(set) var gapSeconds: [Double] = []
    /// Seconds watched so far, gaps included.
    package private(set) var watchedSeconds = 0.0
    /// The longest gap of all, above the limit or not; 0 before the first turn.
    package private(set) var longestSeconds = 0.0

    private let clock: any BenchClock
    private let cancellation: Cancellation
    private let turnNanoseconds: UInt64
    private let origin: UInt64

    /// Room for gaps is taken before the watch, so that no growth shows as a gap.
    private static let room = 1 << 16

    /// - Parameters:
    ///   - timer: gives clock, length of a block and cancellation.
    ///   - blocksPerTurn: length of a turn in blocks, above 0.
    package init(timer: BlockTimer, blocksPerTurn: Double) {
        clock = timer.clock
        cancellation = timer.cancellation
        turnNanoseconds = UInt64(Double(timer.targetNanoseconds) * blocksPerTurn)
        origin = timer.clock.nanoseconds()
        startSeconds.reserveCapacity(Self.room)
        gapSeconds.reserveCapacity(Self.room)
    }

    /// Spins for one turn on the calling thread, wherever it is bound to.
    ///
    /// What passes between two turns does not count.
    ///
    /// - Returns: seconds lost in this turn to gaps above the limit.
    /// - Throws: `cancelled` when the run was asked to end.
    package mutating func watch() throws(ProbeError) -> Double {
        let start = clock.nanoseconds()
        var last = start
        var longest: UInt64 = 0
        var lost: UInt64 = 0
        repeat {
            try cancellation.check()
            let now = clock.nanoseconds()
            let gap = now &- last
            if gap > longest { longest = gap }
            if gap > Self.limitNanoseconds {
                lost &+= gap
                startSeconds.append(Double(last &- origin) / 1e9)
                gapSeconds.append(Double(gap) / 1e9)
            }
            last = now
        } while last &- start < turnNanoseconds
        watchedSeconds += Double(last &- start) / 1e9
        longestSeconds = max(longestSeconds, Double(longest) / 1e9)
        return Double(lost) / 1e9
    }
}
