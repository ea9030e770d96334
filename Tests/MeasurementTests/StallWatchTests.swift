import Measurement
import Synchronization
import TestSupport
import Testing

/// The watch for gaps, on a clock that jumps where the test says.
struct StallWatchTests {
    /// 1 microsecond a reading, but longer before the readings with some numbers.
    private final class JumpingClock: BenchClock {
        private let state = Mutex<(reading: Int, now: UInt64)>((0, 0))
        private let jumps: [Int: UInt64]

        init(jumps: [Int: UInt64]) { self.jumps = jumps }

        func nanoseconds() -> UInt64 {
            state.withLock { state in
                state.reading += 1
                state.now += jumps[state.reading] ?? 1000
                return state.now
            }
        }
    }

    private func watch(_ jumps: [Int: UInt64]) throws -> (StallWatch, lost: Double) {
        let timer = BlockTimer(
            clock: JumpingClock(jumps: jumps), targetSeconds: 1e-3, cancellation: Cancellation())
        var watch = StallWatch(timer: timer, blocksPerTurn: 0.5)
        let lost = try watch.watch()
        return (watch, lost)
    }

    @Test func onlyGapsAboveTheLimitCount() throws {
        // Reading 1 makes the watch and reading 2 begins the turn.
        let (watch, lost) = try watch([10: 30_000, 20: 30_001, 40: 200_000])
        #expect(watch.gapSeconds == [30_001e-9, 200_000e-9])
        #expect(abs(lost - 230_001e-9) < 1e-12)
        #expect(watch.longestSeconds == 200_000e-9)
        #expect(watch.startSeconds.count == 2)
        #expect(watch.startSeconds == watch.startSeconds.sorted())
    }

    @Test func whatPassesBetweenTwoTurnsIsNoStall() throws {
        let timer = BlockTimer(
            clock: JumpingClock(jumps: [2: 5_000_000]), targetSeconds: 1e-4,
            cancellation: Cancellation())
        var watch = StallWatch(timer: timer, blocksPerTurn: 1)
        #expect(try watch.watch() == 0)
        #expect(watch.gapSeconds.isEmpty)
        #expect(abs(watch.watchedSeconds - 1e-4) < 1e-9)
    }

    @Test func aCancelledRunEndsTheWatch() throws {
        let cancellation = Cancellation()
        cancellation.cancel(signal: 2)
        let timer = BlockTimer(
            clock: MonotonicClock(), targetSeconds: 3600, cancellation: cancellation)
        var watch = StallWatch(timer: timer, blocksPerTurn: 1)
        #expect(throws: ProbeError.cancelled) { _ = try watch.watch() }
    }
}

/// The eighth figure of /proc/stat, and nothing else that looks like one.
struct StolenTimeTests {
    private let text = """
        cpu  224648 0 28941 568240 2407 0 349 235 0 0
        cpu0 107343 0 13144 291186 514 0 33 127 0 0
        cpu1 117304 0 15796 277054 1892 0 315 107 0 0
        intr 1 2 3 4 5 6 7 8 9 10

        """

    @Test func isReadByCPU() throws {
        let stolen = try #require(StolenTime(procStat: text, ticksPerSecond: 100))
        #expect(stolen.secondsByCPU == [0: 1.27, 1: 1.07])
    }

    @Test func isTheDifferenceOfTwoReadings() throws {
        let before = try #require(StolenTime(procStat: text, ticksPerSecond: 100))
        let after = try #require(
            StolenTime(
                procStat: text.replacing("33 127", with: "33 177"), ticksPerSecond: 100))
        #expect(after.seconds(of: [0, 1], since: before) == 0.5)
        #expect(after.seconds(of: [1], since: before) == 0)
        #expect(after.seconds(of: [0, 9], since: before) == nil)
    }

    @Test(arguments: ["", "cpu 1 2 3\n", "cpu0 1 2 3\n", "cpux 1 2 3 4 5 6 7 8 9 10\n"])
    func isUnknownWhereItIsNotTold(text: String) {
        #expect(StolenTime(procStat: text, ticksPerSecond: 100) == nil)
    }
}
