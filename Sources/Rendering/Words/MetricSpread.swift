import Latency
import Model
import Statistics

/// The kept samples of one metric in three figures, for a record that nobody judged.
///
/// The bounds of the median are the judge's to compute; here stands only what was seen.
struct MetricSpread {
    var id: MetricID
    var title: String
    /// Smallest, median and greatest, with their unit; other words where there is no such figure.
    var figures: [String]
    /// How many kept samples.
    var count: Int

    /// Every metric of the probes that were measured, in the order of the record; percentiles of
    /// the blocks where it is a distribution.
    static func all(_ record: RunRecord) -> [MetricSpread] {
        record.probes.filter { $0.status == .measured }.flatMap { probe in
            probe.metrics.flatMap(\.figures).map { MetricSpread($0, of: probe) }
        }
    }

    private init(_ figure: FigureDefinition, of probe: ProbeRecord) {
        let metric = figure.metric
        id = metric.id
        title = SafeText.line(metric.title, limit: 60)
        let values = probe.spreadValues(of: figure)
        if let low = values.min(), let high = values.max(),
            let median = OrderStatistics.median(values)
        {
            count = values.count
            // One unit for all three, so that they can be compared at a glance.
            let symbol = QuantityFormat.scale(for: high, metric.unit).symbol
            figures = [low, median, high].map {
                QuantityFormat.text($0, metric.unit, as: symbol)
            }
        } else {
            let samples = probe.blocks.filter { $0.phase == .kept }
                .compactMap { $0.samples[figure.base] }
            count = samples.count
            figures = ["–", samples.last.map(Self.form) ?? "none", "–"]
        }
    }

    /// What a sample without a single figure holds.
    private static func form(_ sample: Sample) -> String {
        switch sample {
        case .rate: "a rate"
        case .distribution(let sample): "\(sample.count) single times"
        case .series(let sample) where sample.values.isEmpty: "none"
        case .series(let sample): "\(sample.values.count) values over time"
        case .table(let sample) where sample.values.isEmpty: "none"
        case .table(let sample): "table of \(sample.values.count) values"
        }
    }
}

extension ProbeRecord {
    /// The figure of every kept and valid block, in the order of time.
    func keptFigures(of figure: FigureDefinition) -> [Double] {
        keptFigures(of: figure, percentile: LatencyDistribution.percentile(ofEncoded:permille:))
    }

    /// The same; of what stands beside the blocks of the simulated chain, such as their CPU time,
    /// the value of each of them.
    fileprivate func spreadValues(of figure: FigureDefinition) -> [Double] {
        let figures = keptFigures(of: figure)
        guard figures.isEmpty, figure.permille == nil else { return figures }
        return keptSamples(of: figure.base).flatMap { sample -> [Double] in
            guard case .table(let table) = sample, let axis = table.axes.first,
                axis.name.hasPrefix("block")
            else { return [] }
            if table.axes.count == 1 { return table.values }
            // The phases of a block as one.
            let isAuthoring = metrics.contains { $0.form == .authoringPhases }
            let blocks = PhaseTable(table, isAuthoring: isAuthoring)?.seconds() ?? []
            return blocks.filter(\.isFinite)
        }
    }
}

extension Sample {
    /// What one block says of a line of its metric; nil if it has no such figure.
    func value(of figure: FigureDefinition) -> Double? {
        value(of: figure, percentile: LatencyDistribution.percentile(ofEncoded:permille:))
    }
}

/// Probes that gave no figure, and doubts about those that did.
enum ProbeTroubles {
    /// One sentence each, in the order of the record; a doubt of several probes is reported once.
    static func lines(_ record: RunRecord) -> [String] {
        var told: [Advisory] = []
        return record.probes.flatMap { probe in
            let id = SafeText.line(probe.id, limit: 80)
            let reason = SafeText.line(probe.reason ?? "no reason was recorded")
            var lines: [String] = []
            switch probe.status {
            case .measured: break
            case .skipped: lines.append("\(id) was skipped: \(reason)")
            case .failed: lines.append("\(id) failed: \(reason)")
            }
            for advisory in probe.advisories where !told.contains(advisory) {
                told.append(advisory)
                let ids = record.probes.filter { $0.advisories.contains(advisory) }.map {
                    SafeText.line($0.id, limit: 80)
                }
                lines.append(
                    "\(ids.joined(separator: ", ")): \(SafeText.line(advisory.text)) "
                        + "(\(SafeText.line(advisory.id, limit: 80)))")
            }
            return lines
        }
    }
}
