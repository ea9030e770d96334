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

    /// A metric that is judged in block time, with the phases that it is computed from.
    struct Blocks {
        let probe: ProbeRecord
        let metric: MetricDefinition
        /// The metric itself, or the one whose phases a share of weight is computed from.
        let phases: MetricDefinition

        /// The kept blocks; nil if there are none, or they are no phases.
        var table: PhaseTable? {
            PhaseTable(probe, of: phases).flatMap { $0.count > 0 ? $0 : nil }
        }
    }

    /// The metric of the record if it is judged in block time, by the form of its samples; nil if
    /// it is not, or was not measured.
    func blocks(of id: MetricID) -> Blocks? {
        guard let (probe, metric) = record.probe(measuring: id),
            metric.form?.isJudgedByBlocks == true
        else { return nil }
        let phases =
            metric.form == .weightShare ? probe.metrics.first { $0.form == .phases } : metric
        return Blocks(probe: probe, metric: metric, phases: phases ?? metric)
    }

    /// The p-value against "no more blocks than permitted are beyond the guarded pass line".
    ///
    /// As lenient as a fail must be: with the least that the runtime can cost, without what
    /// assertions cost the database, and, `isCredited`, without what other processes took. Small =
    /// surely beyond, 1 = not measured.
    func pValueBeyond(
        _ blocks: Blocks, _ statistic: Requirement.Statistic, line: PassLine, isCredited: Bool
    ) -> Double {
        guard blocks.probe.status == .measured, let share = statistic.permittedShare,
            let table = blocks.table
        else { return 1 }
        let database = Self.hasAssertions(blocks.probe) ? JudgementConstants.assertionFactor : 1
        let seconds = lenient(table, blocks, database: database, isCredited: isCredited)
        return Self.pValueBeyond(seconds, limit: Self.guarded(line), share: share)
    }

    /// A block's seconds as leniently as a fail counts them; `database` is what its phases are
    /// divided by.
    private func lenient(
        _ table: PhaseTable, _ blocks: Blocks, database: Double, isCredited: Bool
    ) -> [Double] {
        let left = isCredited ? self.left(blocks) : (cpu: 1, disk: 1)
        return table.judged(
            wasm: chain?.wasmFactorFloor ?? ChainParameters.wasmFactorFloorDefault,
            signatures: term.toFail, database: database / max(left.disk, 1e-9)
        )
        .map { $0 * scale(blocks) * left.cpu }
    }

    /// Shares of processor and disk that were left to the stage, 0...1.
    private func left(_ blocks: Blocks) -> (cpu: Double, disk: Double) {
        let shares = blocks.probe.keptBlocks(of: blocks.phases.id).map {
            $0.share(of: blocks.phases.id, logicalCPUs: record.host?.cpu.logicalCPUs)
        }
        return (
            shares.map { $0.left(for: .chain) }.min() ?? 1,
            shares.map { 1 - $0.foreignDisk }.min() ?? 1
        )
    }

    /// The verdict on one requirement; `miss` is what came of its p-value among all.
    func verdict(
        of blocks: Blocks, _ statistic: Requirement.Statistic, requirement: Requirement,
        miss: Miss
    ) -> RequirementVerdict {
        RequirementVerdict(
            requirement, title: "\(blocks.metric.title) \(statistic.rawValue)",
            decision(on: requirement, blocks, statistic, miss: miss))
    }

    private func decision(
        on requirement: Requirement, _ blocks: Blocks, _ statistic: Requirement.Statistic,
        miss: Miss
    ) -> Decision {
        if let unmeasured = Decision(unmeasured: blocks.probe) { return unmeasured }
        guard let line = PassLine(requirement), let share = statistic.permittedShare else {
            return Decision(
                .unmeasurable, "its limit is no quantity, or its statistic no percentile")
        }
        guard let table = blocks.table else { return Decision(.skipped, "no block was kept") }
        let decision = decision(table, blocks, line: line, share: share, miss: miss)
        return decision.capped(by: blocks.probe).limited(
            to: ChainDemand(blocks.metric, blocks.probe, chain: chain).differences
        ).noting(ChainDemand.note(on: chain?.database ?? .rocksDB))
    }

    private func decision(
        _ table: PhaseTable, _ blocks: Blocks, line: PassLine, share: Double, miss: Miss
    ) -> Decision {
        let factor = chain?.wasmFactor ?? ChainParameters.wasmFactorDefault
        let strict = table.judged(wasm: factor, signatures: term.toPass)
            .map { $0 * scale(blocks) }
        let stages = blocks.probe.keptBlocks(of: blocks.phases.id)
        let measured = NearestRank.value(exceededBy: share, of: strict) ?? 0
        let figures = LineFigures(
            measured: measured, sampleCount: strict.count,
            marginPercent: line.marginPercent(measured),
            loads: MeasuredLoad.all(
                stages, of: blocks.phases.id, part: .chain, isExcuse: miss == .excused))
        let beyond = strict.count { $0 > line.limit }
        let what =
            "\(beyond) of \(strict.count) blocks are beyond the limit "
            + runtimeClause(table.runtime, factor: factor) + ", over RocksDB"
            + ChainDemand(blocks.metric, blocks.probe, chain: chain).size
        if Self.isSurelyWithin(strict, limit: line.limit, share: share) {
            return Decision(.pass, what, figures: figures)
        }
        if Self.isSurelyWithin(strict, limit: line.line, share: share) {
            return Decision(.warn, what + "; within the tolerance", figures: figures)
        }
        if miss == .certain { return Decision(.fail, what, figures: figures) }
        let lenient = lenient(table, blocks, database: 1, isCredited: false)
        let doubt = doubt(
            table, strict, lenient, blocks.probe, line: line, share: share, miss: miss,
            loads: figures.loads)
        return Decision(.inconclusive, what + doubt, figures: figures)
    }

    /// Why neither a pass nor a fail can be determined.
    private func doubt(
        _ table: PhaseTable, _ strict: [Double], _ lenient: [Double], _ probe: ProbeRecord,
        line: PassLine,
        share: Double, miss: Miss, loads: [MeasuredLoad]
    ) -> String {
        if miss == .excused {
            let clauses = loads.map(\.clause)
            return ", but "
                + (clauses.isEmpty
                    ? "the stage was held back" : clauses.joined(separator: ", and "))
                + " meanwhile"
        }
        if Self.hasAssertions(probe),
            Self.pValueBeyond(lenient, limit: Self.guarded(line), share: share)
                <= JudgementConstants.alpha
        {
            return "; this database library was built with assertions, which take "
                + "\(JudgementConstants.assertionFactor) times as long and would close the gap"
        }
        let named = loads.isEmpty ? "" : "; " + loads.map(\.clause).joined(separator: ", and ")
        return undecided(table, strict, share, lenient, line) + named
    }

    /// Why neither a pass nor a fail can be determined.
    private func undecided(
        _ table: PhaseTable, _ strict: [Double], _ share: Double, _ lenient: [Double],
        _ line: PassLine
    ) -> String {
        let fewest = Exceedance.fewestTrials(share: share, alpha: JudgementConstants.alpha)
        if strict.count < fewest {
            return "; so few blocks cannot tell this percentile, \(fewest) are the fewest"
        }
        if strict.contains(where: { $0 > line.line }), !lenient.contains(where: { $0 > line.line })
        {
            return table.runtime == .native
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
        probe.parameters[ChainParameter.assertions] == "on"
    }

    /// What a block's seconds are taken by: of weight, what it weighs on the reference machine by
    /// the weights of the profile's chain, or by its own runtime.
    private func scale(_ blocks: Blocks) -> Double {
        if blocks.metric.form != .weightShare { return 1 }
        let parameters = blocks.probe.parameters
        if case .real = PhaseTable.Runtime(parameters) {
            let weight = Double(parameters[ChainParameter.weightSeconds] ?? "") ?? 0
            return weight > 0 ? 1 / weight : .infinity
        }
        let transfers = Int(parameters[ChainParameter.extrinsics] ?? "") ?? 0
        let cost = chain?.transfer ?? TransferCost(recordedIn: parameters)
        return 1 / cost.weightSeconds(transfers: transfers)
    }

    /// The pass line and the guard band of a fail.
    private static func guarded(_ line: PassLine) -> Double {
        line.line * (1 + JudgementConstants.failGuard)
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
