/// The first figures of a baseline, which stay however it grows or is made anew under its name.
package struct FirstFigures: Codable, Sendable, Equatable {
    /// UTC, ISO 8601, of the first run.
    package var since: String
    /// The runs that gave any of the figures.
    package var runIDs: [String]
    /// Medians by metric, the oldest first.
    package var figures: [MetricID: [Double]]

    package init(since: String, runIDs: [String], figures: [MetricID: [Double]]) {
        self.since = since
        self.runIDs = runIDs
        self.figures = figures
    }
}
