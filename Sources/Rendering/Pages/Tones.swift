import Model

extension Outcome {
    var tone: Page.Tone {
        switch self {
        case .pass: .good
        case .warn: .doubtful
        case .fail: .bad
        case .inconclusive, .unmeasurable: .undecided
        case .skipped: .faint
        }
    }
}

extension Finding.Severity {
    var tone: Page.Tone {
        switch self {
        case .note: .plain
        case .advisory: .doubtful
        case .blocking: .bad
        }
    }
}

extension RegressionOutcome {
    var tone: Page.Tone {
        switch self {
        case .steady: .good
        case .improved, .notConfirmed: .doubtful
        case .regressed: .bad
        case .suspected, .crept, .cannotTell, .notMeasured: .undecided
        }
    }
}

extension Page.Cell {
    /// The outcome's sign and word in its colour.
    static func outcome(_ outcome: Outcome) -> Page.Cell {
        Page.Cell(outcome.sign + " " + outcome.word, tone: outcome.tone)
    }

    static func outcome(_ outcome: RegressionOutcome) -> Page.Cell {
        Page.Cell(outcome.sign + " " + outcome.word, tone: outcome.tone)
    }

    /// Per cent without a sign; a dash if there is none.
    static func share(_ percent: Double?) -> Page.Cell {
        Page.Cell(RegressionWords.share(percent))
    }
}
