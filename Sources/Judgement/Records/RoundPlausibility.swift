import Model

/// What no run can write of its rounds and their times.
///
/// Rounds follow one another, the warm-up first, and a probe's blocks do not overlap. So neither a
/// block copied many times nor a choice of the best ones is a run.
enum RoundPlausibility {
    /// How far times of one clock may disagree, in seconds; ours: rounding.
    private static let clockSlack = 1e-3

    /// Why the rounds of a measured probe are impossible; nil if they are not.
    static func problem(of probe: ProbeRecord, isStaged: Bool, in record: RunRecord) -> String? {
        guard record.origin == .measured else { return nil }
        let plan = record.plan
        if plan.keptRounds < 0 || plan.warmupRounds < 0 {
            return "the plan has a negative number of rounds"
        }
        return (isStaged ? nil : orderProblem(probe, record)) ?? timeProblem(probe, record)
    }

    private static func orderProblem(_ probe: ProbeRecord, _ record: RunRecord) -> String? {
        let warmup = record.plan.warmupRounds
        if let block = probe.blocks.first(where: { ($0.phase == .warmup) != ($0.round < warmup) }) {
            let isPlanned = block.round < warmup
            return "round \(block.round) is \(isPlanned ? "" : "no ")warm-up by the plan"
        }
        // A run that was ended between two looks has rounds that none has seen.
        return record.complete ? missingProblem(probe, record) : nil
    }

    /// Between two looks a probe is measured in every round or in none, and before the first in
    /// every one.
    private static func missingProblem(_ probe: ProbeRecord, _ record: RunRecord) -> String? {
        let plan = record.plan
        let planned = plan.warmupRounds.addingReportingOverflow(plan.keptRounds)
        let looks = (record.looks ?? []).map(\.rounds).filter { $0 > planned.partialValue }
        let ends = planned.overflow ? [] : [planned.partialValue] + looks.sorted()
        let rounds = Set(probe.blocks.map(\.round))
        var begin = 0
        for end in ends where end > begin {
            let count = rounds.count { (begin..<end).contains($0) }
            if count < end - begin, count > 0 || begin == 0,
                let missing = (begin..<end).first(where: { !rounds.contains($0) })
            {
                return "the block of round \(missing) is missing"
            }
            begin = end
        }
        return rounds.contains { $0 >= begin }
            ? "it has blocks after round \(begin - 1), which was the last" : nil
    }

    private static func timeProblem(_ probe: ProbeRecord, _ record: RunRecord) -> String? {
        if record.durationSeconds < 0 { return "the run took less than no time" }
        var free = 0.0
        for block in probe.blocks {
            if block.startedSeconds < free - clockSlack {
                return "the block of round \(block.round) began before the one before it ended"
            }
            free = block.startedSeconds + seconds(of: block)
        }
        return free > record.durationSeconds + clockSlack
            ? "its last block ended after the run" : nil
    }

    /// The least time that a block took: that of its longest rate.
    private static func seconds(of block: BlockRecord) -> Double {
        block.samples.values.compactMap { sample in
            if case .rate(let rate) = sample { rate.seconds.max() } else { nil }
        }.max() ?? 0
    }
}
