import Model

/// What the node's own rule says of the same record, beside this program's verdict.
struct NodeComparison {
    /// One sentence: the node's outcome, its count, and whether it agrees.
    var summary: String
    /// One sentence for each line on which the two differ, and for what the node does not look at.
    var differences: [String]

    init(node: Verdict, own: Verdict) {
        let metrics = node.requirements.filter(\.isMetric)
        let judged = metrics.filter { $0.outcome.passes != nil }
        let passed = judged.filter { $0.outcome.passes == true }.count
        let left = metrics.count - judged.count
        var count = "\(passed) of \(judged.count)"
        if left > 0 { count += ", \(left) not judged" }
        let agrees = node.overall.passes == own.overall.passes
        differences = Self.differences(node: node, own: own, agrees: agrees)
        summary = "The node's own rule: \(node.overall.word) (\(count))"
        if agrees {
            summary += differences.isEmpty ? ", the same as here." : ", the same as here, except:"
        } else {
            summary += "; here \(own.overall.word)"
            summary += differences.isEmpty ? "." : ", because:"
        }
    }

    private static func differences(node: Verdict, own: Verdict, agrees: Bool) -> [String] {
        var lines: [String] = []
        for ours in own.requirements where ours.isMetric {
            let id = ours.requirement.subjectID
            guard
                let theirs = node.requirements.first(where: { $0.requirement.subjectID == id }),
                theirs.outcome.passes != ours.outcome.passes
            else { continue }
            lines.append(
                "\(SafeText.line(ours.title, limit: 60)): the node says \(theirs.outcome.word)"
                    + " (\(LimitText.found(theirs))), here \(ours.outcome.word):"
                    + " \(SafeText.line(ours.reason))")
        }
        guard !agrees else { return lines }
        // What the node does not look at decides here only where it stands in the way.
        for ours in own.requirements
        where !ours.isMetric && ours.requirement.level == .required && ours.outcome.passes != true {
            lines.append(
                "\(SafeText.line(ours.title, limit: 60)): the node does not look at it,"
                    + " here \(ours.outcome.word)")
        }
        return lines
    }
}

extension RequirementVerdict {
    /// Whether it is about a measured metric, and not a fact of the machine.
    var isMetric: Bool {
        if case .metric = requirement.subject { true } else { false }
    }
}
