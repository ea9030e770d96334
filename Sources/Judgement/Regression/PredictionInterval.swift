import Glibc
import Model
import Statistics

/// Where one more run of an unchanged machine is to be expected, from earlier runs' logarithms.
///
/// Values are oriented: higher is better, whatever the metric.
///
/// - Source: the prediction interval for one future observation of a normal sample, Hahn & Meeker,
///   Statistical Intervals (1991), 4.7; on logarithms, since noise of rates and times is relative;
///   with the variance moderated by those of the other metrics (Smyth 2004).
struct PredictionInterval {
    /// Mean of the earlier logarithms.
    let mean: Double
    /// Their standard deviation; `nil` of a single one.
    let deviation: Double?
    let count: Int
    /// The deviation drawn towards that of other metrics, and its degrees of freedom.
    private(set) var moderated: (deviation: Double, degreesOfFreedom: Double)?

    /// - Parameter logs: one or more.
    init(logs: [Double]) {
        count = logs.count
        let mean = logs.reduce(0, +) / Double(logs.count)
        self.mean = mean
        guard logs.count > 1 else {
            deviation = nil
            return
        }
        let squares = logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let deviation = (squares / Double(logs.count - 1)).squareRoot()
        self.deviation = deviation
        moderated = (deviation, Double(logs.count - 1))
    }

    /// The same interval with its variance drawn towards a prior; nil if there is none.
    func moderated(by prior: VariancePrior?) -> PredictionInterval {
        guard let prior, let deviation else { return self }
        var interval = self
        let (variance, freedom) = prior.moderated(
            variance: deviation * deviation, degreesOfFreedom: count - 1)
        interval.moderated = (variance.squareRoot(), freedom)
        return interval
    }

    /// The prior of several intervals; nil means too few of them have a deviation.
    static func prior(_ intervals: [PredictionInterval]) -> VariancePrior? {
        VariancePrior(
            intervals.compactMap { interval in
                interval.deviation.map { ($0 * $0, interval.count - 1) }
            })
    }

    /// Standard deviation of the difference between the mean of so many new values and the mean of
    /// the earlier, and its degrees of freedom; `nil` of a single earlier one.
    func prediction(ofMean count: Int = 1) -> (deviation: Double, degreesOfFreedom: Double)? {
        moderated.map { moderated in
            let share = 1 / Double(count) + 1 / Double(self.count)
            return (moderated.deviation * share.squareRoot(), moderated.degreesOfFreedom)
        }
    }

    /// One-sided p-value against "the mean of so many new runs is like the earlier": small = it is
    /// worse.
    ///
    /// nil if one earlier run leaves no interval.
    func pValueWorse(_ log: Double, ofMean count: Int = 1) -> Double? {
        guard let prediction = prediction(ofMean: count) else { return nil }
        let drop = mean - log
        // Figures that never differed leave no doubt either way.
        if prediction.deviation == 0 { return drop > 0 ? 0 : 1 }
        return StudentT.upperTail(
            drop / prediction.deviation, degreesOfFreedom: prediction.degreesOfFreedom)
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
        let freedom: Double
    }

    mutating func quantile(
        upperTail tail: Double, degreesOfFreedom freedom: Double
    ) -> Double {
        let key = Key(tail: tail, freedom: freedom)
        if let value = known[key] { return value }
        let value = StudentT.quantile(upperTail: tail, degreesOfFreedom: freedom)
        known[key] = value
        return value
    }
}
