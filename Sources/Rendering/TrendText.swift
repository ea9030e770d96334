package import Model

/// A metric over its runs as a line of blocks, with the changes of the environment marked.
package enum TrendText {
    /// Eight heights, the least first.
    private static let blocks: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// The text, each line at most `style.columns` wide, with a final line feed.
    package static func render(_ trend: Trend, style: Style = Style()) -> String {
        var page = TextPage(style: style)
        let metric = trend.metric
        let title = SafeText.line(metric.title, limit: 60)
        page.paragraph("\(title) (\(SafeText.line(metric.id.rawValue, limit: 80)))", .heading)
        guard let first = trend.points.first, let last = trend.points.last,
            let low = trend.points.map(\.median).min(), let high = trend.points.map(\.median).max()
        else { return page.text }
        let better = metric.direction == .higherIsBetter ? "higher" : "lower"
        let range = [low, high].map { QuantityFormat.text($0, metric.unit) }
        page.labelled("range", "\(range.joined(separator: " to ")), \(better) is better")
        page.labelled(
            "runs",
            "\(trend.points.count), \(HistoryText.date(first.startedAt)) to "
                + HistoryText.date(last.startedAt))
        page.labelled(
            "last",
            "\(QuantityFormat.text(last.median, metric.unit))"
                + (low > 0
                    ? ", \(QuantityFormat.percent((last.median / first.median - 1) * 100)) "
                        + "of the first" : ""))
        page.blank()
        var mark = 0
        var marks: [(mark: Int, point: TrendPoint)] = []
        for start in stride(from: 0, to: trend.points.count, by: style.columns - 2) {
            let row = trend.points[start..<min(start + style.columns - 2, trend.points.count)]
            var below = ""
            for point in row {
                if point.changes.isEmpty {
                    below += " "
                } else {
                    mark += 1
                    marks.append((mark, point))
                    below += sign(mark)
                }
            }
            page.raw(["  " + row.map { String(block($0.median, low, high)) }.joined()])
            if !below.allSatisfy({ $0 == " " }) {
                page.raw(["  " + String(below.reversed().drop { $0 == " " }.reversed())])
            }
        }
        page.blank()
        for (mark, point) in marks {
            page.item(
                "\(HistoryText.date(point.startedAt)): "
                    + point.changes.map(RegressionText.text).joined(separator: "; "),
                sign: sign(mark))
        }
        return page.text
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
