import Model

/// All samples of a metric by round, the limit, and what else happened on the machine.
enum StripChart {
    private static let width = 560.0
    private static let left = 96.0
    private static let right = 548.0
    private static let top = 12.0
    private static let bottom = 118.0
    private static let conditionsTop = 128.0
    private static let conditionsHeight = 20.0

    /// One block.
    private struct Point {
        var round: Int
        var value: Double
        var isKept: Bool
        var conditions: BlockConditions?
    }

    /// The chart; nil if the metric has fewer than two samples of one figure.
    static func figure(
        _ probe: ProbeRecord, _ metric: MetricDefinition, line: RequirementVerdict?
    ) -> HTMLFigure? {
        let points = points(probe, metric)
        guard points.count > 1, let last = points.map(\.round).max() else { return nil }
        let limit = line.flatMap(limit)
        guard
            let y = SVGScale(
                linear: points.map(\.value) + (limit.map { [$0] } ?? []), from: bottom, to: top)
        else { return nil }
        let x = SVGScale(low: -0.5, high: Double(last) + 0.5, from: left, to: right)
        let symbol = line.flatMap { LimitText.unitSymbol($0.requirement) }
        func text(_ value: Double) -> String {
            QuantityFormat.text(value, metric.unit, as: symbol)
        }
        var chart = SVGChart(width: width, height: conditionsTop + conditionsHeight + 22)
        for tick in y.ticks {
            chart.line(left, y.place(tick), right, y.place(tick), class: "grid")
            chart.text(text(tick), left - 6, y.place(tick) + 4, anchor: "end")
        }
        if let limit {
            chart.line(left, y.place(limit), right, y.place(limit), class: "limit")
            chart.text("limit", right, y.place(limit) - 4, anchor: "end")
        }
        let slot = (right - left) / Double(last + 1)
        for point in points {
            let at = x.place(Double(point.round))
            chart.dot(
                at, y.place(point.value), class: point.isKept ? "sample" : "sample warmup",
                hint: "round \(point.round): \(text(point.value))")
            conditions(point, at: at, slot: slot, &chart)
        }
        chart.text("others", left - 6, conditionsTop + conditionsHeight - 4, anchor: "end")
        chart.text("round 0", left, conditionsTop + conditionsHeight + 16)
        chart.text(
            "round \(last)", right, conditionsTop + conditionsHeight + 16, anchor: "end")
        let values = points.filter(\.isKept).map(\.value)
        let range = values.min().flatMap { least in
            values.max().map { ", from \(text(least)) to \(text($0))" }
        }
        let title = SafeText.line(metric.title, limit: 60)
        return HTMLFigure(
            title: title,
            svg: chart.svg("\(title): \(values.count) kept samples by round\(range ?? "")"),
            table: table(points, text))
    }

    private static func limit(_ line: RequirementVerdict) -> Double? {
        if case .quantity(let limit, _) = line.requirement.limit { limit } else { nil }
    }

    private static func points(_ probe: ProbeRecord, _ metric: MetricDefinition) -> [Point] {
        probe.blocks.compactMap { block in
            guard let value = block.samples[metric.id]?.scalar, value.isFinite,
                (0..<100_000).contains(block.round)
            else { return nil }
            return Point(
                round: block.round, value: value,
                isKept: block.phase == .kept && block.invalid?[metric.id] == nil,
                conditions: block.conditions)
        }
    }

    /// Bars upward: the share of the CPUs that other processes took, and above it the
    /// hypervisor's.
    private static func conditions(
        _ point: Point, at x: Double, slot: Double, _ chart: inout SVGChart
    ) {
        let foreign = share(point.conditions?.foreignCPUFraction)
        let steal = share(point.conditions?.stealFraction)
        let base = conditionsTop + conditionsHeight
        let width = min(10, slot * 0.8)
        if foreign > 0 {
            chart.bar(
                x - width / 2, base - foreign * conditionsHeight, width: width,
                height: foreign * conditionsHeight, class: "foreign",
                hint: "others used \(Int((foreign * 100).rounded())) % of the CPU time")
        }
        if steal > 0 {
            chart.bar(
                x - width / 2, base - min(1, foreign + steal) * conditionsHeight, width: width,
                height: min(steal, 1 - foreign) * conditionsHeight, class: "steal",
                hint: "the hypervisor took \(Int((steal * 100).rounded())) % of the CPU time")
        }
        chart.line(left, base, right, base, class: "grid")
    }

    private static func share(_ fraction: Double?) -> Double {
        guard let fraction, fraction.isFinite else { return 0 }
        return min(1, max(0, fraction))
    }

    private static func table(_ points: [Point], _ text: (Double) -> String) -> Page.Table {
        var table = Page.Table([
            .figures("round"), .words("kind"), .figures("value"), .figures("others' CPU"),
            .figures("steal"),
        ])
        func percent(_ fraction: Double?) -> Page.Cell {
            guard let fraction, fraction.isFinite else { return "–" }
            return Page.Cell(DecimalText.grouped(fraction * 100, places: 1) + " %")
        }
        for point in points {
            table.append([
                Page.Cell(String(point.round)), point.isKept ? "kept" : "not counted",
                Page.Cell(text(point.value)), percent(point.conditions?.foreignCPUFraction),
                percent(point.conditions?.stealFraction),
            ])
        }
        return table
    }
}
