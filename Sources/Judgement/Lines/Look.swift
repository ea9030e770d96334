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

    /// Kept rounds at the end of each planned look, as far as they are below those done.
    ///
    /// The first look is in front. The number of looks is a report's word, and may be any.
    private var endedLooks: [Int] {
        guard plan.keptRounds > 0 else { return [] }
        let done = keptRoundsDone
        var ends: [Int] = []
        var end = plan.keptRounds
        while end < done, ends.count < (plan.plannedLooks ?? 1) {
            ends.append(end)
            end = end > Int.max / 2 ? Int.max : end * 2
        }
        return ends
    }

    /// The look that the samples so far are for, by the plan.
    var plannedLook: Look {
        guard let looks = plan.plannedLooks, looks > 1, plan.keptRounds > 0 else { return .last }
        let ended = endedLooks
        if ended.count >= looks { return .last }
        let next = ended.last.map { $0 > Int.max / 2 ? Int.max : $0 * 2 } ?? plan.keptRounds
        return ended.count == looks - 1 && keptRoundsDone >= next ? .last : .interim
    }

    /// What the record was at each look before the one that all its samples are for, the first
    /// look in front.
    var earlierLooks: [RunRecord] {
        guard let looks = plan.plannedLooks, looks > 1 else { return [] }
        return endedLooks.prefix(looks - 1).map(cut)
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
