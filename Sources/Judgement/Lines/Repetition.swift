import Glibc
import Model
import Statistics

/// How likely a repetition of a run comes out the same: only where drift between runs is known.
enum Repetition {
    /// The probability that a further run passes a line, 0...1; nil if not known.
    ///
    /// On the logarithmic scale a further run's median lies about this one's with the drift's
    /// deviation times the root of 2, of Student's distribution since the drift was estimated from
    /// few runs; its lower bound is taken to lie as far below its median as here. The drift of
    /// another method or implementation than the `probe`'s is that of another figure.
    static func passProbability(
        of verdict: RequirementVerdict, line: PassLine, calibration: NoiseCalibration?,
        probe: ProbeRecord
    ) -> Double? {
        guard case .metric(let metric, let statistic) = verdict.requirement.subject,
            let noise = calibration?.metrics.first(where: {
                $0.metric == statistic.figureID(of: metric)
            }),
            noise.methodVersion == probe.methodVersion,
            noise.implementation == nil || noise.implementation == probe.implementation?.name,
            noise.medians.count > 1,
            let lower = verdict.lowerBound, let upper = verdict.upperBound, lower > 0,
            [.pass, .warn, .fail, .inconclusive].contains(verdict.outcome)
        else { return nil }
        let distance =
            line.higherIsBetter ? log(lower / line.line) : log(line.line / upper)
        let deviation = noise.driftPercent / 100 * 2.0.squareRoot()
        if deviation <= 0 { return distance >= 0 ? 1 : 0 }
        return StudentT.upperTail(
            -distance / deviation, degreesOfFreedom: noise.medians.count - 1)
    }

    /// The least probability that all lines pass, whatever their dependence; nil if that of one
    /// is not known.
    ///
    /// - Source: Bonferroni's inequality.
    static func passProbability(ofAll probabilities: [Double?]) -> Double? {
        let known = probabilities.compactMap { $0 }
        guard !known.isEmpty, known.count == probabilities.count else { return nil }
        return max(0, 1 - known.reduce(0) { $0 + (1 - $1) })
    }
}
