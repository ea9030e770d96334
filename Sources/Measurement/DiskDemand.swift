/// What a run asks of the disk under test, before machine and disk are known.
package struct DiskDemand: Sendable {
    /// The rate for which it is told what a run writes, beside the fastest: 1 GB/s.
    ///
    /// Ours: about what one NVMe disk of a rented server takes for long.
    package static let typicalDiskRate = 1e9

    /// Length of a block by its shortest: the untimed iteration, the one that overshoots and the
    /// check come on top.
    ///
    /// Ours: between 1.6 and 2.2 for the six metrics of the node on two machines.
    package static let blockFactor = 2.0

    package let probes: [ProbeDescriptor]
    package let preset: Preset
    /// Rounds before the first look, warm-up included.
    package let rounds: Int
    /// Shortest time of a block.
    package let blockSeconds: Double
    package let scale: ProbeScale

    package init(
        _ probes: [ProbeDescriptor], preset: Preset, rounds: Int? = nil,
        blockSeconds: Double? = nil, scale: ProbeScale = .reference
    ) {
        self.probes = probes
        self.preset = preset
        self.rounds = rounds ?? preset.warmupRounds + preset.keptRounds
        self.blockSeconds = blockSeconds ?? preset.blockSeconds
        self.scale = scale
    }

    /// Shortest time of a probe before the first look, in seconds.
    package func secondsMin(of probe: ProbeDescriptor) -> Double {
        let blocks = probe.sampling == .staged ? probe.stageBlocks ?? 1 : Double(rounds)
        return blocks * blockSeconds
    }

    /// How long a plan keeps a disk of `typicalDiskRate` busy before the first look, in seconds.
    package func seconds(of plan: WritePlan) -> Double {
        let timed = probes.filter { probe in plan.steps.contains { $0.probe == probe.id } }
            .reduce(0) { $0 + secondsMin(of: $1) }
        return timed * Self.blockFactor + Double(plan.sharedFileBytes) / Self.typicalDiskRate
    }

    /// The plan on a machine with so much memory, within a cap on the bytes written.
    ///
    /// - Parameters:
    ///   - memoryBytes: of the machine; `nil` = not known.
    ///   - capBytes: `--max-write`; `nil` = none.
    ///   - diskRate: the rate at which the disk is taken to write, in B/s.
    ///   - fits: whether so many bytes may lie on the disk at once. Where they may not, the shared
    ///     file is made smaller, down to that of a quick run.
    package func plan(
        memoryBytes: Int?, capBytes: Int? = nil,
        diskRate: Double = DiskSetting.fastestDiskBytesPerSecond,
        fits: (Int) -> Bool = { _ in true }
    ) -> WritePlan {
        var fileBytes =
            scale == .smoke
            ? SharedFile.smokeBytes : SharedFile.bytes(preset: preset, memoryBytes: memoryBytes)
        let least = SharedFile.bytes(preset: .quick, memoryBytes: nil)
        while true {
            let plan = WritePlan(
                probes, rounds: rounds,
                setting: DiskSetting(
                    preset: preset, blockSeconds: blockSeconds, sharedFileBytes: fileBytes,
                    diskRate: diskRate), capBytes: capBytes)
            if plan.sharedFileBytes <= least || fits(plan.occupiedBytes) { return plan }
            fileBytes = max((plan.sharedFileBytes >> 21) << 20, least)
        }
    }
}
