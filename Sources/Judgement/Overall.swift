import Model

/// The verdict on the whole machine, and the requirement that decided it.
struct Overall {
    let outcome: Outcome
    let boundBy: String?
    /// Margin of the requirement that decided, in per cent; nil if it has none.
    let marginPercent: Double?
    let reason: String

    /// Fail if any required one fails; else inconclusive if any is undecided; else warn or pass.
    ///
    /// A recommended one can only turn a pass into a warning. A run that did not come to its end
    /// may fail, and never passes: what it lacks is not known.
    init(_ verdicts: [RequirementVerdict], isComplete: Bool) {
        let base = Overall(outcomesOf: verdicts, isComplete: isComplete)
        let load = Self.load(verdicts, outcome: base.outcome)
        outcome = base.outcome
        boundBy = base.boundBy
        marginPercent = base.marginPercent
        reason = [base.reason, load].compactMap(\.self).joined(separator: " ")
    }

    private init(outcomesOf verdicts: [RequirementVerdict], isComplete: Bool) {
        let required = verdicts.filter { $0.requirement.level == .required }
        let recommended = verdicts.filter { $0.requirement.level == .recommended }
        let failed = required.filter { $0.outcome == .fail }
        let undecided = required.filter {
            [.inconclusive, .unmeasurable, .skipped].contains($0.outcome)
        }
        let warned =
            required.filter { $0.outcome == .warn }
            + recommended.filter { $0.outcome == .warn || $0.outcome == .fail }

        if let worst = Self.tightest(failed) {
            // One word for all: where a figure is too high among them, none of them is called low.
            let side = failed.contains { $0.requirement.comparison == .atMost } ? "beyond" : "below"
            self.init(
                .fail, worst, Self.sentence(failed, "\(side) its limit", "\(side) their limits"))
        } else if let worst = Self.tightest(undecided) {
            self.init(.inconclusive, worst, Self.sentence(undecided, "undecided", "undecided"))
        } else if !isComplete {
            self.init(
                .inconclusive, Self.tightest(warned) ?? Self.tightest(required),
                "The run ended early, and a part of a run never passes.")
        } else if let worst = Self.tightest(warned) {
            self.init(.warn, worst, Self.sentence(warned, "passes narrowly", "pass narrowly"))
        } else if let tightest = Self.tightest(required) {
            self.init(.pass, tightest, "All \(required.count) required lines pass.")
        } else {
            self.init(.inconclusive, nil, "The profile requires nothing that could be judged.")
        }
    }

    private init(_ outcome: Outcome, _ deciding: RequirementVerdict?, _ reason: String) {
        self.outcome = outcome
        boundBy = deciding?.requirement.subjectID
        marginPercent = deciding?.marginPercent
        self.reason = reason
    }

    /// What others took while required lines were measured, as a sentence; nil means nothing that a
    /// report mentions.
    static func load(_ verdicts: [RequirementVerdict], outcome: Outcome) -> String? {
        let loads = verdicts.filter { $0.requirement.level == .required }
            .flatMap { $0.loads ?? [] }
        let worst = [MeasuredLoad.Resource.cpu, .disk].compactMap { resource in
            loads.filter { $0.resource == resource }.max { $0.most < $1.most }
        }
        guard !worst.isEmpty else { return nil }
        let clauses = worst.map(\.clause).joined(separator: ", and ")
        let end =
            switch outcome {
            case .pass: "what passes passes all the same."
            case .fail: "what fails fails even so."
            default: "stop them and measure again before you act on this."
            }
        return "Meanwhile \(clauses): \(end)"
    }

    /// The least probability that a repetition passes the required metrics but for the chain's;
    /// nil if the drift between runs is not known for one of them, or a fact or a line of the
    /// chain stands in the way.
    ///
    /// A chain is judged by counting blocks of one stage, so that its lines have no median whose
    /// drift could be known.
    func repeatPassProbability(
        _ verdicts: [RequirementVerdict], of record: RunRecord
    ) -> Double? {
        let required = verdicts.filter { $0.requirement.level == .required }
        let drifting = required.filter { Self.mayHaveDrift($0, in: record) }
        // Facts do not change between runs, so an unmet one is unmet again.
        let others = required.filter { !Self.mayHaveDrift($0, in: record) }
        guard others.allSatisfy({ [.pass, .warn].contains($0.outcome) }) else { return nil }
        return Repetition.passProbability(ofAll: drifting.map(\.repeatPassProbability))
    }

    /// Whether the drift of a line's figure between runs can be known: not of a fact, nor of what
    /// is judged by counting blocks.
    private static func mayHaveDrift(_ line: RequirementVerdict, in record: RunRecord) -> Bool {
        guard case .metric(let metric, _) = line.requirement.subject else { return false }
        return record.probe(measuring: metric)?.1.form?.isJudgedByBlocks != true
    }

    /// The one with the smallest margin; one without a figure only where none has one.
    private static func tightest(_ verdicts: [RequirementVerdict]) -> RequirementVerdict? {
        verdicts.min {
            ($0.marginPercent ?? .infinity) < ($1.marginPercent ?? .infinity)
        }
    }

    private static func sentence(
        _ verdicts: [RequirementVerdict], _ one: String, _ several: String
    ) -> String {
        let names = verdicts.map(\.title).joined(separator: ", ")
        return "\(names): \(verdicts.count == 1 ? one : several)."
    }
}
