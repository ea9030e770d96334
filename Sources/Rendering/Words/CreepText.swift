package import Model

/// What has left the budget of a baseline's first runs, in sentences.
package enum CreepText {
    /// One sentence a metric; changes are in per cent, signed as the figure moved.
    package static func sentences(
        _ lines: [(metric: MetricDefinition, changePercent: Double)]
    ) -> [String] {
        lines.map { line in
            "\(SafeText.line(line.metric.title, limit: 60)): the mean of the newest runs is "
                + "\(QuantityFormat.percent(line.changePercent)) of the first of the baseline, "
                + "beyond spread and budget"
        }
    }
}
