import CPlatform
import Measurement
import Synchronization
import TestSupport
import Testing

struct PinnedTeamTests {
    private let allowed: [Int] = {
        var cpus = [Int32](repeating: 0, count: 1024)
        let count = Int(touchstone_allowed_cpus(&cpus, 1024))
        return cpus.prefix(max(0, count)).map { Int($0) }
    }()

    @Test func passesGoOnUntilTheTimeIsReached() throws {
        let clock = ManualClock()
        let calls = Atomic<Int>(0)
        let passes = try PinnedTeam(cpus: [allowed[0]]).passes(
            clock: clock, seconds: 1, cancellation: Cancellation()
        ) { _ in
            calls.add(1, ordering: .relaxed)
            clock.advance(seconds: 0.3)
        }
        #expect(passes.count == 4)
        #expect(abs(passes.seconds - 1.2) < 1e-6)
        #expect(passes.skewSeconds == 0)
        // One pass is not timed.
        #expect(calls.load(ordering: .relaxed) == 5)
    }

    @Test func allThreadsDoAllPasses() throws {
        // More threads than CPUs must end as well: they yield while they spin.
        let cpus = Array(repeating: allowed[0], count: 3)
        let calls = (0..<3).map { _ in Tally() }
        let passes = try PinnedTeam(cpus: cpus).passes(
            clock: MonotonicClock(), seconds: 0.001, cancellation: Cancellation()
        ) { calls[$0].count.add(1, ordering: .relaxed) }
        for call in calls { #expect(call.count.load(ordering: .relaxed) == passes.count + 1) }
        #expect(passes.skew >= 0 && passes.skew <= 1)
    }

    @Test func threadsRunWhereTheyAreBound() throws {
        let cpu = try #require(allowed.last)
        let found = try PinnedTeam(cpus: [cpu, allowed[0]]).once { (index: Int) -> [Int] in
            var cpus = [Int32](repeating: -1, count: 4)
            #expect(touchstone_allowed_cpus(&cpus, 4) == 1)
            return [index, Int(cpus[0])]
        }
        #expect(found == [[0, cpu], [1, allowed[0]]])
    }

    @Test func aCPUThatIsNotThereEndsTheBlockForAll() {
        let team = PinnedTeam(cpus: [allowed[0], 60_000])
        #expect(throws: ProbeError.self) {
            try team.passes(
                clock: MonotonicClock(), seconds: 0.001, cancellation: Cancellation()
            ) { _ in }
        }
    }

    @Test func aCancelledBlockHasNoFigure() {
        let cancellation = Cancellation()
        #expect(throws: ProbeError.cancelled) {
            try PinnedTeam(cpus: [allowed[0]]).passes(
                clock: MonotonicClock(), seconds: 3600, cancellation: cancellation
            ) { _ in cancellation.cancel(signal: 2) }
        }
    }

    @Test func skewIsAShareOfTheTime() {
        let passes = PinnedTeam.Passes(count: 2, seconds: 2, skewSeconds: 0.05)
        #expect(passes.skew == 0.025)
    }
}

private final class Tally: Sendable {
    let count = Atomic<Int>(0)
}
