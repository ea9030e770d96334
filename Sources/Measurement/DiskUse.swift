/// What a probe asks of the disk under test, declared before the first byte.
///
/// Bytes are those that it hands to the filesystem, whose journal comes on top.
package struct DiskNeed: Sendable, Equatable {
    /// Bytes of its own files that lie on the disk at once; the shared file is not counted.
    package var occupiedBytes: Int
    /// Bytes that preparing writes; the filling of the shared file is not counted.
    package var preparedBytes: Int
    /// Bytes that one block writes, at least and at most, as long as no cap shortens it.
    package var blockBytes: ClosedRange<Int>

    package init(
        occupiedBytes: Int = 0, preparedBytes: Int = 0, blockBytes: ClosedRange<Int> = 0...0
    ) {
        precondition(
            occupiedBytes >= 0 && preparedBytes >= 0 && blockBytes.lowerBound >= 0,
            "bytes are not negative")
        self.occupiedBytes = occupiedBytes
        self.preparedBytes = preparedBytes
        self.blockBytes = blockBytes
    }
}

/// What a probe's need for disk may depend on.
package struct DiskSetting: Sendable, Equatable {
    package let preset: Preset
    /// Shortest time of a block.
    package let blockSeconds: Double
    /// Size of the file that the disk probes share.
    package let sharedFileBytes: Int
    /// The rate at which the disk is taken to write, in B/s.
    package let diskRate: Double

    package init(
        preset: Preset, blockSeconds: Double, sharedFileBytes: Int,
        diskRate: Double = fastestDiskBytesPerSecond
    ) {
        self.preset = preset
        self.blockSeconds = blockSeconds
        self.sharedFileBytes = sharedFileBytes
        self.diskRate = diskRate
    }

    /// The same with a shared file of another size.
    package func with(sharedFileBytes: Int) -> DiskSetting {
        DiskSetting(
            preset: preset, blockSeconds: blockSeconds, sharedFileBytes: sharedFileBytes,
            diskRate: diskRate)
    }

    /// The fastest that one NVMe disk can take data: four lanes of PCIe 5.0, in B/s.
    ///
    /// - Source: PCI Express Base Specification 5.0: 32 GT/s a lane, 128b/130b coding.
    package static let fastestDiskBytesPerSecond = 15.75e9

    /// The most that the disk takes in so many blocks' time.
    package func bytesMax(blocks: Double = 1) -> Int { Int(diskRate * blockSeconds * blocks) }
}

/// How a probe uses the disk under test.
package enum DiskUse: Sendable {
    /// Not at all.
    case none
    /// It works on the file that all probes of this case share; the bytes of a block, and of files
    /// besides it, are what the closure says.
    case sharedFile(@Sendable (DiskSetting) -> DiskNeed)
    /// It works on files of its own.
    case ownFiles(@Sendable (DiskSetting) -> DiskNeed)

    /// Reads of the shared file, and nothing more.
    package static let readsSharedFile = DiskUse.sharedFile { _ in DiskNeed() }

    /// Whether all probes that say so work on one and the same file.
    package var sharesFile: Bool {
        if case .sharedFile = self { true } else { false }
    }

    /// What it needs in a setting; nothing for `none`.
    package func need(_ setting: DiskSetting) -> DiskNeed {
        switch self {
        case .none: DiskNeed()
        case .sharedFile(let need), .ownFiles(let need): need(setting)
        }
    }
}

/// The file that the disk probes share: how large it is.
package enum SharedFile {
    /// Its size in tests.
    package static let smokeBytes = 4 << 20

    /// What `--max-write` or a small disk may shrink it to.
    ///
    /// - Source: Ours: drives carry about a thousandth of their size as memory, and 1 GiB is that
    ///   of a drive of 1 TB; a smaller file could lie in it whole.
    package static let bytesMin = 1 << 30

    /// 2 GiB in a quick run; 4 GiB or an eighth of the memory, at most 16 GiB, in a standard one;
    /// 8 GiB or a quarter of the memory, at most 32 GiB, in a thorough one.
    ///
    /// - Source: Ours: reads go past the page cache, so the file need not exceed the memory; but a
    ///   hypervisor and an array have memory of their own, of which a larger machine's has more.
    ///   The bounds keep the filling of the file below a minute a GiB/s of disk.
    /// - Returns: a multiple of 256 MiB.
    package static func bytes(preset: Preset, memoryBytes: Int?) -> Int {
        let memory = memoryBytes ?? 0
        let bytes =
            switch preset {
            case .quick: 2 << 30
            case .standard: min(max(4 << 30, memory / 8), 16 << 30)
            case .thorough: min(max(8 << 30, memory / 4), 32 << 30)
            }
        return (bytes >> 28) << 28
    }
}
