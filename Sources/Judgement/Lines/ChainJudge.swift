import Model
import Statistics

/// Judges the simulated chain in block time, by counting the blocks that are beyond a limit.
///
/// Where the runtime was modelled, a pass must hold with the profile's term for it, a multiple of
/// the block's signature checks; a fail must hold with the lower one, and, where the database
/// library has its assertions on, with the database's phases divided by what they cost. Records of
/// 0.1.0 are judged with a Wasm factor on decoding and execution less storage reads instead.
struct ChainJudge {
    private let record: RunRecord
    private let chain: ChainParameters?

    init(_ record: RunRecord, chain: ChainParameters?) {
        self.record = record
        self.chain = chain
    }

    /// The p-value against "no more blocks than permitted are beyond the guarded pass line".
    ///
    /// As lenient as a fail must be: with the least that the runtime can cost, without what
    /// assertions cost the database, and, `isCredited`, without what other processes took. Small =
    /// surely beyond, 1 = not measured.
    func pValueBeyond(
        _ metric: ChainMetric, _ statistic: Requirement.Statistic, line: PassLine,
        isCredited: Bool
    ) -> Double {
        guard
            let (probe, _) = record.probe(measuring: MetricID(rawValue: metric.rawValue)),
            probe.status == .measured, let share = statistic.permittedShare,
            let blocks = PhaseTable(probe, metric), blocks.count > 0
        else { return 1 }
        let database = Self.hasAssertions(probe) ? JudgementConstants.assertionFactor : 1
        let seconds = lenient(
            blocks, metric, probe, database: database, isCredited: isCredited)
        return Self.pValueBeyond(seconds, limit: Self.guarded(line), share: share)
    }

    /// A block's seconds as leniently as a fail counts them; `database` is what its phases are
    /// divided by.
    private func lenient(
        _ blocks: PhaseTable, _ metric: ChainMetric, _ probe: ProbeRecord, database: Double,
        isCredited: Bool
    ) -> [Double] {
        let left = isCredited ? self.left(probe, metric) : (cpu: 1, disk: 1)
        return blocks.judged(
            wasm: chain?.wasmFactorFloor ?? ChainParameters.wasmFactorFloorDefault,
            signatures: term.toFail, database: database / max(left.disk, 1e-9)
        )
        .map { $0 * scale(metric, probe) * left.cpu }
    }

    /// Shares of processor and disk that were left to the stage, 0...1.
    private func left(
        _ probe: ProbeRecord, _ metric: ChainMetric
    ) -> (cpu: Double, disk: Double) {
        let shares = probe.keptBlocks(of: metric.phases).map {
            $0.share(of: metric.phases, logicalCPUs: record.host?.cpu.logicalCPUs)
        }
        return (
            shares.map { $0.left(for: .chain) }.min() ?? 1,
            shares.map { 1 - $0.foreignDisk }.min() ?? 1
        )
    }

    /// The verdict on one requirement; `miss` is what came of its p-value among all.
    func verdict(
        of metric: ChainMetric, _ statistic: Requirement.Statistic, requirement: Requirement,
        miss: Miss
    ) -> RequirementVerdict {
        guard let (probe, definition) = record.probe(measuring: MetricID(rawValue: metric.rawValue))
        else {
            return RequirementVerdict(
                requirement, title: requirement.subjectID,
                Decision(.skipped, "not measured in this run"))
        }
        return RequirementVerdict(
            requirement, title: "\(definition.title) \(statistic.rawValue)",
            decision(on: requirement, metric, statistic, probe: probe, miss: miss))
    }

