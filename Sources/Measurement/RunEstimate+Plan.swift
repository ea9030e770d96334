package import Model
internal import Statistics

extension RunEstimate {
    /// Length of a block by its shortest: the untimed iteration, the one that overshoots and the
    /// check come on top.
    ///
    /// Ours: between 1.6 and 2.2 for the six metrics of the node on two machines. A stage whose
    /// length is reported is that long.
    private static let blockFactor = 2.0

    /// The fastest that one NVMe disk can take data: four lanes of PCIe 5.0.
    ///
    /// - Source: PCI Express Base Specification 5.0: 32 GT/s a lane, 128b/130b coding.
    private static let fastestDiskBytesPerSecond = 15.75e9

    /// Noises for which it is reported what a run sees, in per cent.
    private static let noises = [1.0, 2, 5, 10]

    /// Outlines a run of these probes.
    ///
    /// There are so many `looks` in all, each doubling the rounds, and 1 means no further ones;
    /// `alpha` is the one-sided error of each.
    package init(
        _ probes: [ProbeDescriptor], preset: Preset, looks: Int, alpha: Double,
        timeBudgetSeconds: Double, writes: WritePlan? = nil, writeLimitBytes: Int? = nil
    ) {
        let leftOut = writes?.leftOut ?? [:]
        let probes = probes.filter { leftOut[$0.id] == nil }
        let rounds = preset.warmupRounds + preset.keptRounds
        let keptMax = preset.keptRounds << (looks - 1)
        let steps = probes.map { probe in
            let isStaged = probe.sampling == .staged
            let blocks = isStaged ? 1 : rounds
            return Step(
                probe: probe.id, isStaged: isStaged,
                isOpenEnded: probe.cost.time == .open,
                blocks: blocks,
                secondsMin: isStaged
                    ? probe.stageSeconds(blockSeconds: preset.blockSeconds)
                    : Double(blocks) * preset.blockSeconds,
                scratchBytes: probe.scratchBytes(writes))
        }
        let most = writeLimitBytes ?? .max
        let written = min(
            most, Self.writtenBytes(probes, rounds: rounds, preset: preset, writes: writes))
        let writtenMax = min(
            most,
            Self.writtenBytes(
                probes, rounds: preset.warmupRounds + keptMax, preset: preset, writes: writes))
        self.init(
            preset: preset.rawValue, warmupRounds: preset.warmupRounds,
            keptRounds: preset.keptRounds, keptRoundsMax: keptMax,
            noiseFloorSeconds: 2 * preset.noiseFloorSeconds,
            secondsTypical: steps.reduce(0) { sum, step in
                let isTold = step.isStaged && !step.isOpenEnded
                return sum + step.secondsMin * (isTold ? 1 : Self.blockFactor)
            },
            timeBudgetSeconds: looks > 1 ? timeBudgetSeconds : 0, steps: steps,
            scratchBytes: min(most, ProbeDescriptor.scratchBytes(of: probes, writes: writes)),
            fillBytes: min(most, Self.fillBytes(probes, writes)),
            writtenBytes: written, writtenBytesMax: writtenMax, writeLimitBytes: writeLimitBytes,
            leftOut: leftOut.sorted { $0.key < $1.key }.map { .init(probe: $0, reason: $1) },
            diskRate: Self.fastestDiskBytesPerSecond,
            detectableDifferences: Self.detectableDifferences(
                first: preset.keptRounds, last: keptMax, alpha: alpha))
    }

    /// The most that rounds can write: what the fastest disk takes in the time of a block, and the
    /// whole scratch file twice, once untimed and once beyond the block's end; and once to prepare.
    ///
    /// The shared file is filled once, and only those that write it do so.
    private static func writtenBytes(
        _ probes: [ProbeDescriptor], rounds: Int, preset: Preset, writes: WritePlan?
    ) -> Int {
        let timed = Int(fastestDiskBytesPerSecond * preset.blockSeconds)
        return probes.filter(\.needsDisk).reduce(fillBytes(probes, writes)) { total, probe in
            let blocks = probe.sampling == .staged ? 1 : rounds
            let scratch = probe.scratchBytes(writes)
            return switch probe.cost.disk {
            case .none, .shared(writes: false): total
            case .stage(_, let written): total + written
            case .own, .appends: total + blocks * (timed + 2 * scratch) + scratch
            // A stage lasts for many blocks, and ends when it has written the file four times.
            case .shared(writes: true):
                probe.sampling == .staged
                    ? total + 4 * scratch
                    : total + blocks * min(timed, writes?.blockBytes ?? timed)
            }
        }
    }

    /// Bytes of the shared file, which are written once before the rounds.
    private static func fillBytes(_ probes: [ProbeDescriptor], _ writes: WritePlan?) -> Int {
        probes.filter(\.sharesScratch).map { $0.scratchBytes(writes) }.max() ?? 0
    }

    private static func detectableDifferences(first: Int, last: Int, alpha: Double)
        -> [DetectableDifference]
    {
        func deviations(_ count: Int) -> Double? {
            SmallestDifference.deviations(count: count, alpha: alpha)
        }
        guard let firstLook = deviations(first) else { return [] }
        let lastLook = last > first ? deviations(last) : nil
        return noises.map { noise in
            DetectableDifference(
                noisePercent: noise, firstLookPercent: noise * firstLook,
                lastLookPercent: lastLook.map { noise * $0 })
        }
    }
}
