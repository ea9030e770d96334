import Model

/// A kept table of a metric, as rows for a page.
struct SampleTable {
    /// More rows or columns than these are left to the JSON.
    ///
    /// Ours: a terminal's page, and what fits a line of 80 columns.
    private static let (rowsMax, columnsMax) = (48, 6)

    var title: String
    /// The first names the rows.
    var columns: [String]
    /// Each as long as `columns`.
    var rows: [[String]]

    /// The last kept table of every metric that has one of one or two axes, in the order of the
    /// record.
    static func all(_ record: RunRecord) -> [SampleTable] {
        record.probes.filter { $0.status == .measured }.flatMap { probe in
            probe.metrics.compactMap { metric in
                let kept = probe.blocks.last { $0.phase == .kept && $0.samples[metric.id] != nil }
                guard case .table(let table)? = kept?.samples[metric.id] else { return nil }
                return SampleTable(table, of: metric)
            }
        }
    }

    private init?(_ table: TableSample, of metric: MetricDefinition) {
        guard let first = table.axes.first, table.axes.count <= 2,
            let greatest = table.values.max()
        else { return nil }
        let across = table.axes.count == 2 ? table.axes[1].labels : [""]
        guard first.labels.count <= Self.rowsMax, across.count <= Self.columnsMax else {
            return nil
        }
        title = SafeText.line(metric.title, limit: 60)
        let axes = table.axes.map { SafeText.line($0.name, limit: 20) }
        // One unit for the whole table, so that its figures can be compared at a glance.
        let symbol = QuantityFormat.scale(for: greatest, metric.unit).symbol
        columns =
            [axes.joined(separator: " / ")]
            + (across == [""] ? ["value"] : across.map { SafeText.line($0, limit: 20) })
        rows = first.labels.enumerated().map { row, label in
            [SafeText.line(label, limit: 20)]
                + across.indices.map { column in
                    QuantityFormat.text(
                        table.values[row * across.count + column], metric.unit, as: symbol)
                }
        }
    }
}
