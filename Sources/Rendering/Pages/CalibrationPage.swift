package import Model

/// A calibration of the noise of a machine.
package enum CalibrationPage {
    /// The spread of each metric within a run and between runs.
    package static func page(_ calibration: NoiseCalibration) -> Page {
        var page = Page(
            title: "Noise of this machine: \(calibration.runs) runs, preset "
                + SafeText.line(calibration.preset, limit: 20))
        if let model = calibration.cpuModel { page.body.labelled("machine", SafeText.line(model)) }
        page.body.gap()
        var table = Page.Table([
            .text("metric"), .figures("median of medians"),
            .figures("in a run"), .figures("between runs"),
            .figures("smallest loss"),
        ])
        for metric in calibration.metrics {
            let middle = metric.medians.sorted()[metric.medians.count / 2]
            table.append(
                [
                    SafeText.line(metric.title, limit: 40),
                    QuantityFormat.text(middle, metric.unit), percent(metric.spreadPercent),
                    percent(metric.driftPercent), percent(metric.smallestLossPercent),
                ].map { Page.Cell($0) })
        }
        page.body.table(table)
        page.body.gap()
        page.body.paragraph(
            "In a run: spread of the blocks. Between runs: standard deviation of the runs' "
                + "medians, which one run cannot see. Smallest loss: what one further run would "
                + "detect (80 % power).")
        page.body.paragraph(
            "These runs followed each other; other hours of the day and other neighbours may move "
                + "the machine further.")
        return page
    }

    private static func percent(_ value: Double) -> String {
        QuantityFormat.percent(value, places: value < 1 ? 2 : 1)
    }
}
