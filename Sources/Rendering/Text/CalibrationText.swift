package import Model

/// A calibration of noise for a terminal.
package enum CalibrationText {
    /// The text, each line at most `style.columns` wide, with a final line feed.
    package static func render(
        _ calibration: NoiseCalibration, style: Style = Style()
    ) -> String {
        var page = TextPage(style: style)
        page.paragraph(
            "Noise of this machine: \(calibration.runs) runs, preset "
                + SafeText.line(calibration.preset, limit: 20), .heading)
        if let model = calibration.cpuModel { page.labelled("machine", SafeText.line(model)) }
        page.blank()
        var table = TextTable(columns: [
            .init(title: "metric", flexible: true), .init(title: "median of medians", right: true),
            .init(title: "in a run", right: true), .init(title: "between runs", right: true),
            .init(title: "smallest loss", right: true),
        ])
        for metric in calibration.metrics {
            let middle = metric.medians.sorted()[metric.medians.count / 2]
            table.append(
                [
                    SafeText.line(metric.title, limit: 40),
                    QuantityFormat.text(middle, metric.unit), percent(metric.spreadPercent),
                    percent(metric.driftPercent), percent(metric.smallestLossPercent),
                ].map { .init(text: $0) })
        }
        page.table(table)
        page.blank()
        page.paragraph(
            "In a run: spread of the blocks. Between runs: standard deviation of the runs' "
                + "medians, which one run cannot see. Smallest loss: what one further run would "
                + "show four times in five.")
        page.paragraph(
            "These runs followed each other; other hours of the day and other neighbours may move "
                + "the machine further.")
        return page.text
    }

    private static func percent(_ value: Double) -> String {
        DecimalText.grouped(value, places: value < 1 ? 2 : 1) + " %"
    }
}
