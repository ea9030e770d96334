import Model

/// Several machines side by side: a column for each, a row for each requirement.
enum HTMLMatrix {
    static func html(_ reports: [Report]) -> String {
        var table = Page.Table(
            [.words("requirement")]
                + reports.enumerated().map { .words(HTMLReport.name($1, $0 + 1)) })
        table.append(
            ["verdict"]
                + reports.map { report in
                    guard let overall = report.verdict?.overall else { return "no verdict" }
                    return Page.Cell(
                        overall.sign + " " + overall.machineWords, tone: overall.tone)
                })
        table.append(
            ["profile"]
                + reports.map {
                    Page.Cell($0.verdict.map { SafeText.line($0.profile.id, limit: 60) } ?? "–")
                })
        for title in titles(reports) {
            table.append(
                [Page.Cell(title)]
                    + reports.map { report in
                        report.verdict?.requirements.first { LimitText.title($0) == title }
                            .map(cell) ?? "–"
                    })
        }
        return HTMLWriter.table(table)
    }

    /// Titles of all requirements, in the order in which they first come.
    private static func titles(_ reports: [Report]) -> [String] {
        var seen: Set<String> = []
        return reports.flatMap { $0.verdict?.requirements ?? [] }.map(LimitText.title)
            .filter { seen.insert($0).inserted }
    }

    private static func cell(_ line: RequirementVerdict) -> Page.Cell {
        let margin = LimitText.margin(line)
        return Page.Cell(
            "\(line.outcome.sign) \(LimitText.found(line))"
                + (margin.isEmpty ? "" : " (\(margin))"), tone: line.outcome.tone)
    }
}
