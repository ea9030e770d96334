/// What several runs of one machine, one after another, say of the drift between them.
///
/// One run cannot see how far the next one would lie from it; this can.
package struct NoiseCalibration: Codable, Sendable, Equatable {
    /// Version of the file format.
    package static let schemaVersion = 1

    package var schemaVersion: Int
    /// Start of the first run in UTC, ISO 8601.
    package var startedAt: String
    package var tool: ToolFacts
    /// The processor's name; nil if not readable.
    package var cpuModel: String?
    /// Preset of every run.
    package var preset: String
    /// How many runs, at least 2.
    package var runs: Int
    /// In the order of the record.
    package var metrics: [MetricNoise]

    package init(
        startedAt: String, tool: ToolFacts, cpuModel: String?, preset: String, runs: Int,
        metrics: [MetricNoise]
    ) {
        schemaVersion = Self.schemaVersion
        self.startedAt = startedAt
        self.tool = tool
        self.cpuModel = cpuModel
        self.preset = preset
        self.runs = runs
        self.metrics = metrics
    }

    /// One metric over the runs.
    package struct MetricNoise: Codable, Sendable, Equatable {
        package var metric: MetricID
        package var title: String
        package var unit: Unit
        /// `methodVersion` of its probe.
        package var methodVersion: Int
        /// Name of the implementation that its probe timed; nil if it names none.
        package var implementation: String?
        /// The median of each run that measured it, in the order of time; base unit.
        package var medians: [Double]
        /// Standard deviation of the medians between runs, on the logarithmic scale, in per cent.
        package var driftPercent: Double
        /// Middle of the spreads within the runs (by median absolute deviation), in per cent.
        package var spreadPercent: Double
        /// Smallest loss that one further run would show with 80 % probability, in per cent.
        package var smallestLossPercent: Double

        package init(
            metric: MetricID, title: String, unit: Unit, methodVersion: Int,
            implementation: String? = nil, medians: [Double], driftPercent: Double,
            spreadPercent: Double, smallestLossPercent: Double
        ) {
            self.metric = metric
            self.title = title
            self.unit = unit
            self.methodVersion = methodVersion
            self.implementation = implementation
            self.medians = medians
            self.driftPercent = driftPercent
            self.spreadPercent = spreadPercent
            self.smallestLossPercent = smallestLossPercent
        }
    }
}
