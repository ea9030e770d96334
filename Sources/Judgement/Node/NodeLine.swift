import Model

/// The node's pass line, held against one metric after the other.
struct NodeLine {
    let variant: NodeRule.Variant
    let tolerancePercent: Double
    /// Role of the profile: `collator` or `validator`.
    let role: String

    func verdict(on minimum: NodeMinimum, of record: RunRecord) -> RequirementVerdict {
        RequirementVerdict(
            minimum.requirement, title: minimum.metric.title, decision(on: minimum, of: record))
    }

    private func decision(on minimum: NodeMinimum, of record: RunRecord) -> Decision {
        if let reason = leftOut(minimum) { return Decision(.skipped, reason) }
        guard let (probe, _) = record.probe(measuring: minimum.metric.metric) else {
            return Decision(.skipped, "the record has no figure for it")
        }
        if let unmeasured = Decision(unmeasured: probe) { return unmeasured }
        guard let score = NodeScores.score(of: minimum.metric, in: record) else {
            return Decision(.skipped, "no block was kept")
        }
        return decision(on: score, minimum: minimum)
    }

    /// Why the node would not look at the metric at all; nil if it does.
    private func leftOut(_ minimum: NodeMinimum) -> String? {
        guard variant == .nodeStart else { return nil }
        if minimum.metric == .sr25519Verify {
            return "the node does not measure signatures when it starts"
        }
        if minimum.requirement.validatorOnly, role != "validator" {
            return "asked of validators only"
        }
        return nil
    }

    private func decision(on score: NodeScores.Score, minimum: NodeMinimum) -> Decision {
        let ratio = score.bytesPerSecond / minimum.bytesPerSecond
        let figures = LineFigures(
            measured: score.bytesPerSecond / minimum.metric.nodeBytesPerWork,
            sampleCount: score.sampleCount, marginPercent: (ratio - 1) * 100)
        // Written so that a ratio that is no number is implausible too.
        guard ratio > NodeRule.implausibleRatios.low, ratio < NodeRule.implausibleRatios.high else {
            return Decision(
                .unmeasurable,
                "implausible: 100 times off its minimum or more; the node refuses such results: "
                    + "check the machine and measure again", figures: figures)
        }
        let passed =
            switch variant {
            case .benchmarkMachine:
                NodeRule.passes(ratio: ratio, tolerancePercent: tolerancePercent)
            case .nodeStart: !(minimum.bytesPerSecond > score.bytesPerSecond)
            }
        var reason =
            "\(ratio.asPercent(decimals: 2)) of the minimum; "
            + "\((1 - tolerancePercent / 100).asPercent(decimals: 2)) and more pass"
        let line = minimum.bytesPerSecond * (1 - tolerancePercent / 100)
        if let printed = score.printed, score.roundingBytesPerSecond > 0,
            abs(score.bytesPerSecond - line) <= score.roundingBytesPerSecond
        {
            reason +=
                "; judged as printed, `\(printed)`: the line lies within its rounding, so the node "
                + "may have said otherwise"
        }
        return Decision(passed ? .pass : .fail, reason, figures: figures)
    }
}

/// The node's verdict on the whole machine.
struct NodeOverall {
    let outcome: Outcome
    let boundBy: String?
    let reason: String

    init(_ verdicts: [RequirementVerdict], record: RunRecord, tolerancePercent: Double) {
        let judged = verdicts.filter { $0.outcome == .pass || $0.outcome == .fail }
        let failed = judged.filter { $0.outcome == .fail }
        let unmeasurable = verdicts.filter { $0.outcome == .unmeasurable }
        let skipped = verdicts.filter { $0.outcome == .skipped }
        let lowest = judged.min { ($0.marginPercent ?? 0) < ($1.marginPercent ?? 0) }

        var sentences: [String] = []
        if let lowest, let margin = lowest.marginPercent {
            let percent = Self.text(1 + margin / 100)
            let tolerance = (tolerancePercent / 100).asPercent(decimals: 2)
            sentences.append(
                "\(judged.count - failed.count) passed and \(failed.count) failed "
                    + "(\(tolerance) tolerance); lowest is \(lowest.title) at \(percent) "
                    + "of its minimum.")
        } else {
            sentences.append("No metric of the profile could be judged.")
        }
        if !unmeasurable.isEmpty {
            sentences.append("No usable figure: \(Self.names(unmeasurable)).")
        }
        if !skipped.isEmpty { sentences.append("Not judged: \(Self.names(skipped)).") }

        let isDebug = record.origin == .measured && record.tool.build == "debug"
        if isDebug {
            sentences.insert("A debug build's figures count for nothing.", at: 0)
            outcome = .inconclusive
        } else if !failed.isEmpty {
            outcome = .fail
        } else if !unmeasurable.isEmpty || judged.isEmpty {
            outcome = .inconclusive
        } else if !record.complete {
            sentences.insert("The run ended early, and a part of a run never passes.", at: 0)
            outcome = .inconclusive
        } else {
            outcome = .pass
        }
        let deciding = outcome == .inconclusive && !isDebug ? unmeasurable.first : lowest
        boundBy = deciding?.requirement.subjectID
        reason = sentences.joined(separator: " ")
    }

    /// A ratio with one decimal, or with as many as it takes to tell it from 1.
    private static func text(_ ratio: Double) -> String {
        let whole = 1.0.asPercent(decimals: 1)
        return (1...4).lazy.map { ratio.asPercent(decimals: $0) }.first { $0 != whole }
            ?? ratio.asPercent(decimals: 1)
    }

    private static func names(_ verdicts: [RequirementVerdict]) -> String {
        verdicts.map(\.title).joined(separator: ", ")
    }
}

extension Double {
    /// A ratio as per cent without needless zeros: `90 %`, `89.97 %`.
    fileprivate func asPercent(decimals: Int) -> String {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (self * 100 * scale).rounded()
        // Beyond this a Double has no decimals left to round.
        guard abs(scaled) < 1e15 else { return "\(self * 100) %" }
        let value = scaled / scale
        return value == value.rounded() ? "\(Int(value)) %" : "\(value) %"
    }
}
