package import Model

/// Why a verdict came out so and what would change it, for whoever rents the server.
package enum ExplanationText {
    /// The text, each line at most `style.columns` wide, with a final line feed.
    package static func render(_ explanation: Explanation, style: Style = Style()) -> String {
        var page = TextPage(style: style)
        let verdict = explanation.verdict
        page.paragraph(
            "\(SafeText.line(verdict.profile.id, limit: 80)): \(verdict.overall.machineWords)",
            verdict.overall.tone)
        page.paragraph(SafeText.line(verdict.reason))
        if let doubt = explanation.doubt {
            page.paragraph("WARNING: " + DoubtText.sentence(doubt), .bad)
        }
        if let metric = verdict.boundBy {
            page.paragraph(
                "Held by \(SafeText.line(metric, limit: 80))"
                    + (verdict.marginPercent.map {
                        ", \(QuantityFormat.percent($0)) from its limit"
                    } ?? "") + ".")
        }
        page.paragraph(
            QualityText.repetition(verdict)
                ?? "How a repetition would come out is not known from one run: "
                + "`touchstone noise` measures the drift between runs.")
        for line in explanation.lines {
            show(line, &page)
            if explanation.isPasted, line.part == .disk, line.verdict.outcome == .fail {
                page.detail("Try: " + pastedDisk)
            }
        }
        if !explanation.findings.isEmpty {
            page.heading("Seen on this machine, and worth mending first")
            for finding in explanation.findings {
                page.item(
                    "\(SafeText.line(finding.seen)) (\(SafeText.line(finding.id, limit: 80)))")
                page.detail("To do: " + SafeText.line(finding.remedy))
            }
        }
        if let nearest = explanation.nearest {
            page.blank()
            page.paragraph(sentence(nearest))
        }
        return page.text
    }

    /// A node's own check writes to its base path, or to a folder of its own where none is given.
    private static let pastedDisk =
        "see which disk the node tested: without --base-path its `benchmark machine` writes below "
        + "its default folder or /tmp, which may be another disk or main memory"

    /// The nearest profile in words.
    private static func sentence(_ nearest: Explanation.NearestProfile) -> String {
        let profile = SafeText.line(nearest.id, limit: 80)
        let bound = SafeText.line(nearest.boundBy, limit: 80)
        let margin = "\(bound) is \(QuantityFormat.percent(nearest.marginPercent)) from its limit."
        return nearest.passes
            ? "The nearest profile that passes is \(profile): \(margin)"
            : "No profile passes; the nearest is \(profile): \(margin)"
    }

    private static func show(_ line: Explanation.Line, _ page: inout TextPage) {
        let verdict = line.verdict
        page.heading(
            "\(verdict.outcome.sign) \(SafeText.line(verdict.title, limit: 60)): "
                + verdict.outcome.word)
        page.detail(measured(verdict))
        page.detail("Because: " + SafeText.line(verdict.reason) + ".")
        if let why = line.why { page.detail("What for: " + SafeText.line(why)) }
        for load in verdict.loads ?? [] {
            page.detail("Note: " + SafeText.line(load.clause) + " meanwhile.")
        }
        if let dropped = verdict.dropped {
            page.detail("Note: " + SafeText.line(dropped.clause) + ".")
        }
        for label in verdict.labels ?? [] where label != .loadedByOthers {
            page.detail("Note: " + label.sentence)
        }
        if let settling = verdict.settlingCount {
            page.detail("Note: " + QualityText.settling(settling))
        }
        if let change = change(line) { page.detail("To pass: " + change) }
        for advice in advice(line) { page.detail("Try: " + advice) }
    }

    private static func measured(_ verdict: RequirementVerdict) -> String {
        let limit = LimitText.text(verdict.requirement)
        guard verdict.isMetric else {
            return "Found \(LimitText.found(verdict)); asked for \(limit)."
        }
        guard let median = verdict.measured else { return "Not measured; asked for \(limit)." }
        var text =
            "\(name(of: verdict.requirement)) \(figure(median, verdict.requirement)) of "
            + (verdict.sampleCount == 1 ? "1 block" : "\(verdict.sampleCount) blocks")
        let bounds = LimitText.boundsInWords(verdict) { figure($0, verdict.requirement) }
        if !bounds.isEmpty { text += ", bounds " + bounds }
        text += "; asked for \(limit)"
        let tolerance = verdict.requirement.tolerancePercent
        if tolerance > 0 {
            let sign = verdict.requirement.comparison == .atMost ? "plus" : "less"
            text += " \(sign) a tolerance of \(DecimalText.stated(tolerance)) %"
        }
        return text + "."
    }

    private static func name(of requirement: Requirement) -> String {
        guard case .metric(_, let statistic) = requirement.subject, statistic != .median else {
            return "Median"
        }
        return statistic.rawValue
    }

    /// A figure in the unit of its limit.
    private static func figure(_ value: Double, _ requirement: Requirement) -> String {
        guard case .quantity(_, let symbol) = requirement.limit,
            let scale = ScaledUnit.named(symbol)
        else { return DecimalText.stated(value) }
        return QuantityFormat.text(value, scale.base, as: symbol)
    }

    /// What would have to change for the line to pass; `nil` = nothing, or nothing that is known.
    private static func change(_ line: Explanation.Line) -> String? {
        let verdict = line.verdict
        guard [.fail, .inconclusive, .unmeasurable].contains(verdict.outcome) else { return nil }
        guard verdict.isMetric else {
            return "a machine that has it; measuring again changes nothing."
        }
        guard let missing = line.missingPercent, missing.isFinite else { return nil }
        let part = line.part?.device ?? "the machine"
        let faster = verdict.requirement.comparison == .atMost ? "take less time" : "be faster"
        if missing > 0 {
            return "\(part) must \(faster) by \(amount(missing))"
                + (line.missingForBoundPercent.map {
                    $0 > missing && $0.isFinite
                        ? ", or by \(amount($0)) to be sure of it at this noise." : "."
                } ?? ".")
        }
        if let rounds = line.roundsToDecide {
            return "the median does already; about \(rounds) rounds at this noise would show it "
                + "(`--preset thorough`, or a longer `--time-budget`)."
        }
        if let bound = line.missingForBoundPercent, bound > 0, bound.isFinite {
            return "the median does already; at this noise \(part) must \(faster) by "
                + "\(amount(bound)) for a run to be sure of it, or the machine be quieter."
        }
        return nil
    }

    private static func advice(_ line: Explanation.Line) -> [String] {
        if case .fact(.diskFree) = line.verdict.requirement.subject, line.verdict.outcome == .warn {
            return [
                "free space (`sudo du -xh MOUNTPOINT | sort -h | tail`), unless it is the node's "
                    + "own database that takes it"
            ]
        }
        guard [.fail, .inconclusive, .unmeasurable].contains(line.verdict.outcome) else {
            return []
        }
        var advice: [String] = []
        for text in (line.verdict.labels ?? []).compactMap(\.advice) where !advice.contains(text) {
            advice.append(text)
        }
        if advice.isEmpty, let missing = line.missingPercent, missing > 0, let part = line.part {
            advice = part.advice
        }
        return advice
    }

    /// Per cent without sign, and never 0 where something is missing.
    private static func amount(_ percent: Double) -> String {
        percent < 0.1 ? "less than 0.1 %" : String(QuantityFormat.percent(percent).dropFirst())
    }
}

