import Glibc
import Model
import Statistics

/// Where one more run of an unchanged machine is to be expected, from earlier runs' logarithms.
///
/// Values are oriented: higher is better, whatever the metric.
///
/// - Source: the prediction interval for one future observation of a normal sample, Hahn & Meeker,
///   Statistical Intervals (1991), 4.7; on logarithms, since noise of rates and times is relative.
struct PredictionInterval {
    /// Mean of the earlier logarithms.
    let mean: Double
    /// Their standard deviation; `nil` of a single one.
    let deviation: Double?
    let count: Int

    /// - Parameter logs: one or more.
    init(logs: [Double]) {
        count = logs.count
        let mean = logs.reduce(0, +) / Double(logs.count)
        self.mean = mean
        deviation =
            logs.count < 2
            ? nil
            : (logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(logs.count - 1))
                .squareRoot()
    }

    var degreesOfFreedom: Int { count - 1 }

    /// Standard deviation of the difference between one new value and the mean of the earlier.
    var predictionDeviation: Double? {
        deviation.map { $0 * (1 + 1 / Double(count)).squareRoot() }
    }

    /// One-sided p-value against "the new run is like the earlier": small = it is worse.
    ///
    /// `nil` when one earlier run leaves no interval.
    func pValueWorse(_ log: Double) -> Double? {
        guard let predictionDeviation else { return nil }
        let drop = mean - log
        // Figures that never differed leave no doubt either way.
        if predictionDeviation == 0 { return drop > 0 ? 0 : 1 }
        return StudentT.upperTail(
            drop / predictionDeviation, degreesOfFreedom: degreesOfFreedom)
    }
}

extension Direction {
    /// A logarithm turned so that higher is better.
    func oriented(_ log: Double) -> Double { self == .higherIsBetter ? log : -log }

    /// The change of the figure in per cent that an oriented difference of logarithms is.
    func percent(orientedDifference difference: Double) -> Double {
        100 * expm1(self == .higherIsBetter ? difference : -difference)
    }

    /// The oriented loss, as a difference of logarithms above 0, that a worsening in per cent is.
    func loss(percent: Double) -> Double {
        self == .higherIsBetter ? -log1p(-percent / 100) : log1p(percent / 100)
    }

    /// The worsening in per cent, above 0, that an oriented loss is.
    func worsening(loss: Double) -> Double {
        self == .higherIsBetter ? -100 * expm1(-loss) : 100 * expm1(loss)
    }
}

/// Quantiles of one check, computed once for each number of degrees of freedom.
struct QuantileTable {
    private var known: [Key: Double] = [:]

    private struct Key: Hashable {
        let tail: Double
        let freedom: Int
    }

    mutating func quantile(upperTail tail: Double, degreesOfFreedom freedom: Int) -> Double {
        let key = Key(tail: tail, freedom: freedom)
        if let value = known[key] { return value }
        let value = StudentT.quantile(upperTail: tail, degreesOfFreedom: freedom)
        known[key] = value
        return value
    }
}
