package import Model

/// A metric over its runs as a line of blocks, with the changes of the environment marked; a new
/// line begins where the method changes.
package enum TrendPage {
    /// The page of a metric over its runs.
    package static func page(_ trend: Trend) -> Page {
        let metric = trend.metric
        let title = SafeText.line(metric.title, limit: 60)
        var page = Page(title: "\(title) (\(SafeText.line(metric.id.rawValue, limit: 80)))")
        guard let first = trend.points.first, let last = trend.points.last else {
            return page
        }
        let scales = scales(of: trend.points)
        let better = metric.direction == .higherIsBetter ? "higher" : "lower"
        if scales.count > 1 {
            page.body.labelled(
                "method",
                SafeText.line(last.method ?? "not known", limit: 200)
                    + "; figures of other methods stand apart, each with its own scale")
        }
        if let scale = scales[last.method] {
            let range = [scale.low, scale.high].map { QuantityFormat.text($0, metric.unit) }
            page.body.labelled("range", "\(range.joined(separator: " to ")), \(better) is better")
        }
        page.body.labelled(
            "runs",
            "\(trend.points.count), \(RunTime.minute(first.startedAt)) to "
                + RunTime.minute(last.startedAt))
        page.body.labelled("last", self.last(of: trend, scales))
        page.body.gap()
        let (strip, marks) = strip(of: trend.points, scales)
        page.body.strip(strip)
        page.body.gap()
        for (mark, point) in marks {
            page.body.item(
                "\(RunTime.minute(point.startedAt)): "
                    + point.changes.map(RegressionWords.text).joined(separator: "; "),
                sign: mark)
        }
        shifts(trend, &page.body)
        return page
    }

    /// Persistent shifts, and whether the newest runs have left the budget of the first.
    private static func shifts(_ trend: Trend, _ page: inout Page.Blocks) {
        let shifts = trend.shifts ?? []
        if !shifts.isEmpty {
            page.heading("Persistent shifts (E-divisive change points)")
            for shift in shifts {
                let changes = shift.changes.map(RegressionWords.text).joined(separator: "; ")
                page.item(
                    "\(RunTime.minute(shift.startedAt)): "
                        + "\(QuantityFormat.percent(shift.changePercent)); "
                        + (changes.isEmpty
                            ? "nothing that this program reads changed then" : changes))
            }
        }
        if let creep = trend.creepPercent {
            page.gap()
            page.paragraph(
                "The newest four runs are \(QuantityFormat.percent(creep)) of the first eight, "
                    + "beyond spread and budget.", .doubtful)
        }
    }

    /// The least and the greatest figure of one method.
    private typealias Scale = (low: Double, high: Double)

    /// The scale of each method: figures of different ones are never held against each other.
    private static func scales(of points: [TrendPoint]) -> [String?: Scale] {
        var scales: [String?: Scale] = [:]
        for point in points {
            let scale = scales[point.method] ?? (point.median, point.median)
            scales[point.method] = (
                min(scale.low, point.median), max(scale.high, point.median)
            )
        }
        return scales
    }

    /// The newest figure, and what it is of the first by the same method.
    private static func last(of trend: Trend, _ scales: [String?: Scale]) -> String {
        guard let last = trend.points.last else { return "" }
        let text = QuantityFormat.text(last.median, trend.metric.unit)
        let same = trend.points.filter { $0.method == last.method }
        guard let first = same.first, let low = scales[last.method]?.low, low > 0 else {
            return text
        }
        if scales.count > 1, same.count == 1 { return text + ", the first by this method" }
        return text + ", \(QuantityFormat.percent((last.median / first.median - 1) * 100)) "
            + "of the first" + (scales.count > 1 ? " by this method" : "")
    }

    /// The runs in rows, a new one where the method changes, and the letter of each run before
    /// which something changed.
    private static func strip(
        of points: [TrendPoint], _ scales: [String?: Scale]
    ) -> (strip: Page.Strip, marks: [(mark: String, point: TrendPoint)]) {
        var rows: [Page.Strip.Row] = []
        var marks: [(mark: String, point: TrendPoint)] = []
        for (index, point) in points.enumerated() {
            if index == 0 || points[index - 1].method != point.method {
                let scale = scales[point.method] ?? (point.median, point.median)
                rows.append(.init(low: scale.low, high: scale.high, points: []))
            }
            var mark: String?
            if !point.changes.isEmpty {
                let letter = sign(marks.count + 1)
                marks.append((letter, point))
                mark = letter
            }
            rows[rows.count - 1].points.append(.init(value: point.median, mark: mark))
        }
        return (Page.Strip(rows: rows), marks)
    }

    /// A letter for each change; after the 26th they begin again.
    private static func sign(_ mark: Int) -> String {
        String(UnicodeScalar(UInt8(ascii: "a") + UInt8((mark - 1) % 26)))
    }
}
