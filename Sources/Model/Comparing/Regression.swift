/// How a metric, or a whole run, compares with a baseline.
package enum RegressionOutcome: String, Codable, Sendable, CaseIterable {
    /// No worsening that the baseline's own spread and the budget do not cover.
    case steady
    /// Better by more than the budget: a warning, since a wrong disk or a cache looks like that.
    case improved
    /// Worse in the run, but not in the fresh run made to confirm it: a passing disturbance.
    case notConfirmed = "not-confirmed"
    /// Worse, and not confirmed because there was no fresh run, or too few earlier ones.
    case suspected
    /// Worse, and again in a fresh run.
    case regressed
    /// The newest runs together are worse than the first of the baseline: slow creep.
    case crept
    /// The earlier runs differ so much that only a multiple of the budget would alarm; never
    /// steady.
    case cannotTell = "cannot-tell"
    /// The baseline has the metric and the run does not; never steady.
    case notMeasured = "not-measured"
}

/// A run held against a baseline.
package struct RegressionReport: Codable, Sendable, Equatable {
    /// Version of the format; a reader refuses a higher one.
    package static let schemaVersion = 1

    package var schemaVersion: Int
    package var baseline: BaselineSummary
    /// Id of the run that was checked.
    package var runID: String
    package var runStartedAt: String
    /// The fresh run; nil if none was made.
    package var confirmation: Confirmation?
    package var overall: RegressionOutcome
    /// One sentence that says why.
    package var reason: String
    /// In the order of the baseline's newest run.
    package var metrics: [MetricRegression]
    /// What differs between the baseline's newest run and this one, from the older to the later.
    package var changes: [FactChange]
    /// Whether the run is older than the baseline's newest; nil if it is not.
    package var isOlderThanBaseline: Bool?
    /// The earlier suspicion that this run decided; nil if there was none.
    package var suspicion: Suspicion?
    /// Constants the rule used, by name.
    package var constants: [String: Double]
    package var exitCode: Int32

    package init(
        baseline: BaselineSummary, runID: String, runStartedAt: String,
        confirmation: Confirmation?, overall: RegressionOutcome, reason: String,
        metrics: [MetricRegression], changes: [FactChange], constants: [String: Double],
        exitCode: Int32
    ) {
        schemaVersion = Self.schemaVersion
        self.baseline = baseline
        self.runID = runID
        self.runStartedAt = runStartedAt
        self.confirmation = confirmation
        self.overall = overall
        self.reason = reason
        self.metrics = metrics
        self.changes = changes
        self.constants = constants
        self.exitCode = exitCode
    }
}

/// A run that was worse than its baseline and waits for one of another hour to confirm it.
package struct Suspicion: Codable, Sendable, Equatable {
    package var runID: String
    /// UTC, ISO 8601.
    package var startedAt: String
    /// What was suspected.
    package var metrics: [MetricID]

    package init(runID: String, startedAt: String, metrics: [MetricID]) {
        self.runID = runID
        self.startedAt = startedAt
        self.metrics = metrics
    }
}

/// Which baseline was used.
package struct BaselineSummary: Codable, Sendable, Equatable {
    package var name: String
    /// Digest of the members and the fingerprint, 64 hexadecimal digits.
    package var digest: String
    /// Ids of the member runs, in the order they were added.
    package var runIDs: [String]

    package init(name: String, digest: String, runIDs: [String]) {
        self.name = name
        self.digest = digest
        self.runIDs = runIDs
    }
}

/// The fresh run that candidates were measured again in.
package struct Confirmation: Codable, Sendable, Equatable {
    package var runID: String
    /// Metrics of the two probes that were steady and were measured again beside the candidates.
    package var controls: [MetricID]
    /// Those of them that were now worse too: the machine, not the metric, had changed.
    package var disturbedControls: [MetricID]

    package init(runID: String, controls: [MetricID], disturbedControls: [MetricID]) {
        self.runID = runID
        self.controls = controls
        self.disturbedControls = disturbedControls
    }
}

/// One metric held against its baseline; changes are in per cent of the baseline, signed as the
/// figure moved, so that +7 is worse for a latency and better for a rate.
package struct MetricRegression: Codable, Sendable, Equatable {
    package var metric: MetricDefinition
    package var outcome: RegressionOutcome
    /// Runs of the baseline that have the metric.
    package var baselineRuns: Int
    /// Geometric mean of their figures, in the metric's unit.
    package var expected: Double
    /// Standard deviation of their logarithms times 100; `nil` with one run.
    package var spreadPercent: Double?
    /// nil if not measured in this run.
    package var measured: Double?
    package var changePercent: Double?
    /// Change in the fresh run; nil if not measured again.
    package var freshChangePercent: Double?
    /// The worsening beyond which this check alarms: budget or prediction interval, whichever is
    /// wider; nil if there is no interval.
    package var alarmPercent: Double?
    /// The worsening that this check sees four times out of five; nil if there is no interval.
    package var detectablePercent: Double?
    package var budgetPercent: Double
    /// One-sided, before Holm's correction; nil if there is no interval.
    package var pValue: Double?
    /// Change of the mean of the newest runs from the baseline's first; nil means too few of
    /// either.
    package var creepPercent: Double?
    /// Why no alarm may rest on this run's figure; nil means one may.
    package var cap: String?
    /// One sentence that says why it came out so.
    package var reason: String

    package init(
        metric: MetricDefinition, outcome: RegressionOutcome, baselineRuns: Int, expected: Double,
        budgetPercent: Double, reason: String
    ) {
        self.metric = metric
        self.outcome = outcome
        self.baselineRuns = baselineRuns
        self.expected = expected
        self.budgetPercent = budgetPercent
        self.reason = reason
    }
}

/// Two runs side by side, without a verdict.
package struct RunComparison: Codable, Sendable, Equatable {
    /// One metric of both runs.
    package struct Line: Codable, Sendable, Equatable {
        package var metric: MetricDefinition
        /// Medians of the kept blocks in the metric's unit; nil if not measured there.
        package var first: Double?
        package var second: Double?
        /// Hodges-Lehmann shift on the log scale as per cent of the first; nil if not comparable.
        package var shiftPercent: Double?
        /// Moses' 95 % bounds of the shift; `nil` with too few blocks.
        package var lowerPercent: Double?
        package var upperPercent: Double?
        /// Why the two cannot be compared; nil if they can.
        package var obstacle: String?

        package init(metric: MetricDefinition, first: Double? = nil, second: Double? = nil) {
            self.metric = metric
            self.first = first
            self.second = second
        }
    }

    package static let schemaVersion = 1

    package var schemaVersion: Int
    package var firstID: String
    package var firstStartedAt: String
    package var secondID: String
    package var secondStartedAt: String
    /// What makes them different machines; empty = one machine.
    package var machineChanges: [FactChange]
    package var environmentChanges: [FactChange]
    package var lines: [Line]

    package init(
        first: RunSummary, second: RunSummary, machineChanges: [FactChange],
        environmentChanges: [FactChange], lines: [Line]
    ) {
        schemaVersion = Self.schemaVersion
        firstID = first.runID
        firstStartedAt = first.startedAt
        secondID = second.runID
        secondStartedAt = second.startedAt
        self.machineChanges = machineChanges
        self.environmentChanges = environmentChanges
        self.lines = lines
    }
}
