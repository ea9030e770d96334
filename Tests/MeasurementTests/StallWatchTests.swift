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
