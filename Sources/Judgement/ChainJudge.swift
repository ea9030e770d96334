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

    /// The verdict on one requirement.
    func verdict(
        of metric: ChainMetric, _ statistic: Requirement.Statistic, requirement: Requirement
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
        judge(&verdict, blocks, metric, line: line, share: share, probe: probe)
        return verdict
    }

    private func judge(
        _ verdict: inout RequirementVerdict, _ blocks: PhaseTable, _ metric: ChainMetric,
        line: PassLine, share: Double, probe: ProbeRecord
    ) {
        let factor = chain?.wasmFactor ?? ChainParameters.wasmFactorDefault
        let floor = chain?.wasmFactorFloor ?? ChainParameters.wasmFactorFloorDefault
        let hasAssertions = probe.parameters[ChainMetric.assertionsParameter] == "on"
        let scale = metric == .weight ? 1 / Self.weightSeconds(probe) : 1
        let strict = blocks.seconds(wasm: factor, database: 1).map { $0 * scale }
        let lenient = blocks.seconds(wasm: floor, database: 1).map { $0 * scale }
        let released = blocks.seconds(wasm: floor, database: JudgementConstants.assertionFactor)
            .map { $0 * scale }
        verdict.sampleCount = strict.count
        verdict.measured = Self.quantile(strict, share: share)
        verdict.marginPercent = verdict.measured.flatMap(line.marginPercent)
        let guarded = line.line * (1 + JudgementConstants.failGuard)
        let beyond = strict.count { $0 > line.limit }
        let what =
            "\(beyond) of \(strict.count) blocks are beyond the limit with a Wasm factor of "
            + "\(factor)" + Self.size(probe, metric)
        if Self.standing(strict, limit: line.limit, share: share) == .within {
            (verdict.outcome, verdict.reason) = (.pass, what)
        } else if Self.standing(strict, limit: line.line, share: share) == .within {
            (verdict.outcome, verdict.reason) = (.warn, what + "; within the tolerance")
        } else if Self.standing(lenient, limit: guarded, share: share) == .beyond {
            (verdict.outcome, verdict.reason) = (.fail, what)
            if hasAssertions, Self.standing(released, limit: guarded, share: share) != .beyond {
                verdict.outcome = .inconclusive
                verdict.reason +=
                    "; this database library was built with assertions, which take "
                    + "\(JudgementConstants.assertionFactor) times as long and would close the gap"
            }
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

    /// What the measured blocks weigh on the reference machine.
    private static func weightSeconds(_ probe: ProbeRecord) -> Double {
        let transfers = Int(probe.parameters[ChainMetric.extrinsicsParameter] ?? "") ?? 0
        return FullBlock.weightSeconds(transfers: transfers)
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

    /// How a count of blocks stands to what is permitted.
    private enum Standing { case within, beyond, undecided }

    /// Trials and exceedances are divided by the design effect, rounded against the claim; where
    /// nothing exceeds the limit there is no cluster either, and 299 blocks tell a p99.
    private static func standing(_ values: [Double], limit: Double, share: Double) -> Standing {
        let size = JudgementConstants.chainClusterBlocks
        let clusters = stride(from: 0, to: values.count, by: size).map { start in
            let part = values[start..<min(start + size, values.count)]
            return Exceedance.Block(
                exceedances: part.count { $0 > limit }, trials: part.count)
        }
        let effect = Exceedance.designEffect(clusters)
        let trials = Int(Double(values.count) / effect)
        let exceedances = Double(clusters.reduce(0) { $0 + $1.exceedances }) / effect
        let alpha = JudgementConstants.alpha
        let most = Int(exceedances.rounded(.up))
        if Binomial.cumulative(most, trials: trials, probability: share) <= alpha {
            return .within
        }
        let fewest = Int(exceedances.rounded(.down))
        return Binomial.atLeast(fewest, trials: trials, probability: share) <= alpha
            ? .beyond : .undecided
    }
}
