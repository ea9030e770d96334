import Foundation
import Model

/// Where a value lies on an axis of a chart.
struct SVGScale {
    private let low: Double
    private let high: Double
    private let isLogarithmic: Bool
    /// Ours: figures beyond it are no measurements, and their axis could not be labelled.
    private static let greatest = 1e100
    /// Coordinates of the two ends.
    private let from: Double
    private let to: Double

    /// A scale from 0, or from the smallest value where that is far from 0, to the greatest; nil
    /// if there is no value, or one that no axis can hold.
    ///
    /// - Parameters:
    ///   - values: What is to be shown; other than finite ones are left out.
    ///   - from: Coordinate of the low end.
    ///   - to: Coordinate of the high end.
    init?(linear values: [Double], from: Double, to: Double) {
        let finite = values.filter(\.isFinite)
        guard let least = finite.min(), let most = finite.max() else { return nil }
        let spread = most - least
        guard spread.isFinite, most.magnitude < Self.greatest else { return nil }
        // Ours: an axis from 0 where the values fill a third of it or more.
        let bottom = least >= 0 && spread * 3 >= most ? 0 : least - spread * 0.1
        let top = most + spread * 0.1
        self.init(low: bottom, high: top, isLogarithmic: false, from: from, to: to)
    }

    /// A scale of whole decades; nil if no value is above 0 and finite.
    init?(decades values: [Double], from: Double, to: Double) {
        let finite = values.filter { $0.isFinite && $0 > 0 }
        guard let least = finite.min(), let most = finite.max() else { return nil }
        let low = log10(least).rounded(.down)
        self.init(
            low: low, high: max(low + 1, log10(most).rounded(.up)), isLogarithmic: true,
            from: from, to: to)
    }

    /// A linear scale between two given ends.
    init(low: Double, high: Double, from: Double, to: Double) {
        self.init(low: low, high: high, isLogarithmic: false, from: from, to: to)
    }

    private init(low: Double, high: Double, isLogarithmic: Bool, from: Double, to: Double) {
        self.low = low
        // A single value lies in the middle.
        self.high = high > low ? high : low + max(low.magnitude, 1) * 1e-6
        self.isLogarithmic = isLogarithmic
        self.from = from
        self.to = to
    }

    /// The coordinate of a value, within the axis.
    func place(_ value: Double) -> Double {
        let scaled = isLogarithmic ? log10(max(value, .leastNormalMagnitude)) : value
        let share = (scaled - low) / (high - low)
        guard share.isFinite else { return from }
        return from + min(1, max(0, share)) * (to - from)
    }

    /// Values for labels: both ends and the middle, or each decade (of many every second).
    var ticks: [Double] {
        guard isLogarithmic else { return [low, (low + high) / 2, high] }
        let count = Int(high - low)
        let step = max(1, (count + 4) / 5)
        return stride(from: 0, through: count, by: step).map { pow(10, low + Double($0)) }
    }
}
