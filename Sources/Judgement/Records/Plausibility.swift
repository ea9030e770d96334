import Model

/// Finds in a record from elsewhere what no run of this program can have written.
///
/// Who writes a report can write any figure into it, and that cannot be distinguished from a figure
/// that was measured. What can be determined is a figure that no measurement gives: a negative
/// time, a phase that does not exist, a unit of another metric. Such a probe is judged as one that
/// failed.
struct Plausibility: Sendable {
    /// The greatest share of a machine that others can take of it during a block.
    ///
    /// Ours: 1, and as much again for counters that move in ticks.
    private let shareMax = 2.0

    private let known: [String: KnownProbe]
    /// The probe that measures each metric.
    private let owners: [MetricID: String]
    private let chain: ChainWork
    private let storageCap: @Sendable (StorageFacts, [Finding]) -> String?

    init(
        _ catalogue: [KnownProbe], chain: ChainWork,
        storageCap: @escaping @Sendable (StorageFacts, [Finding]) -> String?
    ) {
        self.chain = chain
        self.storageCap = storageCap
        known = Dictionary(catalogue.map { ($0.id, $0) }) { first, _ in first }
        owners = Dictionary(
            catalogue.flatMap { probe in probe.metrics.map { ($0.id, probe.id) } }
        ) { first, _ in first }
    }

    /// The record as it may be judged.
    ///
    /// The figures of impossible probes are left out, with the reason; those of a build that is
    /// none for measuring decide nothing; and as many looks are charged as there were.
    func judgeable(_ record: RunRecord) -> RunRecord {
        let written = record
        var record = record
        for index in record.probes.indices where record.probes[index].status == .measured {
            if let problem = problem(of: record.probes[index], in: written) {
                record.probes[index].status = .failed
                record.probes[index].reason = "its figures are impossible: \(problem)"
            } else if record.origin == .measured,
                record.probes[index].verdictBlockedBecause == nil
            {
                record.probes[index].verdictBlockedBecause =
                    cap(on: record.probes[index], in: written)
            }
        }
        // What was interrupted did not end.
        if record.interruptedBy != nil { record.complete = false }
        let looks = record.looks?.count ?? 0
        if looks > record.plan.plannedLooks ?? 1 { record.plan.plannedLooks = looks }
        return record
    }

    /// Why no verdict may rest on a probe's figures, whether the record says so or not.
    private func cap(on probe: ProbeRecord, in record: RunRecord) -> String? {
        if record.tool.build != "release" { return "measured by a \(record.tool.build) build" }
        guard known[probe.id]?.needsDisk == true, let storage = record.storage else { return nil }
        return storageCap(storage, record.findings)
    }

    /// Why no run can have written a probe's record; nil if one can.
    private func problem(of probe: ProbeRecord, in record: RunRecord) -> String? {
        if record.probes.count(where: { $0.id == probe.id }) > 1 {
            return "the probe is there twice"
        }
        if let problem = definitionProblem(probe) { return problem }
        guard let known = known[probe.id] else { return nil }
        return blockProblem(probe, known)
            ?? RoundPlausibility.problem(of: probe, isStaged: known.isStaged, in: record)
            ?? probe.blocks.lazy.compactMap { sampleProblem($0, probe, known) }.first
            ?? probe.blocks.lazy.compactMap { countProblem($0, known, record.clock) }.first
            ?? ChainPlausibility.problem(of: probe)
            ?? chain.problem(of: probe, in: record)
    }

    /// Metrics are the catalogue's, or unknown to it altogether.
    private func definitionProblem(_ probe: ProbeRecord) -> String? {
        if Set(probe.metrics.map(\.id)).count < probe.metrics.count {
            return "a metric is there twice"
        }
        for metric in probe.metrics {
            guard let owner = owners[metric.id] else { continue }
            guard owner == probe.id else { return "\(metric.id) is no metric of this probe" }
            guard let own = known[owner]?.metrics.first(where: { $0.id == metric.id }) else {
                continue
            }
            if metric.unit != own.unit {
                return "\(metric.id) is in \(own.unit.rawValue), not in \(metric.unit.rawValue)"
            }
            if metric.direction != own.direction {
                return "of \(metric.id) \(own.direction.rawValue) is better"
            }
            if metric.form != own.form { return "\(metric.id) has samples of another form" }
        }
        guard let newest = known[probe.id]?.methodVersion else { return nil }
        return (1...newest).contains(probe.methodVersion)
            ? nil
            : "its method is version \(probe.methodVersion), and this program knows "
                + (newest == 1 ? "version 1" : "versions 1 to \(newest)")
    }

    private func blockProblem(_ probe: ProbeRecord, _ known: KnownProbe) -> String? {
        let rounds = probe.blocks.map(\.round)
        if rounds.contains(where: { $0 < 0 }) { return "a round has a negative number" }
        if !zip(rounds, rounds.dropFirst()).allSatisfy({ $0 < $1 }) {
            return "two blocks are of one round, or of rounds in the wrong order"
        }
        let shares = probe.blocks.compactMap(\.conditions).flatMap {
            [$0.stealFraction, $0.foreignCPUFraction, $0.foreignDiskFraction].compactMap(\.self)
        }
        if !shares.allSatisfy({ $0.magnitude <= shareMax }) {
            return "what others took of the machine is no share of it"
        }
        if known.isStaged, probe.blocks.count(where: { $0.phase == .kept }) > 1 {
            return "it has one stage, and here are several"
        }
        return nil
    }

    private func sampleProblem(
        _ block: BlockRecord, _ probe: ProbeRecord, _ known: KnownProbe
    ) -> String? {
        for metric in known.metrics {
            guard let sample = block.samples[metric.id] else { continue }
            let isDistribution = if case .distribution = sample { true } else { false }
            if isDistribution != (metric.form == .distribution) {
                return "\(metric.id) has a sample of another form"
            }
            switch sample {
            case .series where !known.isStaged:
                return "\(metric.id) has several values of one block, and measures one"
            case .rate(let rate) where !rate.work.allSatisfy({ $0 >= 0 }):
                return "\(metric.id) has a negative figure"
            case .series(let series) where !series.values.allSatisfy({ $0 >= 0 }):
                return "\(metric.id) has a negative figure"
            case .table(let table) where !table.values.allSatisfy({ $0 >= 0 }):
                return "\(metric.id) has a negative figure"
            case .rate, .series, .table, .distribution: continue
            }
        }
        return nil
    }

    /// Operations that are timed one by one are those that are counted, and no time is below a step
    /// of the clock.
    private func countProblem(
        _ block: BlockRecord, _ known: KnownProbe, _ clock: ClockFacts?
    ) -> String? {
        for metric in known.metrics {
            switch block.samples[metric.id] {
            case .rate(let rate):
                if let clock, rate.seconds.contains(where: { $0 < clock.resolutionSeconds }) {
                    return "\(metric.id) was measured in less than a step of the clock"
                }
            case .distribution(let timed):
                let name = metric.id.rawValue
                guard name.hasSuffix(".latency"),
                    case .rate(let rate)? = block.samples[
                        MetricID(rawValue: name.dropLast("latency".count) + "iops")]
                else { continue }
                let counted = rate.work.reduce(0, +)
                if counted != Double(timed.count) {
                    return "\(timed.count) operations were timed and \(counted) counted"
                }
            default: continue
            }
        }
        return nil
    }
}
