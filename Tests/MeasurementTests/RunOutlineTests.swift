import Measurement
import Model
import TestSupport
import Testing

struct RunOutlineTests {
    private func outline(
        _ probes: [ProbeDescriptor], preset: Preset, looks: Int, budget: Double,
        capBytes: Int? = nil
    ) -> RunOutline {
        let demand = DiskDemand(probes, preset: preset)
        return RunOutline(demand, looks: looks, alpha: 0.0221, timeBudgetSeconds: budget) {
            demand.plan(memoryBytes: nil, capBytes: capBytes, diskRate: $0)
        }
    }

    private func probe(
        _ id: String, _ disk: DiskUse = .none, sampling: Sampling = .interleaved
    ) -> ProbeDescriptor {
        ProbeDescriptor(
            id: id, methodVersion: 1, metrics: [], why: "", source: "", sampling: sampling,
            disk: disk)
    }

    private static let writer = DiskUse.ownFiles { setting in
        DiskNeed(
            occupiedBytes: 1 << 20, preparedBytes: 1 << 20,
            blockBytes: 2 << 20...(2 << 20) + setting.bytesMax())
    }

    @Test func roundsBytesAndTimeFollowFromThePreset() {
        let outline = outline(
            [probe("a"), probe("d", Self.writer)], preset: .quick, looks: 3, budget: 100)
        #expect(outline.keptRoundsMax == 48)
        #expect(outline.steps.map(\.blocks) == [14, 14])
        #expect(outline.steps.map(\.secondsMin) == [3.5, 3.5])
        #expect(outline.disk.occupiedBytes == 1 << 20)
        #expect(outline.disk.writtenBytesMax == 14 * (3_937_500_000 + 2 << 20) + 1 << 20)
        #expect(outline.disk.writtenBytesTypical == 14 * (250_000_000 + 2 << 20) + 1 << 20)
        #expect(outline.disk.writtenBytesMaxExtended > 3 * outline.disk.writtenBytesMax)
        #expect(outline.sights.map(\.noisePercent) == [1, 2, 5, 10])
        for sight in outline.sights {
            #expect((sight.lastLookPercent ?? .infinity) < sight.firstLookPercent)
        }
    }

    @Test func withoutFurtherRoundsThereIsOneLookAndNoBudget() {
        let outline = outline(
            [probe("s", sampling: .staged)], preset: .standard, looks: 1, budget: 600)
        #expect(outline.keptRoundsMax == 20)
        #expect(outline.timeBudgetSeconds == 0)
        #expect(outline.steps[0].blocks == 1)
        #expect(outline.disk.writtenBytesMax == 0)
        #expect(outline.sights.allSatisfy { $0.lastLookPercent == nil })
    }

    @Test func aCapIsNeverExceededByThePlanAndSaysWhatItLeavesOut() {
        let outline = outline(
            [probe("d", Self.writer), probe("e", Self.writer)], preset: .quick, looks: 3,
            budget: 100, capBytes: 40 << 20)
        #expect(outline.disk.writtenBytesMaxExtended <= 40 << 20)
        #expect(outline.steps.map { $0.leftOut == nil } == [true, false])
        #expect(outline.secondsTypical == 7)
    }
}