    private func decision(
        on requirement: Requirement, _ metric: ChainMetric, _ statistic: Requirement.Statistic,
        probe: ProbeRecord, miss: Miss
    ) -> Decision {
        if let unmeasured = Decision(unmeasured: probe) { return unmeasured }
        guard let line = PassLine(requirement), let share = statistic.permittedShare else {
            return Decision(
                .unmeasurable, "its limit is no quantity, or its statistic no percentile")
        }
        guard let blocks = PhaseTable(probe, metric), blocks.count > 0 else {
            return Decision(.skipped, "no block was kept")
        }
        let decision = decision(
            blocks, metric, line: line, share: share, probe: probe, miss: miss)
        return decision.capped(by: probe).limited(
            to: ChainDemand(metric, probe, chain: chain).differences
        ).noting(ChainDemand.note(on: chain?.database ?? .rocksDB))
    }

    private func decision(
        _ blocks: PhaseTable, _ metric: ChainMetric, line: PassLine, share: Double,
        probe: ProbeRecord, miss: Miss
    ) -> Decision {
        let factor = chain?.wasmFactor ?? ChainParameters.wasmFactorDefault
        let strict = blocks.judged(wasm: factor, signatures: term.toPass)
            .map { $0 * scale(metric, probe) }
        let stages = probe.keptBlocks(of: metric.phases)
        let measured = Self.quantile(strict, share: share)
        let figures = LineFigures(
            measured: measured, sampleCount: strict.count,
            marginPercent: line.marginPercent(measured),
            loads: MeasuredLoad.all(
                stages, of: metric.phases, part: .chain, isExcuse: miss == .excused))
        let beyond = strict.count { $0 > line.limit }
        let what =
            "\(beyond) of \(strict.count) blocks are beyond the limit "
            + runtimeClause(blocks.runtime, factor: factor) + ", over RocksDB"
            + ChainDemand(metric, probe, chain: chain).size
        if Self.isSurelyWithin(strict, limit: line.limit, share: share) {
            return Decision(.pass, what, figures: figures)
        }
        if Self.isSurelyWithin(strict, limit: line.line, share: share) {
            return Decision(.warn, what + "; within the tolerance", figures: figures)
        }
        if miss == .certain { return Decision(.fail, what, figures: figures) }
        let doubt = doubt(
            blocks, strict, metric, line: line, share: share, probe: probe, miss: miss,
            loads: figures.loads)
        return Decision(.inconclusive, what + doubt, figures: figures)
    }

    /// Why neither a pass nor a fail can be told.
    private func doubt(
        _ blocks: PhaseTable, _ strict: [Double], _ metric: ChainMetric, line: PassLine,
        share: Double, probe: ProbeRecord, miss: Miss, loads: [MeasuredLoad]
    ) -> String {
        if miss == .excused {
            let clauses = loads.map(\.clause)
            return ", but "
                + (clauses.isEmpty
                    ? "the stage was held back" : clauses.joined(separator: ", and "))
                + " meanwhile"
        }
        let lenient = lenient(blocks, metric, probe, database: 1, isCredited: false)
        if Self.hasAssertions(probe),
            Self.pValueBeyond(lenient, limit: Self.guarded(line), share: share)
                <= JudgementConstants.alpha
        {
            return "; this database library was built with assertions, which take "
                + "\(JudgementConstants.assertionFactor) times as long and would close the gap"
        }
        let named = loads.isEmpty ? "" : "; " + loads.map(\.clause).joined(separator: ", and ")
        return undecided(blocks, strict, share, lenient, line) + named
    }

    /// Why neither a pass nor a fail can be told.
    private func undecided(
        _ blocks: PhaseTable, _ strict: [Double], _ share: Double, _ lenient: [Double],
        _ line: PassLine
    ) -> String {
        let fewest = Exceedance.fewestTrials(share: share, alpha: JudgementConstants.alpha)
        if strict.count < fewest {
            return "; so few blocks cannot tell this percentile, \(fewest) are the fewest"
        }
        if strict.contains(where: { $0 > line.line }), !lenient.contains(where: { $0 > line.line })
        {
            return blocks.runtime == .native
                ? "; with the factor's floor none is, so the Wasm factor decides"
                : "; with \(term.toFail) checks none is, so the runtime decides"
        }
        return "; too many for a pass and too few for a fail"
    }

