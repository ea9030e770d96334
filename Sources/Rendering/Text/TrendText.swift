package import Model

/// A metric over its runs as a line of blocks, with the changes of the environment marked; a new
/// line begins where the method changes.
package enum TrendText {
    /// Eight heights, the least first.
    private static let blocks: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// The text, each line at most `style.columns` wide, with a final line feed.
    package static func render(_ trend: Trend, style: Style = Style()) -> String {
        var page = TextPage(style: style)
        let metric = trend.metric
        let title = SafeText.line(metric.title, limit: 60)
        page.paragraph("\(title) (\(SafeText.line(metric.id.rawValue, limit: 80)))", .heading)
        guard let first = trend.points.first, let last = trend.points.last else {
            return page.text
        }
        let scales = scales(of: trend.points)
        let better = metric.direction == .higherIsBetter ? "higher" : "lower"
        if scales.count > 1 {
            page.labelled(
                "method",
                SafeText.line(last.method ?? "not known", limit: 200)
                    + "; figures of other methods stand apart, each with its own scale")
        }
        if let scale = scales[last.method] {
            let range = [scale.low, scale.high].map { QuantityFormat.text($0, metric.unit) }
            page.labelled("range", "\(range.joined(separator: " to ")), \(better) is better")
        }
        page.labelled(
            "runs",
            "\(trend.points.count), \(HistoryText.date(first.startedAt)) to "
                + HistoryText.date(last.startedAt))
        page.labelled("last", self.last(of: trend, scales))
        page.blank()
        let marks = rows(of: trend.points, scales, &page)
        page.blank()
        for (mark, point) in marks {
            page.item(
                "\(HistoryText.date(point.startedAt)): "
                    + point.changes.map(RegressionText.text).joined(separator: "; "),
                sign: sign(mark))
        }
        shifts(trend, &page)
        return page.text
    }

    /// Persistent shifts, and whether the newest runs have left the budget of the first.
    private static func shifts(_ trend: Trend, _ page: inout TextPage) {
        let shifts = trend.shifts ?? []
        if !shifts.isEmpty {
            page.heading("Persistent shifts (E-divisive change points)")
            for shift in shifts {
                let changes = shift.changes.map(RegressionText.text).joined(separator: "; ")
                page.item(
                    "\(HistoryText.date(shift.startedAt)): "
                        + "\(QuantityFormat.percent(shift.changePercent)); "
                        + (changes.isEmpty
                            ? "nothing that this program reads changed then" : changes))
            }
        }
        if let creep = trend.creepPercent {
            page.blank()
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

    /// Rows of blocks, one after another and a new one where the method changes, each with its
    /// letters below; returns the letters and their points.
    private static func rows(
        of points: [TrendPoint], _ scales: [String?: Scale], _ page: inout TextPage
    ) -> [(mark: Int, point: TrendPoint)] {
        var marks: [(mark: Int, point: TrendPoint)] = []
        var row = ""
        var below = ""
        func flush(_ page: inout TextPage) {
            if row.isEmpty { return }
            page.raw(["  " + row])
            if below.contains(where: { $0 != " " }) {
                page.raw(["  " + String(below.reversed().drop { $0 == " " }.reversed())])
            }
            row = ""
            below = ""
        }
        for (index, point) in points.enumerated() {
            let isNew = index > 0 && points[index - 1].method != point.method
            if isNew || row.count >= page.style.columns - 2 { flush(&page) }
            let scale = scales[point.method] ?? (point.median, point.median)
            row.append(block(point.median, scale.low, scale.high))
            if point.changes.isEmpty {
                below += " "
            } else {
                marks.append((marks.count + 1, point))
                below += sign(marks.count)
            }
        }
        flush(&page)
        return marks
    }

    /// A letter for each change; after the 26th they begin again.
    private static func sign(_ mark: Int) -> String {
        String(UnicodeScalar(UInt8(ascii: "a") + UInt8((mark - 1) % 26)))
    }

    /// Figures that are all alike stand at half height.
    private static func block(_ value: Double, _ low: Double, _ high: Double) -> Character {
        guard high > low, value.isFinite else { return blocks[3] }
        return blocks[min(7, max(0, Int((value - low) / (high - low) * 8)))]
    }
}
