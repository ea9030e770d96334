// Here: words, sentences and figures of results.
// May use: the model.
// Never: a form of output: no width, no markup.

import Model

extension Outcome {
    /// The word for people; skipped, unmeasurable and failed are never one word.
    var word: String {
        switch self {
        case .pass: "pass"
        case .warn: "warn"
        case .fail: "FAIL"
        case .inconclusive: "inconclusive"
        case .unmeasurable: "unmeasurable"
        case .skipped: "skipped"
        }
    }

    /// A sign beside the word, so that a column can be scanned without colour.
    var sign: String {
        switch self {
        case .pass: "✓"
        case .warn: "!"
        case .fail: "✗"
        case .inconclusive: "?"
        case .unmeasurable: "–"
        case .skipped: "·"
        }
    }

    /// What the whole machine is called.
    var machineWords: String {
        switch self {
        case .pass: "QUALIFIED"
        case .warn: "QUALIFIED WITH WARNINGS"
        case .fail: "NOT QUALIFIED"
        case .inconclusive, .unmeasurable, .skipped: "INCONCLUSIVE"
        }
    }

    /// Whether it passes, fails, or leaves the question open (`nil`).
    var passes: Bool? {
        switch self {
        case .pass, .warn: true
        case .fail: false
        case .inconclusive, .unmeasurable, .skipped: nil
        }
    }
}

extension Finding.Severity {
    var word: String {
        switch self {
        case .note: "note"
        case .advisory: "advisory"
        case .blocking: "BLOCKING"
        }
    }

    /// A sign beside the word, as outcomes have one.
    var sign: String {
        switch self {
        case .note: "·"
        case .advisory: "!"
        case .blocking: "✗"
        }
    }
}

extension JudgementRule {
    /// The rule in words.
    var words: String {
        switch self {
        case .bounds: "95 % bounds of the median"
        case .node: "the node's own rule (benchmark machine)"
        case .nodeStart: "the node's rule at its start"
        }
    }
}

extension Profile.Status {
    /// A warning for a profile that its network no longer asks for, or whose network may have
    /// ended; `nil` when current.
    var warning: String? {
        guard state != .current else {
            return silentSince.map {
                "the network's repositories have not changed since "
                    + SafeText.line($0, limit: 20)
                    + "; whether it still runs could not be confirmed"
            }
        }
        var text = "this profile is \(state.rawValue)"
        if let since { text += " since \(SafeText.line(since, limit: 20))" }
        if let note { text += ": \(SafeText.line(note))" }
        return text
    }

    /// The state in a table.
    var words: String {
        guard let silentSince else { return state.rawValue }
        return "\(state.rawValue), silent since \(SafeText.line(silentSince, limit: 20))"
    }
}

extension NearestProfile {
    /// Which profile it is, and what is tightest in it.
    var sentence: String {
        let id = SafeText.line(id, limit: 80)
        let bound = SafeText.line(boundBy, limit: 80)
        let margin = "\(bound) is \(QuantityFormat.percent(marginPercent)) from its limit."
        return passes
            ? "The nearest profile that passes is \(id): \(margin)"
            : "No profile passes; the nearest is \(id): \(margin)"
    }
}
