import Model
import Statistics

/// Judges the simulated chain in block time, by counting the blocks that are beyond a limit.
///
/// The record holds what native code took. A pass must hold with the profile's Wasm factor on
/// decoding and execution less storage reads; a fail must hold with its floor, and, where the
/// database library has its assertions on, with the database's phases divided by what they cost.
struct ChainJudge {
    private let record: RunRecord
    private let chain: ChainParameters?

    init(_ record: RunRecord, chain: ChainParameters?) {
        self.record = record
        self.chain = chain
    }

    /// The p-value against "no more blocks than permitted are beyond the guarded pass line".
    ///
    /// As lenient as a fail must be: with the Wasm factor's floor, and without what assertions cost
    /// the database. Small = surely beyond, 1 = not measured.
    func pValueBeyond(
        _ metric: ChainMetric, _ statistic: Requirement.Statistic, line: PassLine
    ) -> Double {
        guard
            let (probe, _) = record.probe(measuring: MetricID(rawValue: metric.rawValue)),
            probe.status == .measured, let share = statistic.permittedShare,
            let blocks = PhaseTable(probe, metric), blocks.count > 0
        else { return 1 }
        let floor = chain?.wasmFactorFloor ?? ChainParameters.wasmFactorFloorDefault
        let database = Self.hasAssertions(probe) ? JudgementConstants.assertionFactor : 1
        let lenient = blocks.seconds(wasm: floor, database: database)
            .map { $0 * Self.scale(metric, probe) }
        return Self.count(lenient, limit: Self.guarded(line)).pValueBeyond(share)
    }

    /// The verdict on one requirement; `surelyBeyond` is what came of its p-value among all.
    func verdict(
        of metric: ChainMetric, _ statistic: Requirement.Statistic, requirement: Requirement,
        surelyBeyond: Bool
    ) -> RequirementVerdict {
        guard let (probe, definition) = record.probe(measuring: MetricID(rawValue: metric.rawValue))
        else {
            return RequirementVerdict(
                requirement: requirement, title: requirement.subjectID, outcome: .skipped,
                reason: "not measured in this run")
        }
        var verdict = RequirementVerdict(
            requirement: requirement, title: "\(definition.title) \(statistic.rawValue)",
            outcome: .unmeasurable, reason: "")
        if !verdict.isMeasured(by: probe) { return verdict }
        guard let line = PassLine(requirement), let share = statistic.permittedShare else {
            verdict.reason = "its limit is no quantity, or its statistic no percentile"
            return verdict
        }
        guard let blocks = PhaseTable(probe, metric), blocks.count > 0 else {
            verdict.outcome = .skipped
            verdict.reason = "no block was kept"
            return verdict
        }
        judge(
            &verdict, blocks, metric, line: line, share: share, probe: probe,
            surelyBeyond: surelyBeyond)
        return verdict
    }

    private func judge(
        _ verdict: inout RequirementVerdict, _ blocks: PhaseTable, _ metric: ChainMetric,
        line: PassLine, share: Double, probe: ProbeRecord, surelyBeyond: Bool
    ) {
        let factor = chain?.wasmFactor ?? ChainParameters.wasmFactorDefault
        let floor = chain?.wasmFactorFloor ?? ChainParameters.wasmFactorFloorDefault
        let scale = Self.scale(metric, probe)
        let strict = blocks.seconds(wasm: factor, database: 1).map { $0 * scale }
        let lenient = blocks.seconds(wasm: floor, database: 1).map { $0 * scale }
        verdict.sampleCount = strict.count
        verdict.measured = Self.quantile(strict, share: share)
        verdict.marginPercent = verdict.measured.flatMap(line.marginPercent)
        let beyond = strict.count { $0 > line.limit }
        let what =
            "\(beyond) of \(strict.count) blocks are beyond the limit with a Wasm factor of "
            + "\(factor)" + Self.size(probe, metric)
        if Self.count(strict, limit: line.limit).isSurelyWithin(share) {
            (verdict.outcome, verdict.reason) = (.pass, what)
        } else if Self.count(strict, limit: line.line).isSurelyWithin(share) {
            (verdict.outcome, verdict.reason) = (.warn, what + "; within the tolerance")
        } else if surelyBeyond {
            (verdict.outcome, verdict.reason) = (.fail, what)
        } else if Self.hasAssertions(probe),
            Self.count(lenient, limit: Self.guarded(line)).pValueBeyond(share)
                <= JudgementConstants.alpha
        {
            verdict.outcome = .inconclusive
            verdict.reason =
                what + "; this database library was built with assertions, which take "
                + "\(JudgementConstants.assertionFactor) times as long and would close the gap"
        } else {
            verdict.outcome = .inconclusive
            verdict.reason = what + undecided(strict, share, lenient, line)
        }
        cap(&verdict, probe)
    }

