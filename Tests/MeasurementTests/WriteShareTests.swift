import Measurement
import Model
import TestSupport
import Testing

/// A run within a cap: who gets what, and what becomes of who gets no more.
struct WriteShareTests {
    /// Takes so many bytes in each block.
    private struct Writer: Probe {
        let descriptor: ProbeDescriptor
        let bytes: Int

        init(_ id: String, bytes: Int, sampling: Sampling = .interleaved) {
            self.bytes = bytes
            descriptor = ProbeDescriptor(
                id: id, methodVersion: 1,
                metrics: [
                    MetricDefinition(
                        id: MetricID(rawValue: id), unit: .bytesPerSecond,
                        direction: .higherIsBetter, title: id)
                ],
                why: "Writes in tests.", source: "Ours.", sampling: sampling,
                disk: .ownFiles { _ in DiskNeed(blockBytes: bytes...bytes) })
        }

        func prepare(in environment: ProbeEnvironment) throws(ProbeError) -> any ProbeSession {
            Session(id: descriptor.id, bytes: bytes, budget: environment.scratch?.budget)
        }

        private final class Session: ProbeSession {
            let parameters: [String: String] = [:]
            private let id: String
            private let bytes: Int
            private let budget: WriteBudget?

            init(id: String, bytes: Int, budget: WriteBudget?) {
                self.id = id
                self.bytes = bytes
                self.budget = budget
            }

            func measure(_ timer: BlockTimer) throws(ProbeError) -> [MetricID: Sample] {
                try budget?.reserve(min(bytes, timer.writeBytesMax))
                return [MetricID(rawValue: id): .figure(1)]
            }

            func check() throws(ProbeError) {}
        }
    }

    private func run(
        _ probes: [Writer], budget: WriteBudget, shares: [String: Int]
    ) -> RunOutcome {
        let runner = ProbeRunner(
            schedule: .init(warmupRounds: 1, keptRounds: 2, blockSeconds: 0.25, seed: 1),
            environment: ProbeEnvironment(
                scale: .smoke, scratch: ScratchSpace(directory: "/", budget: budget),
                blockWriteBytesMax: shares, allowedCPUs: 2, availableMemoryBytes: nil, seed: 1,
                cancellation: Cancellation()),
            clock: ManualClock(), observe: { _ in })
        return runner.run(
            probes,
            extending: RoundExtension(looks: 3, timeBudgetSeconds: 1000) { _ in ["a"] })
    }

    @Test func furtherRoundsEndWhereTheStagesShareBegins() {
        let budget = WriteBudget(capBytes: 100)
        let outcome = run(
            [Writer("a", bytes: 10), Writer("s", bytes: 30, sampling: .staged)], budget: budget,
            shares: ["a": 10, "s": 30])
        // 3 rounds, 2 more, and 2 of 4 more; then the stage's 30 bytes are all that is left.
        #expect(outcome.probes[0].blocks.count == 7)
        #expect(outcome.probes[0].status == .measured)
        #expect(outcome.probes[0].advisories.map(\.id) == ["disk.writes-spent"])
        #expect(outcome.probes[1].status == .measured)
        #expect(budget.writtenBytes == 100)
    }

    @Test func whoeverGetsNothingBeforeTheFirstLookIsSkippedWithTheReason() {
        let budget = WriteBudget(capBytes: 15)
        let outcome = run(
            [Writer("a", bytes: 10), Writer("b", bytes: 1)], budget: budget, shares: [:])
        #expect(outcome.probes.map(\.status) == [.skipped, .measured])
        #expect(outcome.probes[0].reason?.hasPrefix("--max-write is spent: ") == true)
        #expect(budget.writtenBytes <= 15)
    }

    @Test func aBlockIsToldItsShare() {
        let budget = WriteBudget(capBytes: 1000)
        _ = run([Writer("a", bytes: 10)], budget: budget, shares: ["a": 3])
        #expect(budget.writtenBytes == 9 * 3)
    }
}
