import Model

/// Which look at the samples a verdict is of.
package enum Look: Sendable {
    /// Further rounds may follow: what is not clear goes on.
    case interim
    /// No rounds follow.
    case last

    /// By how much a bound must clear a limit to pass, as a fraction of it.
    var passGuard: Double { self == .interim ? JudgementConstants.earlyPassGuard : 0 }
}

extension RunRecord {
    /// Kept rounds of the probe that has most of them.
    private var keptRoundsDone: Int {
        probes.map { $0.blocks.count { $0.phase == .kept } }.max() ?? 0
    }

    /// The look that the samples so far are for, by the plan.
    var plannedLook: Look {
        guard let looks = plan.plannedLooks, looks > 1, plan.keptRounds > 0 else { return .last }
        return keptRoundsDone < plan.keptRounds << (looks - 1) ? .interim : .last
    }

    /// What the record was at each look before the one that all its samples are for, the first
    /// look in front.
    var earlierLooks: [RunRecord] {
        guard let looks = plan.plannedLooks, looks > 1, plan.keptRounds > 0 else { return [] }
        return (0..<(looks - 1)).map { plan.keptRounds << $0 }.filter { $0 < keptRoundsDone }
            .map(cut)
    }

    /// The record with at most so many kept blocks of each probe.
    private func cut(toKept most: Int) -> RunRecord {
        var record = self
        for index in record.probes.indices {
            var kept = 0
            record.probes[index].blocks = record.probes[index].blocks.filter { block in
                if block.phase == .kept { kept += 1 }
                return block.phase == .warmup || kept <= most
            }
        }
        return record
    }
}
