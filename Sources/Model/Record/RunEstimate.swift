/// What a run would do, before it is started: steps, time, bytes, and what it could tell.
package struct RunEstimate: Sendable, Equatable {
    /// One probe of the run.
    package struct Step: Sendable, Equatable {
        package var probe: String
        /// Whether it runs once after the rounds rather than a block a round.
        package var isStaged: Bool
        /// Whether how long the stage takes is the machine's to decide: `secondsMin` is one block.
        package var isOpenEnded: Bool
        /// Blocks before the first look, warm-up included.
        package var blocks: Int
        /// Shortest time of these blocks, or about the stage's, in seconds.
        package var secondsMin: Double
        /// Bytes that lie on the disk at once.
        package var scratchBytes: Int

        package init(
            probe: String, isStaged: Bool, isOpenEnded: Bool, blocks: Int, secondsMin: Double,
            scratchBytes: Int
        ) {
            self.probe = probe
            self.isStaged = isStaged
            self.isOpenEnded = isOpenEnded
            self.blocks = blocks
            self.secondsMin = secondsMin
            self.scratchBytes = scratchBytes
        }
    }

    /// What a run of this length tells at one noise of the blocks.
    package struct DetectableDifference: Sendable, Equatable {
        /// Standard deviation of the blocks, in per cent.
        package var noisePercent: Double
        /// Distance from a limit that the first look sees with 80 % probability, in per cent.
        package var firstLookPercent: Double
        /// The same after the last look; nil if there is no other.
        package var lastLookPercent: Double?

        package init(noisePercent: Double, firstLookPercent: Double, lastLookPercent: Double?) {
            self.noisePercent = noisePercent
            self.firstLookPercent = firstLookPercent
            self.lastLookPercent = lastLookPercent
        }
    }

    /// A probe that will not be run.
    package struct LeftOut: Sendable, Equatable {
        package var probe: String
        package var reason: String

        package init(probe: String, reason: String) {
            self.probe = probe
            self.reason = reason
        }
    }

    package var preset: String
    package var warmupRounds: Int
    package var keptRounds: Int
    /// Kept rounds at the last look.
    package var keptRoundsMax: Int
    package var noiseFloorSeconds: Double
    /// Time of the rounds before the first look, by the typical length of a block, and of the
    /// stages, in seconds; `fillBytes` take theirs before.
    package var secondsTypical: Double
    /// Seconds within which further rounds and the stages must end; 0 = there are no further ones.
    package var timeBudgetSeconds: Double
    /// In the order of the catalogue.
    package var steps: [Step]
    /// Bytes on the disk at once.
    package var scratchBytes: Int
    /// Of them, what is written once before the rounds, as fast as the disk takes it.
    package var fillBytes: Int
    /// Bytes written before the first look and after the last, if the disk takes `diskRate`.
    package var writtenBytes: Int
    package var writtenBytesMax: Int
    /// What may be written in all, whatever the disk takes; nil if no limit was given.
    package var writeLimitBytes: Int?
    /// Probes that the limit leaves no room for, and why, sorted by id.
    package var leftOut: [LeftOut]
    /// The rate that the written bytes assume, in B/s.
    package var diskRate: Double
    /// The smallest noise first.
    package var detectableDifferences: [DetectableDifference]

    package init(
        preset: String, warmupRounds: Int, keptRounds: Int, keptRoundsMax: Int,
        noiseFloorSeconds: Double, secondsTypical: Double, timeBudgetSeconds: Double,
        steps: [Step], scratchBytes: Int, fillBytes: Int, writtenBytes: Int,
        writtenBytesMax: Int,
        writeLimitBytes: Int? = nil, leftOut: [LeftOut] = [], diskRate: Double,
        detectableDifferences: [DetectableDifference]
    ) {
        self.preset = preset
        self.warmupRounds = warmupRounds
        self.keptRounds = keptRounds
        self.keptRoundsMax = keptRoundsMax
        self.noiseFloorSeconds = noiseFloorSeconds
        self.secondsTypical = secondsTypical
        self.timeBudgetSeconds = timeBudgetSeconds
        self.steps = steps
        self.scratchBytes = scratchBytes
        self.fillBytes = fillBytes
        self.writtenBytes = writtenBytes
        self.writtenBytesMax = writtenBytesMax
        self.writeLimitBytes = writeLimitBytes
        self.leftOut = leftOut
        self.diskRate = diskRate
        self.detectableDifferences = detectableDifferences
    }
}
