package import Model

/// What a check against a baseline found, in words.
package enum RegressionWords {
    /// What the list of changes is called: a run may be older than the baseline.
    static func changesTitle(_ report: RegressionReport) -> String {
        report.isOlderThanBaseline == true
            ? "Changed on this machine between this run and the baseline's newest, which is later"
            : "Changed on this machine since the baseline's newest run"
    }

    /// The facts that keep two runs from being compared, one a line, for an error.
    package static func obstacles(_ changes: [FactChange]) -> String {
        changes.map { "  " + text($0) }.joined(separator: "\n")
    }

    static func text(_ change: FactChange) -> String {
        let before = change.before.map { SafeText.line($0, limit: 200) } ?? "not known"
        let after = change.after.map { SafeText.line($0, limit: 200) } ?? "not known"
        return "\(SafeText.line(change.name, limit: 100)): \(before) -> \(after)"
    }

    /// Per cent without a sign; a dash where there is none.
    static func share(_ percent: Double?) -> String {
        percent.map { DecimalText.fixed($0, places: $0 < 99.95 ? 1 : 0) + " %" } ?? "–"
    }

    /// Measured, expected, change and what the check could see, in one line.
    static func figures(_ line: MetricRegression) -> String {
        let unit = line.metric.unit
        var parts = [
            line.measured.map { "measured " + QuantityFormat.text($0, unit) } ?? "not measured",
            "expected " + QuantityFormat.text(line.expected, unit),
        ]
        if let change = line.changePercent { parts.append(QuantityFormat.percent(change)) }
        if let fresh = line.freshChangePercent {
            parts.append("again " + QuantityFormat.percent(fresh))
        }
        if let creep = line.creepPercent {
            parts.append("newest against first runs " + QuantityFormat.percent(creep))
        }
        parts.append("budget " + share(line.budgetPercent))
        parts.append("threshold " + share(line.alarmPercent))
        parts.append("detectable " + share(line.detectablePercent))
        return parts.joined(separator: ", ")
    }
}

extension RegressionOutcome {
    var word: String {
        switch self {
        case .steady: "steady"
        case .improved: "better"
        case .notConfirmed: "transient"
        case .suspected: "suspected"
        case .regressed: "WORSE"
        case .crept: "crept"
        case .cannotTell: "cannot tell"
        case .notMeasured: "missing"
        }
    }

    var sign: String {
        switch self {
        case .steady: "✓"
        case .improved, .notConfirmed: "!"
        case .suspected, .crept, .cannotTell: "?"
        case .regressed: "✗"
        case .notMeasured: "·"
        }
    }

    var words: String {
        switch self {
        case .steady: "NO REGRESSION"
        case .improved: "NO REGRESSION, BETTER THAN EXPECTED"
        case .notConfirmed: "NO REGRESSION, A TRANSIENT DISTURBANCE"
        case .suspected: "REGRESSION SUSPECTED"
        case .crept: "SLOW CREEP SUSPECTED"
        case .cannotTell: "INCONCLUSIVE, TOO NOISY"
        case .regressed: "REGRESSION"
        case .notMeasured: "INCONCLUSIVE"
        }
    }
}