    private var term: ChainParameters.RuntimeTerm {
        chain?.runtime ?? ChainParameters.RuntimeTerm()
    }

    /// Whose runtime the blocks are of, and with which term they are counted.
    private func runtimeClause(_ runtime: PhaseTable.Runtime, factor: Double) -> String {
        switch runtime {
        case .native: "with a Wasm factor of \(factor)"
        case .modelled:
            "with a modelled runtime of \(term.toPass) signature checks a transfer (--runtime FILE "
                + "runs the chain's own)"
        case .real(let name): "by the chain's own runtime \(name)"
        }
    }

    private static func hasAssertions(_ probe: ProbeRecord) -> Bool {
        probe.parameters[ChainMetric.assertionsParameter] == "on"
    }

    /// What a block's seconds are taken by: of weight, what it weighs on the reference machine by
    /// the weights of the profile's chain, or by its own runtime.
    private func scale(_ metric: ChainMetric, _ probe: ProbeRecord) -> Double {
        if metric != .weight { return 1 }
        if case .real = PhaseTable.Runtime(probe.parameters) {
            let weight = Double(probe.parameters[ChainMetric.weightSecondsParameter] ?? "") ?? 0
            return weight > 0 ? 1 / weight : .infinity
        }
        let transfers = Int(probe.parameters[ChainMetric.extrinsicsParameter] ?? "") ?? 0
        let cost = chain?.transfer ?? TransferCost(recordedIn: probe.parameters)
        return 1 / cost.weightSeconds(transfers: transfers)
    }

    /// The pass line and the guard band of a fail.
    private static func guarded(_ line: PassLine) -> Double {
        line.line * (1 + JudgementConstants.failGuard)
    }

    /// The value that so large a share of all does not exceed.
    private static func quantile(_ values: [Double], share: Double) -> Double {
        let sorted = values.sorted()
        let rank = Int((Double(sorted.count) * (1 - share)).rounded(.up))
        return sorted[min(max(rank, 1), sorted.count) - 1]
    }

    /// Whether no more than a share are beyond a limit, with the confidence of all verdicts.
    ///
    /// Where nothing is beyond the limit there is no cluster to be seen, and 299 blocks tell a p99
    /// if slow blocks come singly (docs/explanation/chain.md says what it is if they do not).
    private static func isSurelyWithin(
        _ values: [Double], limit: Double, share: Double
    ) -> Bool {
        let effect = designEffect(
            values, limit: limit, window: JudgementConstants.chainClusterBlocks)
        let beyond = Double(values.count { $0 > limit })
        return Binomial.cumulative(
            Int((beyond / effect).rounded(.up)), trials: Int(Double(values.count) / effect),
            probability: share) <= JudgementConstants.alpha
    }

    /// Against "no more than the share are beyond".
    ///
    /// A host that pauses for a second or two makes tens of blocks slow, and that is one event: a
    /// fail takes the largest design effect of windows of several lengths.
    private static func pValueBeyond(
        _ values: [Double], limit: Double, share: Double
    ) -> Double {
        let effect =
            JudgementConstants.chainStallWindows
            .map { designEffect(values, limit: limit, window: $0) }.max() ?? 1
        let beyond = Double(values.count { $0 > limit })
        return Binomial.atLeast(
            Int((beyond / effect).rounded(.down)), trials: Int(Double(values.count) / effect),
            probability: share)
    }

    /// How many blocks tell no more than one, since slow ones come together: 1 or more.
    private static func designEffect(
        _ values: [Double], limit: Double, window: Int
    ) -> Double {
        Exceedance.designEffect(
            stride(from: 0, to: values.count, by: window).map { start in
                let part = values[start..<min(start + window, values.count)]
                return Exceedance.Block(
                    exceedances: part.count { $0 > limit }, trials: part.count)
            })
    }
}
