internal import Model
internal import Yams

/// Reads the lines of `requirements:`.
struct RequirementReader {
    static let keys = [
        "metric", "fact", "statistic", "comparison", "value", "unit", "tolerance", "level",
        "validator_only", "budget", "source", "reason",
    ]

    /// Tolerances of maxima are below this, in per cent; ours: a limit missed tenfold is no
    /// warning.
    private static let maximumToleranceBound = 1000.0

    let document: YamlDocument
    let metrics: [MetricID: MetricDefinition]
    let sources: SourceTable

    /// All requirements in the file's order.
    ///
    /// - Throws: `ProfileError.invalid` at the first line that breaks the format.
    func requirements(_ node: Node) throws(ProfileError) -> [Requirement] {
        guard let items = node.sequence else {
            throw document.error(
                at: node, "'requirements' is not a list",
                fix: "begin each requirement with `- metric:` or `- fact:`")
        }
        var requirements: [Requirement] = []
        var firstLines: [String: Int] = [:]
        for item in items {
            let mapping = try StrictMapping(
                item, in: document, subject: "this requirement", keys: Self.keys)
            let requirement = try self.requirement(mapping)
            let identity =
                "\(requirement.subjectID) \(requirement.comparison.rawValue) "
                + requirement.level.rawValue
            if let first = firstLines[identity] {
                throw document.error(
                    line: mapping.line,
                    "'\(requirement.subjectID)' is already \(requirement.level.rawValue) "
                        + "\(requirement.comparison.rawValue) in line \(first)",
                    fix: "keep one of them")
            }
            firstLines[identity] = mapping.line
            requirements.append(requirement)
        }
        return requirements
    }

    /// The first fault of each requirement.
    func faults(_ node: Node) -> [ProfileError] {
        (node.sequence ?? []).compactMap { item in
            do throws(ProfileError) {
                _ = try requirement(
                    StrictMapping(
                        item, in: document, subject: "this requirement", keys: Self.keys))
                return nil
            } catch { return error }
        }
    }

    private func requirement(_ mapping: StrictMapping) throws(ProfileError) -> Requirement {
        switch (mapping["metric"], mapping["fact"]) {
        case (.some, nil): return try metricRequirement(mapping)
        case (nil, .some): return try factRequirement(mapping)
        case (.some, .some):
            throw document.error(
                line: mapping.line, "this requirement names both a metric and a fact",
                fix: "write two requirements")
        case (nil, nil):
            throw document.error(
                line: mapping.line, "this requirement names neither a metric nor a fact",
                fix: "add `metric: ID` or `fact: ID`")
        }
    }

    private func metricRequirement(_ mapping: StrictMapping) throws(ProfileError) -> Requirement {
        let name = try mapping.text("metric", fix: "add `metric: ID`")
        guard let definition = metrics[MetricID(rawValue: name)] else {
            throw mapping.error(
                at: "metric", "unknown metric '\(name)'",
                fix: hint(name, among: metrics.keys.map(\.rawValue)))
        }
        let statistic: Requirement.Statistic = try mapping.word("statistic")
        try check(statistic, of: definition, mapping)
        let comparison: Requirement.Comparison = try mapping.word("comparison")
        let fitting: Requirement.Comparison =
            definition.direction == .higherIsBetter ? .atLeast : .atMost
        guard comparison == fitting else {
            throw mapping.error(
                at: "comparison",
                "'\(comparison.rawValue)' does not fit \(name), where "
                    + "\(definition.direction.rawValue) is better",
                fix: "write '\(fitting.rawValue)'")
        }
        guard mapping["tolerance"] != nil else {
            throw document.error(
                line: mapping.line, "this requirement has no 'tolerance'",
                fix: "write the per cent that a value may miss and still pass with a warning, "
                    + "such as 10 or 0")
        }
        return Requirement(
            subject: .metric(definition.id, statistic), comparison: comparison,
            limit: try quantity(mapping, of: name, in: definition.unit),
            tolerancePercent: try tolerance(mapping),
            regressionBudgetPercent: try budget(mapping), level: try mapping.word("level"),
            validatorOnly: try mapping.optionalFlag("validator_only") ?? false,
            source: try sources.source(of: mapping),
            reason: try mapping.optionalText("reason"))
    }

    /// A percentile is of a metric of single times, which has no other figure that is judged; the
    /// simulated chain's is of single blocks.
    private func check(
        _ statistic: Requirement.Statistic, of metric: MetricDefinition, _ mapping: StrictMapping
    ) throws(ProfileError) {
        if metric.form?.isJudgedByBlocks == true {
            guard statistic == .median || statistic == .p999 else { return }
            throw mapping.error(
                at: "statistic", "'\(statistic.rawValue)' does not fit \(metric.id)",
                fix: "write 'p50', 'p95' or 'p99': it is judged block by block")
        }
        switch (metric.form, statistic) {
        case (.distribution?, .median):
            throw mapping.error(
                at: "statistic", "\(metric.id) has single times, not a figure a block",
                fix: "write 'p50' for their median, or 'p99' or 'p999'")
        case (nil, .p50), (nil, .p95), (nil, .p99), (nil, .p999):
            throw mapping.error(
                at: "statistic", "\(metric.id) has no single times to take a percentile of",
                fix: "write 'median'")
        default: break
        }
    }

