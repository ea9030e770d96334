import Model
import Statistics

/// What is known of a run beside its medians, as sentences.
enum QualityText {
    /// Labels and warm-up of the metrics of a verdict, one sentence each.
    static func lines(_ verdict: Verdict) -> [String] {
        let unseen = unseenStalls(verdict).map { [$0] } ?? []
        return unseen
            + verdict.requirements.flatMap { line -> [String] in
                let title = SafeText.line(line.title, limit: 60)
                let loads = (line.loads ?? []).map(\.clause)
                var lines = (line.labels ?? [])
                    .filter { $0 != .loadedByOthers || loads.isEmpty }
                    .map { "\(title): \($0.sentence)" }
                lines += loads.map { "\(title): \(SafeText.line($0))." }
                if let dropped = line.dropped {
                    lines.append("\(title): \(SafeText.line(dropped.clause)).")
                }
                if let settling = line.settlingCount {
                    lines.append("\(title): \(Self.settling(settling))")
                }
                return lines
            }
    }

    /// What the percentiles' blocks cannot see, in a sentence; nil if no percentile is judged.
    ///
    /// What comes in one block of so many is in none of n blocks with a probability that the
    /// binomial distribution gives.
    static func unseenStalls(_ verdict: Verdict) -> String? {
        let counts = verdict.requirements.filter { $0.exceedance != nil && $0.sampleCount > 1 }
            .map(\.sampleCount)
        guard let blocks = counts.min() else { return nil }
        let seen = Exceedance.rarestSeen(blocks: blocks, alpha: stallError)
        let needed = Exceedance.fewestBlocks(toSee: rareStall, alpha: stallError)
        guard blocks < needed else { return nil }
        return "Percentiles of \(blocks) blocks: a stall that comes in fewer than one block of "
            + "\(Int(seen.rounded(.down))) may not show in them; \(needed) blocks would show "
            + "one block in \(Int(rareStall))."
    }

    /// The error with which a stall is missed, and a stall that is rare.
    ///
    /// - Source: the customary 95 %; ours.
    private static let (stallError, rareStall) = (0.05, 20.0)

    /// Blocks that became warm-up, as a sentence.
    static func settling(_ count: Int) -> String {
        let blocks = count == 1 ? "kept block counts" : "\(count) kept blocks count"
        return "the first \(blocks) as warm-up; the samples were not level before."
    }

    /// The noise floor in a line; nil if it was not measured.
    static func floor(_ record: RunRecord) -> String? {
        guard let floor = record.noiseFloor else { return nil }
        let stages = [floor.one, floor.all].compactMap(\.self).map { stage in
            let spread = QuantityFormat.percent(stage.spreadPercent, places: 1)
            var text =
                "\(counted(stage.threads, "thread")) ±\(spread), "
                + "longest gap \(QuantityFormat.text(stage.gapSecondsMax, .seconds))"
            if let steal = stage.stealFraction {
                text += ", steal \(QuantityFormat.percent(steal * 100, places: 1))"
            }
            return text
        }
        return stages.joined(separator: "; ")
    }

    /// How far the rounds went on, in a line; nil if they did not.
    static func looks(_ record: RunRecord) -> String? {
        guard let looks = record.looks, let last = looks.last, !last.undecided.isEmpty else {
            return nil
        }
        var text = looks.count > 1 ? "rounds went on to \(last.rounds)" : ""
        if let reason = last.endedBecause {
            let undecided = last.undecided.map { SafeText.line($0, limit: 80) }
            text += text.isEmpty ? "" : "; "
            text +=
                "still undecided: \(undecided.joined(separator: ", ")); "
                + SafeText.line(reason, limit: 200)
        }
        return text.isEmpty ? nil : text
    }

    /// The probability that a repetition passes, as a sentence; nil if it is not known.
    static func repetition(_ verdict: Verdict) -> String? {
        guard let probability = verdict.repeatPassProbability else { return nil }
        let uncovered = verdict.requirements.filter { line in
            guard case .metric = line.requirement.subject else { return false }
            return line.requirement.level == .required && line.repeatPassProbability == nil
        }.map { SafeText.line($0.title, limit: 60) }
        let names = uncovered.joined(separator: ", ")
        let exception =
            uncovered.isEmpty
            ? "." : "; that leaves out \(names), whose drift is not measured."
        return "A repetition on this machine passes with a probability of at least "
            + "\(percent(probability)), by the drift between runs that was measured\(exception)"
    }

    /// A probability in whole per cent, and never 100, since none is certain.
    private static func percent(_ probability: Double) -> String {
        DecimalText.fixed(min(99, (probability * 100).rounded(.down)), places: 0) + " %"
    }
}

extension QualityLabel {
    /// What was seen, as a sentence.
    var sentence: String {
        switch self {
        case .bimodal: "the samples fall into two groups, as if the machine had two speeds."
        case .throttled: "the processor slowed itself down to cool off."
        case .starvedBySteal: "the hypervisor gave the processor to other guests."
        case .starvedByQuota: "a CPU quota of the container or service held the process back."
        case .loadedByOthers: "other processes used the machine meanwhile."
        case .drifting: "the speed drifted during the run, so that the samples tell less."
        case .notSteady: "the speed was not level at the beginning of the run."
        case .noisy: "the samples spread widely."
        }
    }
}
