/// What is wrong with the samples of a metric, beside their median.
package enum QualityLabel: String, Codable, Sendable, CaseIterable {
    /// Two levels rather than one, so that a median says where neither is: never judged.
    case bimodal
    /// The processor slowed itself down to cool off.
    case throttled
    /// The hypervisor gave the processor to other guests.
    case starvedBySteal = "starved-by-steal"
    /// A control group's quota held the process back.
    case starvedByQuota = "starved-by-quota"
    /// Other processes used the processors, or the disk under test, that the metric rests on.
    case loadedByOthers = "loaded-by-others"
    /// Neighbouring samples resemble each other, so that there are fewer independent ones.
    case drifting
    /// No stretch of samples was level early enough.
    case notSteady = "not-steady"
    /// The samples spread widely.
    case noisy
}

/// One look at the samples of a run: the rounds go on only for what it left undecided.
package struct LookRecord: Codable, Sendable, Equatable {
    /// Rounds done until then, warm-up included.
    package var rounds: Int
    /// Seconds from the start of the run.
    package var atSeconds: Double
    /// Ids of the probes that were still undecided, sorted; empty = all was decided.
    package var undecided: [String]
    /// Why the rounds ended here although something was undecided; nil if they went on, or all was
    /// decided.
    package var endedBecause: String?

    package init(
        rounds: Int, atSeconds: Double, undecided: [String], endedBecause: String? = nil
    ) {
        self.rounds = rounds
        self.atSeconds = atSeconds
        self.undecided = undecided
        self.endedBecause = endedBecause
    }
}