    private func factRequirement(_ mapping: StrictMapping) throws(ProfileError) -> Requirement {
        let name = try mapping.text("fact", fix: "add `fact: ID`")
        guard let fact = Fact(rawValue: name) else {
            throw mapping.error(
                at: "fact", "unknown fact '\(name)'",
                fix: hint(name, among: Fact.allCases.map(\.rawValue)))
        }
        for key in ["statistic", "validator_only", "budget"] where mapping[key] != nil {
            throw mapping.error(
                at: key, "a fact has no '\(key)'", fix: "remove the key: it is for metrics")
        }
        let comparison: Requirement.Comparison = try mapping.word("comparison")
        let fitting = fact.limitKind.comparisons
        guard fitting.contains(comparison) else {
            throw mapping.error(
                at: "comparison", "'\(comparison.rawValue)' does not fit \(name)",
                fix: "write \(listed(fitting.map(\.rawValue), joining: "or"))")
        }
        return Requirement(
            subject: .fact(fact), comparison: comparison, limit: try limit(mapping, of: fact),
            tolerancePercent: try tolerance(mapping), level: try mapping.word("level"),
            source: try sources.source(of: mapping),
            reason: try mapping.optionalText("reason"))
    }

    private func limit(
        _ mapping: StrictMapping, of fact: Fact
    ) throws(ProfileError) -> Requirement.Limit {
        if case .quantity(let unit) = fact.limitKind {
            return try quantity(mapping, of: fact.rawValue, in: unit)
        }
        for key in ["unit", "tolerance"] where mapping[key] != nil {
            throw mapping.error(
                at: key, "\(fact.rawValue) has no '\(key)'", fix: "remove the key")
        }
        let text = try mapping.text("value", fix: "add `value: \(fact.limitKind.example)`")
        let limit: Requirement.Limit? =
            switch fact.limitKind {
            case .flag: ["true": true, "false": false][text].map(Requirement.Limit.flag)
            case .version: WrittenQuantity.version(text).map(Requirement.Limit.version)
            case .deviceClass: DeviceClass(rawValue: text).map(Requirement.Limit.deviceClass)
            case .quantity: nil
            }
        guard let limit else {
            throw mapping.error(
                at: "value", "'\(text)' is no value of \(fact.rawValue)",
                fix: "write \(fact.limitKind.choices)")
        }
        return limit
    }

    private func quantity(
        _ mapping: StrictMapping, of name: String, in base: Unit
    ) throws(ProfileError) -> Requirement.Limit {
        let text = try mapping.text("value", fix: "add `value:` and a number above 0")
        guard let value = WrittenQuantity.number(text), value > 0 else {
            throw mapping.error(
                at: "value", "'\(text)' is not a number above 0",
                fix: "write digits, such as 1000 or 0.65, and the unit in `unit:`")
        }
        let symbol = try mapping.text("unit", fix: "write \(WrittenQuantity.fitting(base))")
        guard let unit = WrittenQuantity.unit(symbol) else {
            throw mapping.error(
                at: "unit", "unknown unit '\(symbol)'",
                fix: "\(name) takes \(WrittenQuantity.fitting(base))")
        }
        guard unit.base == base else {
            throw mapping.error(
                at: "unit", "unit '\(symbol)' does not fit \(name)",
                fix: "it takes \(WrittenQuantity.fitting(base))")
        }
        let base = value * unit.factor
        guard (1 / WrittenQuantity.largest...WrittenQuantity.largest).contains(base) else {
            throw mapping.error(
                at: "value", "'\(text)' \(symbol) is a limit that nothing can reach or miss",
                fix: "write the figure that the document states")
        }
        return .quantity(base, unit: WrittenQuantity.shownSymbol(unit))
    }

    private func tolerance(_ mapping: StrictMapping) throws(ProfileError) -> Double {
        guard let text = try mapping.optionalText("tolerance") else { return 0 }
        // A maximum may be missed by more than itself, a minimum not.
        let isMaximum = try mapping.optionalText("comparison") == "at-most"
        let bound = isMaximum ? Self.maximumToleranceBound : 100
        guard let percent = WrittenQuantity.number(text), (0..<bound).contains(percent) else {
            throw mapping.error(
                at: "tolerance", "'\(text)' is not a tolerance",
                fix: "write per cent from 0 to below \(Int(bound))")
        }
        return percent
    }

    private func budget(_ mapping: StrictMapping) throws(ProfileError) -> Double? {
        guard let text = try mapping.optionalText("budget") else { return nil }
        guard let percent = WrittenQuantity.number(text), percent > 0, percent < 100 else {
            throw mapping.error(
                at: "budget", "'\(text)' is not a budget",
                fix: "write the per cent of worsening that does not matter, above 0, below 100")
        }
        return percent
    }

    private func hint(_ name: String, among known: [String]) -> String {
        didYouMean(name, among: known)
            ?? "the known ones are \(listed(known.sorted(), joining: "and"))"
    }
}

extension Fact.LimitKind {
    /// Comparisons that mean something for this kind.
    ///
    /// Disk classes rank rotating < ssd < nvme, so that an NVMe drive satisfies `at-least: ssd`.
    fileprivate var comparisons: [Requirement.Comparison] {
        switch self {
        case .quantity, .version: [.atLeast, .atMost]
        case .flag: [.equal]
        case .deviceClass: [.equal, .atLeast]
        }
    }

    fileprivate var example: String {
        switch self {
        case .quantity: "16"
        case .flag: "true"
        case .version: "5.16"
        case .deviceClass: "nvme"
        }
    }

    fileprivate var choices: String {
        switch self {
        case .quantity: "a number above 0"
        case .flag: "true or false"
        case .version: "numbers joined by dots, such as 5.16"
        case .deviceClass: listed(DeviceClass.allCases.map(\.rawValue), joining: "or")
        }
    }
}
