import Foundation
import Model

/// A bar that shows a figure against its limit, by the ratio to it.
///
/// Every bar has the same axis: the limit in the middle, a quarter of it at the left end and four
/// times it at the right end. To the right is always better.
enum LimitBar {
    private static let width = 220.0
    private static let height = 26.0
    /// Ours: ratios beyond a factor of four are shown at the end.
    private static let scale = SVGScale(low: -2, high: 2, from: 4, to: width - 4)

    /// The bar; nil if the requirement has no number or none was found.
    static func svg(_ line: RequirementVerdict) -> String? {
        guard case .quantity(let limit, _) = line.requirement.limit, limit > 0,
            let measured = line.measured, measured > 0
        else { return nil }
        let isAtLeast = line.requirement.comparison != .atMost
        func place(_ value: Double) -> Double {
            let ratio = isAtLeast ? value / limit : limit / value
            return scale.place(log2(max(ratio, 1e-9)))
        }
        let middle = height / 2
        var chart = SVGChart(width: width, height: height)
        chart.bar(0, middle - 5, width: width, height: 10, class: "track")
        let edge = scale.place(log2(max(1e-9, 1 - line.requirement.tolerancePercent / 100)))
        chart.bar(
            edge, middle - 5, width: scale.place(0) - edge, height: 10, class: "tolerance",
            hint: "tolerance \(DecimalText.stated(line.requirement.tolerancePercent)) %")
        let ends = [line.lowerBound, line.upperBound].map { $0.flatMap { $0 > 0 ? $0 : nil } }
        let open = isAtLeast ? [0, width] : [width, 0]
        let from = ends[0].map(place) ?? (ends[1] == nil ? place(measured) : open[0])
        let to = ends[1].map(place) ?? (ends[0] == nil ? place(measured) : open[1])
        chart.bar(
            min(from, to), middle - 2, width: abs(to - from), height: 4,
            class: "bounds " + line.outcome.tone.htmlClass)
        chart.line(scale.place(0), 1, scale.place(0), height - 1, class: "limit")
        chart.dot(
            place(measured), middle, radius: 5, class: "median " + line.outcome.tone.htmlClass,
            hint: LimitText.found(line))
        let margin = LimitText.margin(line)
        return chart.svg(
            "\(line.title): \(LimitText.found(line)), limit \(LimitText.text(line.requirement))"
                + (margin.isEmpty ? "" : ", margin \(margin)"))
    }
}
