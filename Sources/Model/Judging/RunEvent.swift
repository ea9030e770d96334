/// What happens during a run, told between blocks.
package enum RunEvent: Sendable, Equatable {
    /// The run is planned and nothing is measured yet.
    case planned(RunRecord, probes: [PlannedProbe])
    /// A remark for people.
    case message(String)
    /// A probe makes its data; not timed.
    case preparing(probe: String)
    /// A block begins; rounds count from 0, warm-up first; nil means the time left is not known
    /// yet.
    case begin(
        probe: String, round: Int, rounds: Int, isWarmup: Bool, remainingSeconds: Double?)
    /// A block ended and its work was checked.
    case block(probe: String, BlockRecord, metrics: [MetricDefinition])
    /// Further rounds begin for what is undecided, and about how long they take.
    case extending(probes: [String], seconds: Double)
    /// A probe begins a stage of its own, after the rounds.
    case stage(probe: String)
    /// So many blocks of a stage's chain are done, of how many.
    case progress(probe: String, done: Int, of: Int)
    /// A probe was skipped or failed and takes no further part.
    case ended(probe: String, status: ProbeRecord.Status, reason: String)
    /// The measuring is over, whole or interrupted.
    case finished(RunRecord)
    /// The verdict, and the exit code to come.
    case verdict(Report)

    /// A probe that the run will measure.
    package struct PlannedProbe: Sendable, Equatable {
        package var id: String
        package var metrics: [MetricDefinition]

        package init(id: String, metrics: [MetricDefinition]) {
            self.id = id
            self.metrics = metrics
        }
    }
}

extension RunEvent {
    /// That the rounds go on, for which probes and about how long.
    package static func going(on probes: [String], seconds: Double) -> String {
        "undecided: \(probes.joined(separator: ", ")); going on for about \(duration(seconds))"
    }

    /// Seconds as a person reads them, rounded up: `50 s`, `2 min 5 s`.
    package static func duration(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded(.up))
        return whole < 60 ? "\(whole) s" : "\(whole / 60) min \(whole % 60) s"
    }
}
