/// Where a series of samples becomes level.
///
/// - Source: the measurement window of the SNIA Solid State Storage Performance Test
///   Specification: five rounds whose range is at most 20 % of their mean. Instead of its bound on
///   the slope's excursion the slope's own 95 % interval must contain 0, so that noise is not taken
///   for a trend.
package enum SteadyState {
    /// Samples in a window.
    package static let windowLength = 5

    /// The greatest range of a window, as a fraction of its mean.
    package static let rangeMax = 0.2

    /// Student's 97.5 % quantile with three degrees of freedom, as a line through five has.
    private static let slopeQuantile = 3.182

    /// Index at which the first level window begins; nil if none begins by `latest`.
    package static func start(_ samples: [Double], latest: Int) -> Int? {
        guard samples.count >= windowLength else { return nil }
        return (0...min(latest, samples.count - windowLength)).first {
            isLevel(samples[$0..<($0 + windowLength)])
        }
    }

    /// Index from which on all samples lie about the mean of the last window, by no more than the
    /// range of a level one; nil if that window is not level.
    ///
    /// For what is on its way to its last state, where an earlier level window means nothing.
    package static func lastStart(_ samples: [Double]) -> Int? {
        let window = samples.suffix(windowLength)
        guard window.count == windowLength, isLevel(window) else { return nil }
        let mean = window.reduce(0, +) / Double(windowLength)
        let early = samples.prefix(samples.count - windowLength)
        let last = early.lastIndex { abs($0 - mean) > rangeMax * abs(mean) }
        return last.map { $0 + 1 } ?? 0
    }

    /// Whether one window is level.
    static func isLevel(_ window: ArraySlice<Double>) -> Bool {
        var (low, high, sum) = (Double.infinity, -Double.infinity, 0.0)
        for value in window {
            (low, high) = (min(low, value), max(high, value))
            sum += value
        }
        let count = Double(window.count)
        let mean = sum / count
        if high - low > rangeMax * abs(mean) { return false }
        var (slopeSum, placeSum, total) = (0.0, 0.0, 0.0)
        for (place, value) in window.enumerated() {
            let offset = Double(place) - (count - 1) / 2
            slopeSum += offset * (value - mean)
            placeSum += offset * offset
            total += (value - mean) * (value - mean)
        }
        let slope = slopeSum / placeSum
        // Squares that the line leaves over, by the degrees of freedom; rounding may go below 0.
        let left = max(0, total - slope * slopeSum) / (count - 2)
        let error = (left / placeSum).squareRoot()
        return abs(slope) <= slopeQuantile * error || slope == 0
    }
}
