package import Model

/// Further rounds for what the first ones leave undecided, within bounds fixed before the run.
package struct RoundExtension {
    /// Looks at the samples in all: after n, 2n, 4n, … kept rounds.
    package let looks: Int
    /// Seconds from the start of the run within which further rounds and all stages must end.
    package let timeBudgetSeconds: Double
    /// Ids of the probes that are undecided, given the records so far.
    package let undecided: ([ProbeRecord]) -> Set<String>

    package init(
        looks: Int, timeBudgetSeconds: Double,
        undecided: @escaping ([ProbeRecord]) -> Set<String>
    ) {
        precondition(looks >= 1, "there is one look at least")
        self.looks = looks
        self.timeBudgetSeconds = timeBudgetSeconds
        self.undecided = undecided
    }

    /// Why further rounds do not begin although something is undecided.
    static let ended = (
        looks: "the planned looks are over",
        time: "the rounds to the next look, and the stages after them, would not end within the "
            + "time budget"
    )
}

/// What the runner made of a plan.
package struct RunOutcome: Sendable {
    /// One a probe, in the order given.
    package let probes: [ProbeRecord]
    /// In the order of time; empty without an extension.
    package let looks: [LookRecord]
}

/// How long the blocks of each probe take, so that the time of rounds to come can be determined.
struct BlockPace {
    private var seconds: [String: (sum: Double, count: Int)] = [:]

    mutating func add(_ elapsed: Double, probe: String) {
        let (sum, count) = seconds[probe] ?? (0, 0)
        seconds[probe] = (sum + elapsed, count + 1)
    }

    /// Mean time of a round of these probes, untimed parts included.
    func secondsPerRound(of probes: Set<String>) -> Double {
        probes.reduce(0) { total, probe in
            guard let (sum, count) = seconds[probe], count > 0 else { return total }
            return total + sum / Double(count)
        }
    }
}