    /// Why neither a pass nor a fail can be told.
    private func undecided(
        _ strict: [Double], _ share: Double, _ lenient: [Double], _ line: PassLine
    ) -> String {
        let fewest = Exceedance.fewestTrials(share: share, alpha: JudgementConstants.alpha)
        if strict.count < fewest {
            return "; so few blocks cannot tell this percentile, \(fewest) are the fewest"
        }
        if strict.contains(where: { $0 > line.line }), !lenient.contains(where: { $0 > line.line })
        {
            return "; with the factor's floor none is, so the Wasm factor decides"
        }
        return "; too many for a pass and too few for a fail"
    }

    /// Takes back what the state or the build cannot carry.
    private func cap(_ verdict: inout RequirementVerdict, _ probe: ProbeRecord) {
        if verdict.isCapped(by: probe) { return }
        let wanted = chain?.stateAccounts ?? ChainParameters.stateAccountsDefault
        let accounts = Int(probe.parameters[ChainMetric.accountsParameter] ?? "") ?? 0
        if verdict.outcome == .pass, accounts < wanted {
            verdict.outcome = .warn
            verdict.reason +=
                "; the state has \(accounts) accounts and the profile asks for \(wanted): a "
                + "longer preset builds them"
        }
    }

    private static func hasAssertions(_ probe: ProbeRecord) -> Bool {
        probe.parameters[ChainMetric.assertionsParameter] == "on"
    }

    /// What a block's seconds are taken by: of weight, what it weighs on the reference machine.
    private static func scale(_ metric: ChainMetric, _ probe: ProbeRecord) -> Double {
        if metric != .weight { return 1 }
        let transfers = Int(probe.parameters[ChainMetric.extrinsicsParameter] ?? "") ?? 0
        return 1 / FullBlock.weightSeconds(transfers: transfers)
    }

    /// The pass line and the guard band of a fail.
    private static func guarded(_ line: PassLine) -> Double {
        line.line * (1 + JudgementConstants.failGuard)
    }

    /// Of which size the blocks are, where it is not that of a full one.
    private static func size(_ probe: ProbeRecord, _ metric: ChainMetric) -> String {
        guard metric != .authoring,
            let transfers = probe.parameters[ChainMetric.extrinsicsParameter],
            let full = probe.parameters[ChainMetric.fullTransfersParameter], transfers != full
        else { return "" }
        return " (\(transfers) transfers each; a full block has \(full))"
    }

    /// The value that so large a share of all does not exceed.
    private static func quantile(_ values: [Double], share: Double) -> Double {
        let sorted = values.sorted()
        let rank = Int((Double(sorted.count) * (1 - share)).rounded(.up))
        return sorted[min(max(rank, 1), sorted.count) - 1]
    }

    /// Blocks, and those of them beyond a limit, by what they tell where they cluster.
    private struct BlockCount {
        let trials: Int
        let exceedances: Double

        /// Whether no more than the share are beyond, with the confidence of all verdicts.
        func isSurelyWithin(_ share: Double) -> Bool {
            Binomial.cumulative(
                Int(exceedances.rounded(.up)), trials: trials, probability: share)
                <= JudgementConstants.alpha
        }

        /// Against "no more than the share are beyond".
        func pValueBeyond(_ share: Double) -> Double {
            Binomial.atLeast(
                Int(exceedances.rounded(.down)), trials: trials, probability: share)
        }
    }

    /// Trials and exceedances are divided by the design effect, rounded against the claim.
    ///
    /// Where nothing is beyond the limit there is no cluster to be seen, and 299 blocks tell a p99
    /// if slow blocks come singly (METHODOLOGY, "Judging", says what it is if they do not).
    private static func count(_ values: [Double], limit: Double) -> BlockCount {
        let size = JudgementConstants.chainClusterBlocks
        let clusters = stride(from: 0, to: values.count, by: size).map { start in
            let part = values[start..<min(start + size, values.count)]
            return Exceedance.Block(
                exceedances: part.count { $0 > limit }, trials: part.count)
        }
        let effect = Exceedance.designEffect(clusters)
        return BlockCount(
            trials: Int(Double(values.count) / effect),
            exceedances: Double(clusters.reduce(0) { $0 + $1.exceedances }) / effect)
    }
}
