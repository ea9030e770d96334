import Host
import Measurement
import Model

/// The look at clock and noise before the rounds.
struct NoiseFloorStep {
    let clock: any BenchClock
    let cancellation: Cancellation
    /// On one thread, and again on all.
    let seconds: Double
    let allowedCPUs: Int
    /// Reads how the CPUs have spent their time.
    let times: () -> CPUTimes?

    /// Puts what was seen into the record, with advisories where it limits the run.
    func look(into record: inout RunRecord, blockSeconds: Double, say: (String) -> Void) {
        say("looking at the clock and at the noise of the machine")
        let facts = ClockCheck.facts(clock, blockSeconds: blockSeconds)
        record.clock = facts
        // Without a noise floor the run goes on: it is reported, and decides nothing.
        if let one = stage(threads: 1) {
            record.noiseFloor = NoiseFloor(
                one: one, all: allowedCPUs > 1 ? stage(threads: allowedCPUs) : nil)
        }
        let findings = NoiseFindings.findings(clock: facts, floor: record.noiseFloor)
        for finding in findings { say("advisory: \(finding.seen) [\(finding.id)]") }
        record.findings += findings
    }

    private func stage(threads: Int) -> NoiseFloor.Stage? {
        let meter = NoiseFloorMeter(clock: clock, cancellation: cancellation)
        let before = times()
        guard var stage = try? meter.stage(threads: threads, seconds: seconds) else { return nil }
        if let before, let after = times() {
            stage.stealFraction = CPUUse(from: before, to: after)?.stealFraction
        }
        return stage
    }
}
