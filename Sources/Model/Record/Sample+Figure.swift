extension Sample {
    /// What one block says of a line of its metric.
    ///
    /// - Parameters:
    ///   - figure: the line.
    ///   - percentile: of an encoded histogram, by so many of a thousand and in seconds; nothing
    ///     here decodes one.
    /// - Returns: The figure; nil means the sample has no such.
    package func value(
        of figure: FigureDefinition, percentile: (String, Int) -> Double?
    ) -> Double? {
        guard let permille = figure.permille else { return scalar }
        return switch self {
        case .distribution(let sample): percentile(sample.histogram, permille)
        case .table(let table):
            PhaseTable(table, isAuthoring: figure.form == .authoringPhases)?
                .percentile(permille: permille)
        case .rate, .series: nil
        }
    }
}

extension ProbeRecord {
    /// The figure of every kept and valid block.
    ///
    /// - Parameters:
    ///   - figure: of one of the probe's metrics.
    ///   - percentile: as above.
    /// - Returns: In the order of time: a percentile of the block where the metric is a
    ///   distribution, or of the chain's blocks.
    package func keptFigures(
        of figure: FigureDefinition, percentile: (String, Int) -> Double?
    ) -> [Double] {
        keptSamples(of: figure.base).compactMap { $0.value(of: figure, percentile: percentile) }
    }
}
