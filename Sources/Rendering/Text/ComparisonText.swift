package import Model

/// Two runs side by side for a terminal.
package enum ComparisonText {
    /// The text, each line at most `style.columns` wide, with a final line feed.
    package static func render(_ comparison: RunComparison, style: Style = Style()) -> String {
        var page = TextPage(style: style)
        page.paragraph("Two runs side by side", .heading)
        page.labelled("first", run(comparison.firstID, comparison.firstStartedAt))
        page.labelled("second", run(comparison.secondID, comparison.secondStartedAt))
        if !comparison.machineChanges.isEmpty {
            page.item("WARNING: these are two machines, so the shifts are between them", .doubtful)
        }
        page.blank()
        var table = TextTable(columns: [
            .init(title: "metric", flexible: true), .init(title: "first", right: true),
            .init(title: "second", right: true), .init(title: "shift", right: true),
            .init(title: "[95 % interval]", right: true),
        ])
        for line in comparison.lines {
            table.append([
                .init(text: SafeText.line(line.metric.title, limit: 60)),
                .init(text: figure(line.first, line.metric.unit)),
                .init(text: figure(line.second, line.metric.unit)),
                .init(text: line.shiftPercent.map(QuantityFormat.percent) ?? "–"),
                .init(text: interval(line)),
            ])
        }
        page.table(table)
        for line in comparison.lines {
            guard let obstacle = line.obstacle else { continue }
            let title = SafeText.line(line.metric.title, limit: 60)
            page.item("\(title): \(SafeText.line(obstacle))")
        }
        RegressionText.changes(comparison.machineChanges, title: "Other machine", &page)
        RegressionText.changes(comparison.environmentChanges, title: "Other environment", &page)
        page.blank()
        page.paragraph(
            "For information, without a verdict: the blocks of a run share its hour, so two runs "
                + "of an unchanged machine differ too. `touchstone baseline check` tells a change "
                + "from that.")
        return page.text
    }

    private static func run(_ id: String, _ startedAt: String) -> String {
        "\(SafeText.line(id, limit: 16)), \(SafeText.line(startedAt, limit: 40))"
    }

    private static func figure(_ value: Double?, _ unit: Unit) -> String {
        value.map { QuantityFormat.text($0, unit) } ?? "–"
    }

    private static func interval(_ line: RunComparison.Line) -> String {
        guard let lower = line.lowerPercent, let upper = line.upperPercent else { return "–" }
        return "\(QuantityFormat.percent(lower)) … \(QuantityFormat.percent(upper))"
    }
}
