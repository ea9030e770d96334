import CPlatform
import Measurement
import Model
import Synchronization
import TestSupport
import Testing

struct DelayedProbeTests {
    /// A clock that moves a microsecond whenever it is read.
    private final class TickingClock: BenchClock {
        private let now = Atomic<UInt64>(0)

        func nanoseconds() -> UInt64 {
            now.add(1_000, ordering: .relaxed)
            return now.load(ordering: .relaxed)
        }

        func advance(nanoseconds: UInt64) { now.add(nanoseconds, ordering: .relaxed) }
    }

    @Test(arguments: [0, 0.15, 1])
    func theRateFallsByTheDelay(fraction: Double) throws {
        let clock = TickingClock()
        let timer = BlockTimer(clock: clock, targetSeconds: 1, cancellation: Cancellation())
        let sample = try timer.delaying(by: fraction).rate(workPerIteration: 1) {
            clock.advance(nanoseconds: 1_000_000)
        }
        let rate = try #require(sample.scalar)
        #expect((rate * (1 + fraction) / 1_000 - 1).magnitude < 0.01, "\(rate)")
    }

    @Test(arguments: [0, 0.15, 1])
    func aPartOfABlockAndATeamAreDelayedAsWell(fraction: Double) throws {
        let clock = TickingClock()
        let timer = BlockTimer(clock: clock, targetSeconds: 2, cancellation: Cancellation())
        var cpus = [Int32](repeating: 0, count: 1024)
        try #require(touchstone_allowed_cpus(&cpus, 1024) > 0)
        let (sample, _) = try timer.delaying(by: fraction).divided(by: 2).teamRate(
            PinnedTeam(cpus: [Int(cpus[0])]), workPerPass: 1
        ) { _ in clock.advance(nanoseconds: 1_000_000) }
        let rate = try #require(sample.scalar)
        #expect((rate * (1 + fraction) / 1_000 - 1).magnitude < 0.02, "\(rate)")
    }

    @Test func aDelayedProbeIsTheSameProbeAndSaysSo() throws {
        let clock = ManualClock()
        let journal = Journal()
        let probe = ScriptedProbe("a.b", journal: journal, clock: clock)
        let delayed = DelayedProbe(probe, by: 0.15)
        #expect(delayed.descriptor.id == "a.b")
        let environment = ProbeEnvironment(
            scale: .smoke, scratch: nil, allowedCPUs: 1, availableMemoryBytes: nil, seed: 1,
            cancellation: Cancellation())
        let session = try delayed.prepare(in: environment)
        #expect(session.advisories.map(\.id) == ["selftest.delayed"])
        #expect(session.advisories[0].text.contains("15 %"))
        #expect(session.parameters == ["scripted": "yes"])
        try session.check()
        #expect(journal.entries == ["a.b prepare", "a.b check"])
    }
}
