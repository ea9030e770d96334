/// What a run asks of the disk under test, before machine and disk are known.
package struct DiskDemand: Sendable {
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
        diskRate: Double = DiskSetting.fastestDiskBytesPerSecond, fits: (Int) -> Bool = { _ in true }
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
