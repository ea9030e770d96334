import Measurement
import Model
import TestSupport
import Testing

struct NoiseFloorTests {
    private let meter = NoiseFloorMeter(clock: MonotonicClock(), cancellation: Cancellation())

    @Test(arguments: [1, 2])
    func theLoopTellsSpreadAndGaps(threads: Int) throws {
        let stage = try meter.stage(threads: threads, seconds: 0.02)
        #expect(stage.threads == threads)
        #expect(stage.spreadPercent >= 0)
        #expect(stage.gapSeconds999 > 0)
        #expect(stage.gapSecondsMax >= stage.gapSeconds999)
    }

    @Test func aCancelledLoopEnds() {
        let cancellation = Cancellation()
        cancellation.cancel(signal: 2)
        #expect(throws: ProbeError.cancelled) {
            try NoiseFloorMeter(clock: MonotonicClock(), cancellation: cancellation)
                .stage(threads: 1, seconds: 60)
        }
    }

    @Test func theClockIsLookedAtAndAStandingOneDoesNotHang() {
        let facts = ClockCheck.facts(MonotonicClock(), blockSeconds: 0.25)
        #expect(facts.resolutionSeconds > 0 && facts.overheadSeconds > 0)
        #expect(ClockCheck.facts(ManualClock(), blockSeconds: 1).overheadSeconds == 0)
    }

    @Test func whatIsBeyondItsLimitIsAnAdvisory() {
        func stage(_ threads: Int, spread: Double, steal: Double?) -> NoiseFloor.Stage {
            .init(
                threads: threads, seconds: 1, spreadPercent: spread, gapSeconds999: 1e-5,
                gapSecondsMax: 1e-3, stealFraction: steal)
        }
        let good = ClockFacts(
            resolutionSeconds: 1e-9, overheadSeconds: 3e-8, blockErrorFraction: 1e-6)
        let bad = ClockFacts(
            resolutionSeconds: 1e-3, overheadSeconds: 1e-3, blockErrorFraction: 0.012)
        func ids(_ clock: ClockFacts, _ floor: NoiseFloor?) -> [String] {
            NoiseFindings.findings(clock: clock, floor: floor).map(\.id)
        }
        #expect(ids(good, nil).isEmpty)
        #expect(ids(good, NoiseFloor(one: stage(1, spread: 9, steal: nil), all: nil)).isEmpty)
        #expect(ids(bad, nil) == ["noise.clock"])
        let noisy = NoiseFloor(
            one: stage(1, spread: 3, steal: 0), all: stage(4, spread: 14, steal: 0.2))
        #expect(ids(good, noisy) == ["noise.spread", "noise.steal"])
        let seen = NoiseFindings.findings(clock: good, floor: noisy).map(\.seen)
        #expect(seen[0].contains("4 threads varied by 14 %"))
        #expect(seen[1].contains("20 %"))
    }
}
