import Foundation
import Latency
import Model

/// Times of single operations by the share that is faster, as latency curves are drawn.
enum PercentileChart {
    private static let width = 560.0
    private static let height = 190.0
    private static let left = 96.0
    private static let right = 548.0
    private static let top = 12.0
    private static let bottom = 160.0
    /// Shares of the operations that are slower than the point, with the words for the axis.
    private static let shares: [(slower: Double, words: String)] = [
        (0.5, "p50"), (0.1, "p90"), (0.05, "p95"), (0.01, "p99"), (0.001, "p99.9"),
        (0.0001, "p99.99"), (0.00001, "p99.999"),
    ]

    /// The chart of all kept operations; nil if the metric has none that can be read.
    static func figure(
        _ probe: ProbeRecord, _ metric: MetricDefinition, line: RequirementVerdict?
    ) -> HTMLFigure? {
        let parts = probe.keptDistributions(of: metric.id).compactMap {
            try? LatencyDistribution(encoded: $0.histogram)
        }
        guard let all = try? LatencyDistribution.pooled(parts) else { return nil }
        let points = points(all)
        guard points.count > 1 else { return nil }
        var limit: Double?
        if case .quantity(let value, _)? = line?.requirement.limit { limit = value }
        guard
            let y = SVGScale(
                decades: points.map(\.seconds) + (limit.map { [$0] } ?? []), from: bottom,
                to: top)
        else { return nil }
        let x = SVGScale(
            low: 0, high: Double(points.count - 1), from: left, to: right - 20)
        var chart = SVGChart(width: width, height: height)
        for tick in y.ticks {
            chart.line(left, y.place(tick), right, y.place(tick), class: "grid")
            chart.text(
                QuantityFormat.text(tick, .seconds), left - 6, y.place(tick) + 4, anchor: "end")
        }
        if let limit {
            chart.line(left, y.place(limit), right, y.place(limit), class: "limit")
            chart.text("limit", left + 4, y.place(limit) - 4)
        }
        chart.path(
            points.enumerated().map { (x.place(Double($0)), y.place($1.seconds)) },
            class: "curve")
        for (index, point) in points.enumerated() {
            let words = "\(point.words) \(QuantityFormat.text(point.seconds, .seconds))"
            chart.dot(
                x.place(Double(index)), y.place(point.seconds), class: "sample", hint: words)
            chart.text(point.words, x.place(Double(index)), bottom + 18, anchor: "middle")
        }
        let title = SafeText.line(metric.title, limit: 60)
        let said = points.map { "\($0.words) \(QuantityFormat.text($0.seconds, .seconds))" }
        var table = Page.Table([.words("percentile"), .figures("time")])
        for point in points {
            table.append([
                Page.Cell(point.words),
                Page.Cell(QuantityFormat.text(point.seconds, .seconds)),
            ])
        }
        return HTMLFigure(
            title: title,
            svg: chart.svg("\(title): " + said.joined(separator: ", ")),
            note: "\(DecimalText.grouped(Double(all.count), places: 0)) operations, all kept "
                + "blocks together",
            table: table)
    }

    /// Percentiles as far as ten operations are slower, and the slowest of all.
    private static func points(
        _ all: LatencyDistribution
    ) -> [(words: String, seconds: Double)] {
        var result: [(words: String, seconds: Double)] = []
        for share in shares where Double(all.count) * share.slower >= 10 {
            let rank = all.count - Int(Double(all.count) * share.slower)
            if let value = all.value(atRank: rank)?.upperBound {
                result.append((share.words, Double(value) / 1e9))
            }
        }
        if let most = all.value(atRank: all.count)?.upperBound {
            result.append(("max", Double(most) / 1e9))
        }
        return result
    }
}
