package import Model

/// What a run will write, fixed before the first byte.
package struct WritePlan: Sendable, Equatable {
    /// Size of the file that the disk probes share; a multiple of 1 MiB.
    package let fileBytes: Int
    /// The most that one block of a probe on that file may write; nil if there is no limit.
    package let blockBytes: Int?
    /// Probes for which the limit leaves no room, by id, and why.
    package let leftOut: [String: String]

    /// The smallest file: below it a drive's own memory would answer.
    ///
    /// Ours: drives have up to 1 MiB of memory for each GiB, but caches for data of tens of MiB.
    package static let fileBytesMin = 256 << 20

    /// Size of the shared file where nothing limits it.
    ///
    /// Quick runs take 2 GiB; standard ones an eighth of the memory, 2 to 8 GiB; thorough ones a
    /// quarter, 4 to 32 GiB. Ours: O_DIRECT passes by this machine's page cache, so that a file
    /// need not be twice the memory, as tools that read through the cache ask (Bonnie++ does), but
    /// a hypervisor and an array cache too, and theirs grow with the machine. The upper ends are
    /// for the drive's sake.
    package static func fileBytes(preset: Preset, memoryBytes: Int?) -> Int {
        let gibibyte = 1 << 30
        let memory = memoryBytes ?? 0
        return switch preset {
        case .quick: 2 * gibibyte
        case .standard: min(max(memory / 8, 2 * gibibyte), 8 * gibibyte)
        case .thorough: min(max(memory / 4, 4 * gibibyte), 32 * gibibyte)
        }
    }

    /// Plans a run of these probes.
    ///
    /// A limit shrinks the file to a quarter of it at most, then leaves out what needs most, then
    /// shortens the blocks that write.
    ///
    /// `rounds` are with warm-up and all further ones; `roomBytes` is what the filesystem may hold
    /// of ours, nil if that is not known; `limitBytes` may be written in all, nil means any.
    package init(
        _ probes: [ProbeDescriptor], preset: Preset, rounds: Int, memoryBytes: Int?,
        roomBytes: Int? = nil, limitBytes: Int? = nil
    ) {
        let own = probes.filter { !$0.sharesScratch }.reduce(0) { $0 + $1.scratchBytes(nil) }
        var file = Self.fileBytes(preset: preset, memoryBytes: memoryBytes)
        if let roomBytes { file = min(file, roomBytes - own) }
        if let limitBytes { file = min(file, limitBytes / 4) }
        file = (max(file, Self.fileBytesMin) >> 20) << 20
        fileBytes = file
        guard let limitBytes else {
            blockBytes = nil
            leftOut = [:]
            return
        }
        var kept = probes.filter(\.needsDisk)
        var leftOut: [String: String] = [:]
        func least(_ probe: ProbeDescriptor) -> Int {
            Self.leastBytes(probe, rounds: rounds, blockSeconds: preset.blockSeconds)
        }
        func need() -> Int {
            kept.reduce(kept.contains(where: \.sharesScratch) ? file : 0) { $0 + least($1) }
        }
        while need() > limitBytes, !kept.isEmpty {
            // The one that needs most; when only readers are left, the file itself is too much.
            let index = kept.indices.max { least(kept[$0]) < least(kept[$1]) } ?? 0
            let probe = kept.remove(at: index)
            let bytes = least(probe) + (probe.sharesScratch ? file : 0)
            let amount =
                if case .appends = probe.cost.disk {
                    "may write \(bytesText(bytes))"
                } else {
                    "would write \(bytesText(bytes)) or more"
                }
            leftOut[probe.id] = "it \(amount), for which --max-write leaves no room"
        }
        self.leftOut = leftOut
        let writers = kept.filter { $0.cost.disk == .shared(writes: true) }
        let shares = writers.reduce(0) {
            $0 + ($1.sampling == .staged ? Self.stageShares : rounds)
        }
        // Half of what is left: probes with files of their own write by time.
        let left = (limitBytes - need()) / (kept.contains { !$0.sharesScratch } ? 2 : 1)
        blockBytes = shares > 0 ? Self.blockBytesMin + left / shares : nil
    }

    /// A stage may write as much as so many blocks.
    ///
    /// Ours: as much as all blocks of a few probes, since it is the long write that is its point.
    package static let stageShares = 100

    /// What a block on the shared file must be able to write: 32 MiB.
    ///
    /// Ours: four times the eight blocks of 1 MiB that are in flight.
    private static let blockBytesMin = 32 << 20

    /// What a probe writes at least, filling the shared file apart.
    ///
    /// A file of its own is written to prepare, and in each block once untimed and once timed;
    /// where it only grows by appends, what a fast disk takes in the time.
    private static func leastBytes(
        _ probe: ProbeDescriptor, rounds: Int, blockSeconds: Double
    ) -> Int {
        let isStaged = probe.sampling == .staged
        let blocks = isStaged ? 1 : rounds
        return switch probe.cost.disk {
        case .none, .shared(writes: false): 0
        case .shared(writes: true): isStaged ? stageBytesMin : blockBytesMin * rounds
        case .own(let bytes): bytes * (1 + 2 * blocks)
        case .appends(_, let rate): Int(Double(rate) * blockSeconds * Double(blocks))
        case .stage(_, let written): written
        }
    }

    /// What a stage must be able to write: 512 MiB, of which the rounds before it leave it as much.
    ///
    /// Ours: sixteen blocks; its rate is reported for intervals, which need some tens of MiB each.
    private static let stageBytesMin = 512 << 20
}
