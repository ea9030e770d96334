import Model

/// Values along one axis: a long write by time, memory latency by working set.
enum LineChart {
    private static let width = 560.0
    private static let left = 96.0
    private static let right = 548.0
    private static let top = 12.0
    private static let bottom = 130.0
    /// Ours: more points than this make no better curve.
    private static let pointsMax = 400

    /// One curve.
    private struct Curve {
        var name: String
        var values: [Double]
    }

    /// The chart of the last kept sample; nil if it is no series and no table of sizes.
    static func figure(_ probe: ProbeRecord, _ metric: MetricDefinition) -> HTMLFigure? {
        switch probe.keptSamples(of: metric.id).last {
        case .series(let series): return seriesFigure(series, metric)
        case .table(let table): return tableFigure(table, metric)
        default: return nil
        }
    }

    private static func seriesFigure(
        _ series: SeriesSample, _ metric: MetricDefinition
    ) -> HTMLFigure? {
        guard series.values.count > 2, let last = series.seconds.last else { return nil }
        let step = max(1, series.values.count / pointsMax)
        let values = stride(from: 0, to: series.values.count, by: step).map { series.values[$0] }
        return chart(
            [Curve(name: "", values: values)], metric, isLogarithmic: false,
            ends: ("0 s", QuantityFormat.duration(seconds: last)), what: "over time", table: nil)
    }

    /// A table whose first axis is a size, with a curve for each label of a second one.
    private static func tableFigure(
        _ table: TableSample, _ metric: MetricDefinition
    ) -> HTMLFigure? {
        guard let sizes = table.axes.first, sizes.name == "size", sizes.labels.count > 2,
            table.axes.count <= 2, sizes.labels.count <= pointsMax
        else { return nil }
        let names = table.axes.count == 2 ? table.axes[1].labels : [""]
        guard !names.isEmpty, names.count <= 4,
            table.values.count == sizes.labels.count * names.count
        else { return nil }
        let curves = names.indices.map { column in
            Curve(
                name: SafeText.line(names[column], limit: 20),
                values: sizes.labels.indices.map { table.values[$0 * names.count + column] })
        }
        var page = Page.Table(
            [.words("size")] + names.map { .figures(SafeText.line($0, limit: 20)) })
        for (row, label) in sizes.labels.enumerated() {
            page.append(
                [Page.Cell(SafeText.line(label, limit: 20))]
                    + curves.map { .quantity($0.values[row], metric.unit) })
        }
        return chart(
            curves, metric, isLogarithmic: true,
            ends: (
                SafeText.line(sizes.labels[0], limit: 20),
                SafeText.line(sizes.labels[sizes.labels.count - 1], limit: 20)
            ), what: "by working set", table: page)
    }

    private static func chart(
        _ curves: [Curve], _ metric: MetricDefinition, isLogarithmic: Bool,
        ends: (String, String), what: String, table: Page.Table?
    ) -> HTMLFigure? {
        let all = curves.flatMap(\.values)
        let scale =
            isLogarithmic
            ? SVGScale(decades: all, from: bottom, to: top)
            : SVGScale(linear: all, from: bottom, to: top)
        guard let y = scale, all.allSatisfy(\.isFinite) else { return nil }
        var chart = SVGChart(width: width, height: 156)
        for tick in y.ticks {
            chart.line(left, y.place(tick), right, y.place(tick), class: "grid")
            chart.text(
                QuantityFormat.text(tick, metric.unit), left - 6, y.place(tick) + 4,
                anchor: "end")
        }
        for (index, curve) in curves.enumerated() {
            let x = SVGScale(
                low: 0, high: Double(max(1, curve.values.count - 1)), from: left, to: right)
            chart.path(
                curve.values.enumerated().map { (x.place(Double($0)), y.place($1)) },
                class: "curve c\(index)")
            if curves.count > 1 {
                chart.text(
                    curve.name, left + 8, top + 12 + Double(index) * 16,
                    class: "label c\(index)")
            }
        }
        chart.text(ends.0, left, bottom + 18)
        chart.text(ends.1, right, bottom + 18, anchor: "end")
        let title = SafeText.line(metric.title, limit: 60)
        let range = all.min().flatMap { least in
            all.max().map {
                "from \(QuantityFormat.text(least, metric.unit)) to "
                    + QuantityFormat.text($0, metric.unit)
            }
        }
        return HTMLFigure(
            title: "\(title) \(what)", svg: chart.svg("\(title) \(what), \(range ?? "")"),
            table: table)
    }
}
