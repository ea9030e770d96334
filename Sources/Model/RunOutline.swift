/// What a run would do, before it is started: steps, time, bytes, and what it could tell.
package struct RunOutline: Sendable, Equatable {
    /// One probe of the run.
    package struct Step: Sendable, Equatable {
        package var probe: String
        /// Whether it runs once after the rounds rather than a block a round.
        package var isStaged: Bool
        /// Whether it does not tell how long its stage is.
        package var isOpenEnded: Bool
        /// Blocks before the first look, warm-up included.
        package var blocks: Int
        /// Shortest time of these blocks, in seconds.
        package var secondsMin: Double
        /// Bytes of its own files that lie on the disk at once.
        package var scratchBytes: Int
        /// Whether it works on the file that the disk probes share.
        package var sharesFile: Bool
        /// Why the cap on the bytes written leaves it out; `nil` = it does not.
        package var leftOut: String?

        package init(
            probe: String, isStaged: Bool, isOpenEnded: Bool = false, blocks: Int,
            secondsMin: Double, scratchBytes: Int, sharesFile: Bool = false, leftOut: String? = nil
        ) {
            self.probe = probe
            self.isStaged = isStaged
            self.isOpenEnded = isOpenEnded
            self.blocks = blocks
            self.secondsMin = secondsMin
            self.scratchBytes = scratchBytes
            self.sharesFile = sharesFile
            self.leftOut = leftOut
        }
    }

    /// What the run puts on the disk under test, in bytes handed to the filesystem.
    package struct Disk: Sendable, Equatable {
        /// Size of the file that disk probes share; 0 = none does.
        package var sharedFileBytes: Int
        /// Bytes that lie on the disk at once.
        package var occupiedBytes: Int
        /// Bytes written up to the first look by a disk of `typicalRate`, in B/s.
        package var writtenBytesTypical: Int
        package var typicalRate: Double
        /// The same by a disk of `fastestRate`, in B/s, which is the fastest there is.
        package var writtenBytesMax: Int
        /// The same with all further rounds.
        package var writtenBytesMaxExtended: Int
        package var fastestRate: Double
        /// `--max-write`; `nil` = none.
        package var capBytes: Int?
        /// Bytes that stay free on the filesystem; `nil` = not known yet.
        package var marginBytes: Int?

        package init(
            sharedFileBytes: Int, occupiedBytes: Int, writtenBytesTypical: Int,
            typicalRate: Double, writtenBytesMax: Int, writtenBytesMaxExtended: Int,
            fastestRate: Double, capBytes: Int? = nil, marginBytes: Int? = nil
        ) {
            self.sharedFileBytes = sharedFileBytes
            self.occupiedBytes = occupiedBytes
            self.writtenBytesTypical = writtenBytesTypical
            self.typicalRate = typicalRate
            self.writtenBytesMax = writtenBytesMax
            self.writtenBytesMaxExtended = writtenBytesMaxExtended
            self.fastestRate = fastestRate
            self.capBytes = capBytes
            self.marginBytes = marginBytes
        }
    }

    /// What a run of this length tells at one noise of the blocks.
    package struct Sight: Sendable, Equatable {
        /// Standard deviation of the blocks, in per cent.
        package var noisePercent: Double
        /// Distance from a limit that the first look sees with 80 % probability, in per cent.
        package var firstLookPercent: Double
        /// The same after the last look; `nil` = there is no other.
        package var lastLookPercent: Double?

        package init(noisePercent: Double, firstLookPercent: Double, lastLookPercent: Double?) {
            self.noisePercent = noisePercent
            self.firstLookPercent = firstLookPercent
            self.lastLookPercent = lastLookPercent
        }
    }

    package var preset: String
    package var warmupRounds: Int
    package var keptRounds: Int
    /// Kept rounds at the last look.
    package var keptRoundsMax: Int
    package var noiseFloorSeconds: Double
    /// Time of the rounds before the first look, by the typical length of a block, in seconds.
    package var secondsTypical: Double
    /// Seconds after which no further rounds begin; 0 = none do.
    package var timeBudgetSeconds: Double
    /// In the order of the catalogue.
    package var steps: [Step]
    package var disk: Disk
    /// The smallest noise first.
    package var sights: [Sight]

    package init(
        preset: String, warmupRounds: Int, keptRounds: Int, keptRoundsMax: Int,
        noiseFloorSeconds: Double, secondsTypical: Double, timeBudgetSeconds: Double,
        steps: [Step], disk: Disk, sights: [Sight]
    ) {
        self.preset = preset
        self.warmupRounds = warmupRounds
        self.keptRounds = keptRounds
        self.keptRoundsMax = keptRoundsMax
        self.noiseFloorSeconds = noiseFloorSeconds
        self.secondsTypical = secondsTypical
        self.timeBudgetSeconds = timeBudgetSeconds
        self.steps = steps
        self.disk = disk
        self.sights = sights
    }
}
