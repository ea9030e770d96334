import CPlatform
import Measurement
import Model
import Testing

@testable import Probes

/// Which threads `cpu.scaling` starts where, and what it makes of their rates.
struct ScalingTests {
    @Test func coresComeFirstAndSiblingsAfterThem() {
        let plan = ScalingPlan(cores: [[0, 4], [1, 5], [2], [3, 7]], allowedCPUs: 7)
        #expect(plan.cpus == [0, 1, 2, 3, 4, 5, 7])
        #expect(plan.cores == 4)
        #expect(plan.counts == [1, 2, 3, 4, 5, 6, 7])
        #expect(plan.counts.map(plan.label) == ["1", "2", "3", "4", "4+1", "4+2", "4+3"])
    }

    @Test func manyCPUsAreTriedByDoublings() {
        let plan = ScalingPlan(cores: (0..<48).map { [$0, $0 + 48] }, allowedCPUs: 96)
        #expect(plan.counts == [1, 2, 3, 4, 5, 6, 7, 8, 16, 32, 48, 64, 96])
        #expect(plan.label(64) == "48+16")
    }

    @Test func withoutATopologyNoThreadIsBound() throws {
        let plan = ScalingPlan(cores: [], allowedCPUs: 3)
        #expect(plan.cpus == nil)
        #expect(plan.counts == [1, 2, 3])
        let session = try ScalingSession(plan: plan, signatures: 4, seed: 1)
        #expect(session.advisories.map(\.id) == ["cpu.topology-unknown"])
    }

    @Test func oneCPUIsNotEnough() {
        let environment = ProbeEnvironment(
            scale: .smoke, scratch: nil, allowedCPUs: 1, cores: [[3]], availableMemoryBytes: nil,
            seed: 1, cancellation: Cancellation())
        #expect(throws: ProbeError.unavailable("one CPU is allowed, and scaling needs two or more"))
        {
            _ = try ScalingProbe().prepare(in: environment)
        }
    }

    @Test func ratiosAreMediansOverPassesToOneThreadOfTheSamePass() {
        var rates = ScalingRates(counts: [1, 2], passes: 3)
        for (pass, (alone, together)) in [(10.0, 9.0), (20, 10), (100, 80)].enumerated() {
            rates.set(alone, .blake2b, step: 0, pass: pass)
            rates.set(together, .blake2b, step: 1, pass: pass)
        }
        #expect(rates.ratio(.blake2b, step: 0) == 1)
        #expect(rates.ratio(.blake2b, step: 1) == 0.8)
    }

    /// On the CPUs that the tests may use, however many there are.
    @Test func threadsAreBoundToTheCPUsOfThePlan() throws {
        var cpus = [Int32](repeating: 0, count: 2)
        let count = Int(touchstone_allowed_cpus(&cpus, 2))
        try #require(count >= 1)
        let plan = ScalingPlan(cores: cpus.prefix(count).map { [Int($0)] }, allowedCPUs: count)
        let session = try ScalingSession(plan: plan, signatures: 4, seed: 1)
        let timer = BlockTimer(
            clock: MonotonicClock(), targetSeconds: 0, cancellation: Cancellation())
        let samples = try session.measure(timer)
        try session.check()
        let efficiency = try #require(samples["cpu.scaling.efficiency"]?.scalar)
        #expect(efficiency > 0 && efficiency.isFinite)
        #expect(session.parameters["physicalCores"] == String(plan.cores))
    }

    @Test func aCPUThatDoesNotExistIsRefused() throws {
        let session = try ScalingSession(
            plan: ScalingPlan(cores: [[60_000], [60_001]], allowedCPUs: 2), signatures: 4, seed: 1)
        let timer = BlockTimer(
            clock: MonotonicClock(), targetSeconds: 0, cancellation: Cancellation())
        #expect(throws: ProbeError.self) { try session.measure(timer) }
    }
}