extension MachinePart {
    /// What a renter would have to replace.
    fileprivate var device: String {
        switch self {
        case .cpu: "the processor"
        case .memory: "the memory"
        case .disk: "the disk"
        case .chain: "the machine as a whole"
        }
    }

    /// What to try, the cheapest first.
    ///
    /// - Source: Ours.
    fileprivate var advice: [String] {
        switch self {
        case .cpu:
            [
                "look at `touchstone doctor`: governor, turbo, quota and hidden CPU features cost "
                    + "nothing to mend",
                "a server with a higher clock; more cores help only metrics with several threads",
            ]
        case .memory:
            [
                "see that every memory channel of the processor has a module",
                "a dedicated server: on a shared one the neighbours use the same memory",
            ]
        case .disk:
            [
                "a local NVMe disk with power-loss protection: network storage and consumer disks "
                    + "are slow to synchronise",
                "free space and trim (`fstrim -v`), since a full disk writes slowly",
            ]
        case .chain: ["see which phase takes longest in the report, and mend that part first"]
        }
    }
}

extension QualityLabel {
    /// What to try; `nil` = nothing particular.
    fileprivate var advice: String? {
        switch self {
        case .bimodal:
            "find what switches between the speeds: burst credits, a disk cache that fills, cores "
                + "of two kinds, a neighbour"
        case .throttled: "better cooling, or a host that cools; then measure again"
        case .starvedBySteal: "ask the host for dedicated cores; then measure again"
        case .starvedByQuota: "raise the quota (`CPUQuota=`, `--cpus`); then measure again"
        case .loadedByOthers: "stop what else runs on the machine; then measure again"
        case .drifting, .noisy: "measure at a quiet hour, with other work stopped"
        case .notSteady: nil
        }
    }
}
