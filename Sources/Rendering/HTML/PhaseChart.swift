import Model

/// The simulated chain's blocks: the phases of a block, one after another, and each block's time.
enum PhaseChart {
    private static let width = 560.0
    private static let left = 96.0
    private static let right = 548.0
    /// Ours: more blocks than this are drawn as the longest of neighbours.
    private static let columnsMax = 300

    /// Both charts of a metric; empty if its samples are no phases of blocks.
    static func figures(
        _ probe: ProbeRecord, _ metric: MetricDefinition, lines: [RequirementVerdict]
    ) -> [HTMLFigure] {
        guard metric.form?.isPhases == true, let blocks = PhaseTable(probe, of: metric) else {
            return []
        }
        return [phases(blocks, metric), times(blocks, metric, lines)].compactMap { $0 }
    }

    private static func phases(_ blocks: PhaseTable, _ metric: MetricDefinition) -> HTMLFigure? {
        let medians = blocks.medians.filter {
            $0.phase != BlockPhase.storageReads && $0.seconds > 0
        }
        let total = medians.reduce(0) { $0 + $1.seconds }
        guard !medians.isEmpty, medians.count <= 16, total.isFinite, total > 0 else { return nil }
        let symbol = QuantityFormat.scale(for: total, metric.unit).symbol
        func text(_ seconds: Double) -> String {
            QuantityFormat.text(seconds, metric.unit, as: symbol)
        }
        let rows = Double((medians.count + 2) / 3)
        var chart = SVGChart(width: width, height: 44 + rows * 20)
        var x = 4.0
        var table = Page.Table([.words("phase"), .figures("median"), .figures("share")])
        for (index, median) in medians.enumerated() {
            let span = (width - 8) * median.seconds / total
            let name = SafeText.line(median.phase, limit: 20)
            chart.bar(
                x, 6, width: span, height: 26, class: "phase p\(index % 8)",
                hint: "\(name) \(text(median.seconds))")
            let (column, row) = (Double(index % 3), Double(index / 3))
            chart.bar(
                4 + column * 186, 44 + row * 20, width: 10, height: 10,
                class: "phase p\(index % 8)")
            chart.text("\(name) \(text(median.seconds))", 20 + column * 186, 53 + row * 20)
            x += span
            table.append([
                Page.Cell(name), Page.Cell(text(median.seconds)),
                Page.Cell(DecimalText.grouped(median.seconds / total * 100, places: 1) + " %"),
            ])
        }
        let title = SafeText.line(metric.title, limit: 60)
        let said = medians.map { "\(SafeText.line($0.phase, limit: 20)) \(text($0.seconds))" }
        return HTMLFigure(
            title: "\(title): where a block's time goes",
            svg: chart.svg("\(title) by phase: " + said.joined(separator: ", ")),
            note: "Medians of each phase in native code.", table: table)
    }

    private static func times(
        _ blocks: PhaseTable, _ metric: MetricDefinition, _ lines: [RequirementVerdict]
    ) -> HTMLFigure? {
        let seconds = blocks.seconds().filter(\.isFinite)
        guard seconds.count > 1, let longest = seconds.max() else { return nil }
        let limits = lines.compactMap { line -> Double? in
            if case .quantity(let limit, _) = line.requirement.limit { limit } else { nil }
        }
        let (top, bottom) = (12.0, 130.0)
        guard let y = SVGScale(linear: seconds + limits, from: bottom, to: top) else {
            return nil
        }
        let columns = grouped(seconds)
        let x = SVGScale(low: -0.5, high: Double(columns.count) - 0.5, from: left, to: right)
        let slot = (right - left) / Double(columns.count)
        var chart = SVGChart(width: width, height: 156)
        for tick in y.ticks {
            chart.line(left, y.place(tick), right, y.place(tick), class: "grid")
            chart.text(
                QuantityFormat.text(tick, metric.unit), left - 6, y.place(tick) + 4,
                anchor: "end")
        }
        for (index, value) in columns.enumerated() {
            chart.bar(
                x.place(Double(index)) - slot * 0.4, y.place(value), width: slot * 0.8,
                height: bottom - y.place(value), class: "block")
        }
        for limit in limits {
            chart.line(left, y.place(limit), right, y.place(limit), class: "limit")
            chart.text("limit", right, y.place(limit) - 4, anchor: "end")
        }
        chart.text("block 1", left, bottom + 18)
        chart.text("block \(seconds.count)", right, bottom + 18, anchor: "end")
        let title = SafeText.line(metric.title, limit: 60)
        let longestText = QuantityFormat.text(longest, metric.unit)
        return HTMLFigure(
            title: "\(title): each block",
            svg: chart.svg("\(title): \(seconds.count) blocks, the longest \(longestText)"),
            note: "Native seconds; the limit is of the node's, which the verdict computes.")
    }

    /// The longest of neighbours, so that at most `columnsMax` are left.
    private static func grouped(_ values: [Double]) -> [Double] {
        let size = (values.count + columnsMax - 1) / columnsMax
        return stride(from: 0, to: values.count, by: size).map {
            values[$0..<min($0 + size, values.count)].max() ?? 0
        }
    }
}
