package import Model
internal import Statistics

extension RunOutline {
    /// Noises for which it is told what a run sees, in per cent.
    private static let noises = [1.0, 2, 5, 10]

    /// Probability with which a difference is to be seen: 80 %.
    private static let power = 0.8

    /// Outlines a run.
    ///
    /// There are so many `looks` in all, each doubling the rounds, and 1 means no further ones;
    /// `alpha` is the one-sided error of each. `plan` is the demand's own on the machine at hand,
    /// given the rate at which the disk is taken to write.
    package init(
        _ demand: DiskDemand, looks: Int, alpha: Double, timeBudgetSeconds: Double,
        plan: (_ diskRate: Double) -> WritePlan
    ) {
        let preset = demand.preset
        let keptMax = preset.keptRounds << (looks - 1)
        let writes = plan(DiskSetting.fastestDiskBytesPerSecond)
        let steps = demand.probes.map { probe in
            let blocks = probe.sampling == .staged ? 1 : demand.rounds
            let write = writes.steps.first { $0.probe == probe.id }
            return Step(
                probe: probe.id, isStaged: probe.sampling == .staged,
                isOpenEnded: probe.sampling == .staged && probe.stageBlocks == nil, blocks: blocks,
                secondsMin: demand.secondsMin(of: probe),
                scratchBytes: write?.need.occupiedBytes ?? 0,
                sharesFile: write?.sharesFile ?? false,
                leftOut: writes.refused.first { $0.probe == probe.id }?.reason)
        }
        self.init(
            preset: preset.rawValue, warmupRounds: preset.warmupRounds,
            keptRounds: preset.keptRounds, keptRoundsMax: keptMax,
            noiseFloorSeconds: 2 * preset.noiseFloorSeconds,
            secondsTypical: steps.reduce(0) { $0 + ($1.leftOut == nil ? $1.secondsMin : 0) }
                * DiskDemand.blockFactor,
            timeBudgetSeconds: looks > 1 ? timeBudgetSeconds : 0, steps: steps,
            disk: Disk(
                sharedFileBytes: writes.sharedFileBytes, occupiedBytes: writes.occupiedBytes,
                writtenBytesTypical: plan(DiskDemand.typicalDiskRate).writtenBytesMax(),
                typicalRate: DiskDemand.typicalDiskRate, writtenBytesMax: writes.writtenBytesMax(),
                writtenBytesMaxExtended: writes.writtenBytesMax(
                    furtherRounds: keptMax - preset.keptRounds),
                fastestRate: DiskSetting.fastestDiskBytesPerSecond, capBytes: writes.capBytes),
            sights: Self.sights(first: preset.keptRounds, last: keptMax, alpha: alpha))
    }

    private static func sights(first: Int, last: Int, alpha: Double) -> [Sight] {
        func deviations(_ count: Int) -> Double? {
            SmallestDifference.deviations(count: count, alpha: alpha, power: power)
        }
        guard let firstLook = deviations(first) else { return [] }
        let lastLook = last > first ? deviations(last) : nil
        return noises.map { noise in
            Sight(
                noisePercent: noise, firstLookPercent: noise * firstLook,
                lastLookPercent: lastLook.map { noise * $0 })
        }
    }
}
