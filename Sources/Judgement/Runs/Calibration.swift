import Glibc
package import Model
import Statistics

extension NoiseCalibration {
    /// Computes the drift between runs of one machine from their records.
    ///
    /// `nil` of fewer than two records.
    ///
    /// - Parameter records: of the same probes and preset, in the order of time.
    package init?(_ records: [RunRecord]) {
        guard records.count > 1, let first = records.first else { return nil }
        let metrics = first.probes.compactMap { probe in
            // A run in which it failed tells nothing of how it is measured.
            records.lazy.compactMap { record in
                record.probes.first { $0.id == probe.id && $0.status == .measured }
            }.first
        }.flatMap { probe in
            probe.metrics.flatMap(\.figures).compactMap { figure in
                Self.noise(of: figure, measuredBy: probe, in: records)
            }
        }
        self.init(
            startedAt: first.startedAt, tool: first.tool, cpuModel: first.host?.cpu.model,
            preset: first.plan.preset, runs: records.count, metrics: metrics)
    }

    /// A run that was measured by another method, or by another implementation, has no part in it.
    private static func noise(
        of figure: FigureDefinition, measuredBy first: ProbeRecord, in records: [RunRecord]
    ) -> MetricNoise? {
        var medians: [Double] = []
        var spreads: [Double] = []
        for record in records {
            guard let (probe, definition) = record.probe(measuring: figure.base),
                probe.status == .measured, probe.methodVersion == first.methodVersion,
                probe.implementation?.name == first.implementation?.name
            else { continue }
            let samples =
                figure.permille == nil
                ? MetricSeries(probe, metric: definition, logicalCPUs: nil).samples
                : probe.keptFigures(of: figure)
            guard let median = OrderStatistics.median(samples), median > 0 else { continue }
            medians.append(median)
            if let spread = SampleShape.spread(samples) { spreads.append(spread) }
        }
        guard medians.count > 1 else { return nil }
        let definition = figure.metric
        let drift = deviation(medians.map { log($0) })
        return MetricNoise(
            metric: definition.id, title: definition.title, unit: definition.unit,
            methodVersion: first.methodVersion, implementation: first.implementation?.name,
            medians: medians, driftPercent: drift * 100,
            spreadPercent: (OrderStatistics.median(spreads) ?? 0) * 100,
            smallestLossPercent: smallestLoss(drift: drift, runs: medians.count) * 100)
    }

    /// Standard deviation of two values or more.
    private static func deviation(_ values: [Double]) -> Double {
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(values.count - 1)).squareRoot()
    }

    /// The loss at which one further run leaves the prediction interval with the probability of
    /// `SmallestDifference.power`.
    ///
    /// - Source: the prediction interval of a normal sample; Hahn & Meeker, Statistical Intervals
    ///   (1991), 4.8.
    private static func smallestLoss(drift: Double, runs: Int) -> Double {
        let degrees = runs - 1
        let quantiles =
            StudentT.quantile(upperTail: JudgementConstants.alpha, degreesOfFreedom: degrees)
            + StudentT.quantile(upperTail: 1 - SmallestDifference.power, degreesOfFreedom: degrees)
        return 1 - exp(-quantiles * drift * (1 + 1 / Double(runs)).squareRoot())
    }
}
