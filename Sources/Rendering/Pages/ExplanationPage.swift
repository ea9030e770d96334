package import Model

/// Why a verdict came out so and what would change it, for whoever rents the server.
package enum ExplanationPage {
    /// The verdict, then each line with its cause and its remedy.
    package static func page(_ explanation: Explanation) -> Page {
        let verdict = explanation.verdict
        let id = SafeText.line(verdict.profile.id, limit: 80)
        var page = Page(
            title: "\(id): \(verdict.overall.machineWords)", tone: verdict.overall.tone)
        page.body.paragraph(SafeText.line(verdict.reason))
        if let doubt = explanation.doubt {
            page.body.paragraph("WARNING: " + DoubtText.sentence(doubt), .bad, importance: .key)
        }
        if let metric = verdict.boundBy {
            page.body.paragraph(
                "Decided by \(SafeText.line(metric, limit: 80))"
                    + (verdict.marginPercent.map { ": \(distance($0)) its limit" } ?? "") + ".")
        }
        page.body.paragraph(
            QualityText.repetition(verdict)
                ?? "How a repetition would come out is not known from one run: "
                + "`touchstone noise` measures the drift between runs.")
        for line in explanation.lines {
            show(line, &page.body)
            if explanation.isPasted, line.part == .disk, line.verdict.outcome == .fail {
                page.body.detail("Try: " + pastedDisk)
            }
        }
        if !explanation.findings.isEmpty {
            page.body.heading("Seen on this machine; fix this first")
            for finding in explanation.findings {
                page.body.item(
                    "\(SafeText.line(finding.seen)) (\(SafeText.line(finding.id, limit: 80)))")
                page.body.detail("To do: " + SafeText.line(finding.remedy))
            }
        }
        if let nearest = explanation.nearest {
            page.body.gap()
            page.body.paragraph(nearest.sentence)
        }
        return page
    }

    /// A margin in words, such as `34 % short of`.
    private static func distance(_ margin: Double) -> String {
        QuantityFormat.percent(margin.magnitude).replacing("+", with: "")
            + (margin < 0 ? " short of" : " clear of")
    }

    /// A node's own check writes to its base path, or to a folder of its own where none is given.
    private static let pastedDisk =
        "see which disk the node tested: without --base-path its `benchmark machine` writes below "
        + "its default folder or /tmp, which may be another disk or main memory"

    private static func show(_ line: Explanation.Line, _ page: inout Page.Blocks) {
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
            + counted(verdict.sampleCount, "block")
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

    /// What would have to change for the line to pass; nil means nothing, or nothing that is known.
    private static func change(_ line: Explanation.Line) -> String? {
        let verdict = line.verdict
        guard [.fail, .inconclusive, .unmeasurable].contains(verdict.outcome) else { return nil }
        guard verdict.isMetric else {
            return "a machine that has it; measuring again changes nothing."
        }
        guard let missing = line.missingPercent, missing.isFinite else { return nil }
        let part = line.part?.device ?? "the machine"
        let must =
            verdict.requirement.comparison == .atMost
            ? "the time of \(part) must drop" : "\(part) must be faster"
        if missing > 0 {
            return "\(must) by \(amount(missing))"
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
            return "the median does already; at this noise \(must) by "
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
                    + "nothing to fix",
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
        case .chain: ["see which phase takes longest in the report, and improve that part first"]
        }
    }
}

extension QualityLabel {
    /// What to try; nil means nothing particular.
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
