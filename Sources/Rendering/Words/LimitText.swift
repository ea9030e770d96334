import Model

/// Limits and what is held against them, as text.
enum LimitText {
    /// The limit with its comparison, such as `≥ 1,000 MiB/s`, `≥ 5.16` or `off`.
    static func text(_ requirement: Requirement) -> String {
        let value: String
        switch requirement.limit {
        case .quantity(let limit, let unit): value = QuantityFormat.stated(limit, as: unit)
        case .flag(let flag): return word(for: flag, requirement.subject)
        case .version(let numbers):
            value = numbers.prefix(8).map(String.init).joined(separator: ".")
        case .deviceClass(let deviceClass): value = word(for: deviceClass)
        }
        switch requirement.comparison {
        case .atLeast: return "≥ " + value
        case .atMost: return "≤ " + value
        case .equal: return value
        }
    }

    /// The limit as short as the figures beside it, for a table of few columns.
    static func short(_ requirement: Requirement) -> String {
        guard case .quantity(let limit, let unit) = requirement.limit, let base = base(requirement)
        else { return text(requirement) }
        let sign = requirement.comparison == .atLeast ? "≥ " : "≤ "
        let value = QuantityFormat.text(limit, base, as: unit)
        return requirement.comparison == .equal ? value : sign + value
    }

    /// The spelling that a requirement's figures are shown in; nil if it has no unit.
    static func unitSymbol(_ requirement: Requirement) -> String? {
        if case .quantity(_, let unit) = requirement.limit { unit } else { nil }
    }

    /// The base unit of a requirement's figures; nil if it has no unit, or an unknown one.
    static func base(_ requirement: Requirement) -> Unit? {
        unitSymbol(requirement).flatMap(ScaledUnit.named)?.base
    }

    /// What was found, with its unit: the median, or the fact; `–` where there is neither.
    static func found(_ verdict: RequirementVerdict) -> String {
        if let text = verdict.measuredText { return SafeText.line(text, limit: 100) }
        guard let measured = verdict.measured else { return "–" }
        guard let base = base(verdict.requirement) else { return DecimalText.stated(measured) }
        return QuantityFormat.text(measured, base, as: unitSymbol(verdict.requirement))
    }

    /// The median without its unit; `–` where there is none.
    static func median(_ verdict: RequirementVerdict) -> String {
        guard let measured = verdict.measured else { return "–" }
        return digits(measured, verdict)
    }

    /// The bounds in the unit of the limit, such as `1,031 to 1,050`, or `1,031 or more` where few
    /// measurements bound a percentile on one side only; empty without spread.
    static func boundsInWords(_ verdict: RequirementVerdict) -> String {
        boundsInWords(verdict) { digits($0, verdict) }
    }

    /// The same, each bound as `text` writes it.
    static func boundsInWords(
        _ verdict: RequirementVerdict, text: (Double) -> String
    ) -> String {
        switch (verdict.lowerBound, verdict.upperBound) {
        case (let lower?, let upper?): text(lower) + " to " + text(upper)
        case (let lower?, nil): text(lower) + " or more"
        case (nil, let upper?): text(upper) + " or less"
        case (nil, nil): ""
        }
    }

    /// The margin; empty where there is none.
    static func margin(_ verdict: RequirementVerdict) -> String {
        verdict.marginPercent.map(QuantityFormat.percent) ?? ""
    }

    /// The title, with what makes its line weigh less.
    static func title(_ verdict: RequirementVerdict) -> String {
        let title = SafeText.line(verdict.title, limit: 60)
        return verdict.requirement.level == .recommended ? title + " (recommended)" : title
    }

    /// The title for a table of few columns, in which no word may be cut.
    static func shortTitle(_ verdict: RequirementVerdict) -> String {
        let title = SafeText.line(verdict.title, limit: 60)
        return verdict.requirement.level == .recommended ? title + " (advised)" : title
    }

    private static func digits(_ value: Double, _ verdict: RequirementVerdict) -> String {
        guard let base = base(verdict.requirement) else { return DecimalText.stated(value) }
        return QuantityFormat.digits(value, base, as: unitSymbol(verdict.requirement))
    }

    private static func word(for flag: Bool, _ subject: Requirement.Subject) -> String {
        if subject == .fact(.smt) { return flag ? "on" : "off" }
        return flag ? "yes" : "no"
    }

    /// The words for a kind of storage.
    static func word(for deviceClass: DeviceClass) -> String {
        switch deviceClass {
        case .localNVMe: "local NVMe"
        case .ssd: "SSD"
        case .rotating: "rotating disk"
        case .virtualDisk: "virtual disk"
        case .network: "network disk"
        case .memory: "memory"
        case .unknown: "unknown"
        }
    }
}
