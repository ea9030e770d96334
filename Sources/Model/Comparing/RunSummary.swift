// Here: runs beside each other: summaries, baselines, trends.
// May use: records, verdicts and metrics.
// Never: how a change is judged.

/// One run in short: what a history keeps ready of it, and all that a comparison of runs needs.
///
/// Runs of one machine differ by more than the blocks within a run do, so a run counts as one
/// sample, whatever the number of its blocks.
package struct RunSummary: Codable, Sendable, Equatable {
    /// Id of the run.
    package var runID: String
    /// Start in UTC, ISO 8601.
    package var startedAt: String
    /// `false` when the run was interrupted.
    package var complete: Bool
    /// What makes two runs of one machine: CPU, memory, disk, virtualisation.
    ///
    /// Sorted by name.
    package var machine: [NamedFact]
    /// For each measured probe what makes its figures comparable: method version and kernel.
    ///
    /// Sorted by name, which is the probe's id.
    package var methods: [NamedFact]
    /// What may change on one machine and explain a change of its figures.
    ///
    /// Sorted by name.
    package var environment: [NamedFact]
    /// One figure a metric, in the order of the record.
    package var figures: [MetricFigure]

    package init(
        runID: String, startedAt: String, complete: Bool, machine: [NamedFact],
        methods: [NamedFact], environment: [NamedFact], figures: [MetricFigure]
    ) {
        self.runID = runID
        self.startedAt = startedAt
        self.complete = complete
        self.machine = machine
        self.methods = methods
        self.environment = environment
        self.figures = figures
    }

    /// The figure of a metric, or nil if this run has none.
    package func figure(of metric: MetricID) -> MetricFigure? {
        figures.first { $0.metric.id == metric }
    }

    /// Method, kernel and build of the probe that measures a metric; nil if not known here.
    ///
    /// A metric bears its probe's id, alone or before a dot.
    package func method(of metric: MetricID) -> String? {
        methods.filter { metric.rawValue == $0.name || metric.rawValue.hasPrefix($0.name + ".") }
            .max { $0.name.utf8.count < $1.name.utf8.count }?.value
    }

    /// Machine and methods as lines `name=value`: two runs with the same text are comparable in all
    /// they measured.
    package var fingerprintText: String {
        (machine + methods).map { "\($0.name)=\($0.value)\n" }.joined()
    }
}

/// A named fact as text, such as `system.kernel` and `6.1.0-18-amd64`.
package struct NamedFact: Codable, Sendable, Hashable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// A fact that differs between an earlier run and a later one.
package struct FactChange: Codable, Sendable, Hashable {
    package var name: String
    /// nil if it was not known then.
    package var before: String?
    /// nil if it is not known now.
    package var after: String?

    package init(name: String, before: String?, after: String?) {
        self.name = name
        self.before = before
        self.after = after
    }
}

/// What one run says of one metric.
package struct MetricFigure: Codable, Sendable, Equatable {
    package var metric: MetricDefinition
    /// Median of the scalars of the kept blocks, in the metric's unit.
    package var median: Double
    /// How many kept blocks, at least 1.
    package var sampleCount: Int
    /// Why no verdict may rest on the figure; nil if it may.
    package var cap: String?

    package init(metric: MetricDefinition, median: Double, sampleCount: Int, cap: String? = nil) {
        self.metric = metric
        self.median = median
        self.sampleCount = sampleCount
        self.cap = cap
    }
}
