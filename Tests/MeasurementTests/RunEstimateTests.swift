import Measurement
import Model
import TestSupport
import Testing

struct RunEstimateTests {
    private func descriptor(
        _ id: String, scratch: Int = 0, sampling: Sampling = .interleaved
    ) -> ProbeDescriptor {
        ProbeDescriptor(
            id: id, methodVersion: 1, metrics: [], why: "", source: "",
            cost: Cost(
                time: sampling == .staged ? .open : .rounds,
                disk: scratch > 0 ? .own(bytes: scratch) : .none))
    }

    @Test func roundsBytesAndTimeFollowFromThePreset() {
        let outline = RunEstimate(
            [descriptor("a"), descriptor("d", scratch: 1 << 20)], preset: .quick, looks: 3,
            alpha: 0.0221, timeBudgetSeconds: 100)
        #expect(outline.keptRoundsMax == 48 && outline.fillBytes == 0)
        #expect(outline.steps.map(\.blocks) == [14, 14])
        #expect(outline.steps.map(\.secondsMin) == [2.1, 2.1])
        #expect(outline.scratchBytes == 1 << 20)
        #expect(outline.writtenBytes == 14 * (2_362_500_000 + 2 << 20) + 1 << 20)
        #expect(outline.writtenBytesMax > 3 * outline.writtenBytes)
        #expect(outline.detectableDifferences.map(\.noisePercent) == [1, 2, 5, 10])
        for difference in outline.detectableDifferences {
            #expect((difference.lastLookPercent ?? .infinity) < difference.firstLookPercent)
        }
    }

    @Test func withoutFurtherRoundsThereIsOneLookAndNoBudget() {
        let outline = RunEstimate(
            [descriptor("s", sampling: .staged)], preset: .standard, looks: 1, alpha: 0.05,
            timeBudgetSeconds: 600)
        #expect(outline.keptRoundsMax == 20)
        #expect(outline.timeBudgetSeconds == 0)
        #expect(outline.steps[0].blocks == 1 && outline.steps[0].isOpenEnded)
        #expect(outline.writtenBytes == 0)
        #expect(outline.detectableDifferences.allSatisfy { $0.lastLookPercent == nil })
    }

    /// A stage of many blocks is told by them, and the file's fill beside it.
    @Test(arguments: [(Preset.quick, 4.8), (.standard, 16), (.thorough, 32)])
    func aStageTakesItsBlocksAndTheFillComesFirst(preset: Preset, seconds: Double) throws {
        let probe = ProbeDescriptor(
            id: "s", methodVersion: 1, metrics: [], why: "", source: "",
            cost: Cost(time: .blocks(32), disk: .shared(writes: true)))
        let plan = WritePlan([probe], preset: preset, rounds: 1, memoryBytes: nil)
        let outline = RunEstimate(
            [probe], preset: preset, looks: 1, alpha: 0.05, timeBudgetSeconds: 0, writes: plan)
        let step = try #require(outline.steps.first)
        #expect(abs(step.secondsMin - seconds) < 1e-9 && !step.isOpenEnded)
        #expect(abs(outline.secondsTypical - seconds) < 1e-9)
        #expect(outline.fillBytes == plan.fileBytes)
    }
}
