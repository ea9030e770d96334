package import Model

/// Two runs side by side.
package enum ComparisonPage {
    /// Each metric of both runs, with the shift between them.
    package static func page(_ comparison: RunComparison) -> Page {
        var page = Page(title: "Two runs side by side")
        page.body.labelled("first", run(comparison.firstID, comparison.firstStartedAt))
        page.body.labelled("second", run(comparison.secondID, comparison.secondStartedAt))
        if !comparison.machineChanges.isEmpty {
            page.body.item(
                "WARNING: these are two machines, so the shifts are between them", .doubtful)
        }
        page.body.gap()
        var table = Page.Table([
            .text("metric"), .figures("first"),
            .figures("second"), .figures("shift"),
            .figures("[95 % interval]"),
        ])
        for line in comparison.lines {
            table.append([
                Page.Cell(SafeText.line(line.metric.title, limit: 60)),
                .quantity(line.first, line.metric.unit),
                .quantity(line.second, line.metric.unit),
                .change(line.shiftPercent),
                Page.Cell(interval(line)),
            ])
        }
        page.body.table(table)
        for line in comparison.lines {
            guard let obstacle = line.obstacle else { continue }
            let title = SafeText.line(line.metric.title, limit: 60)
            page.body.item("\(title): \(SafeText.line(obstacle))")
        }
        RegressionPage.changes(comparison.machineChanges, title: "Other machine", &page.body)
        RegressionPage.changes(
            comparison.environmentChanges, title: "Other environment", &page.body)
        page.body.gap()
        page.body.paragraph(
            "For information, without a verdict: the blocks of a run share its hour, so two runs "
                + "of an unchanged machine differ too. `touchstone baseline check` tells a change "
                + "from that.")
        return page
    }

    private static func run(_ id: String, _ startedAt: String) -> String {
        "\(SafeText.line(id, limit: 16)), \(SafeText.line(startedAt, limit: 40))"
    }

    private static func interval(_ line: RunComparison.Line) -> String {
        guard let lower = line.lowerPercent, let upper = line.upperPercent else { return "–" }
        return "\(QuantityFormat.percent(lower)) … \(QuantityFormat.percent(upper))"
    }
}
