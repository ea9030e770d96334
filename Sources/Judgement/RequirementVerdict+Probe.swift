internal import Model

extension RequirementVerdict {
    /// Says why there is nothing to judge where the probe gave no figures.
    ///
    /// - Returns: whether it was measured.
    mutating func isMeasured(by probe: ProbeRecord) -> Bool {
        let why = probe.reason ?? "no reason given"
        switch probe.status {
        case .measured: return true
        case .skipped:
            outcome = .skipped
            reason = "skipped: \(why)"
        case .failed:
            outcome = .unmeasurable
            reason = "failed: \(why)"
        }
        return false
    }

    /// Takes back what figures say that a verdict may not rest on.
    ///
    /// - Returns: whether they are such.
    mutating func isCapped(by probe: ProbeRecord) -> Bool {
        guard let cap = probe.verdictCap else { return false }
        if outcome != .inconclusive {
            reason = "\(cap); by its figures alone: \(outcome.rawValue)"
            outcome = .inconclusive
        }
        return true
    }
}
