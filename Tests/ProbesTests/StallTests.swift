import Measurement
import Model
import TestSupport
import Testing

@testable import Probes

/// What `cpu.stall` makes of gaps.
struct StallTests {
    @Test(arguments: [(999, 999.0), (500, 500), (1000, 1000), (1, 1)])
    func quantilesAreOfTheNearestRank(thousandths: Int, expected: Double) {
        let values = (1...1000).reversed().map(Double.init)
        #expect(NearestRank.value(permille: thousandths, of: values) == expected)
    }

    @Test func noGapsHaveNoQuantile() {
        #expect(NearestRank.value(permille: 999, of: []) == nil)
    }

    @Test func everyMetricHasItsSampleAlsoWithoutAGap() throws {
        // A clock that moves by a microsecond a reading finds no gap at all.
        let timer = BlockTimer(
            clock: SteadyClock(stepNanoseconds: 1000), targetSeconds: 1e-3,
            cancellation: Cancellation())
        let samples = try StallSession(cpus: []).measure(timer)
        #expect(Set(samples.keys) == Set(StallProbe().descriptor.metrics.map(\.id)))
        #expect(samples["cpu.stall.lost"]?.scalar == 0)
        #expect(samples["cpu.stall.longest"]?.scalar == 1e-6)
        #expect(samples["cpu.stall.p99-9"]?.scalar == nil)
    }

    @Test func aClockOfLongStepsIsAllStall() throws {
        let timer = BlockTimer(
            clock: SteadyClock(stepNanoseconds: 100_000), targetSeconds: 1e-3,
            cancellation: Cancellation())
        let samples = try StallSession(cpus: []).measure(timer)
        let lost = try #require(samples["cpu.stall.lost"]?.scalar)
        #expect(abs(lost - 1) < 1e-9)
        #expect(samples["cpu.stall.p99-9"]?.scalar == 1e-4)
    }
}
