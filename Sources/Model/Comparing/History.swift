/// A named, hashed set of runs of one machine with the same methods.
package struct Baseline: Codable, Sendable, Equatable {
    package var name: String
    /// UTC, ISO 8601.
    package var createdAt: String
    /// Digest of machine and methods, 64 hexadecimal digits.
    package var fingerprint: String
    /// Digest of fingerprint, run ids, reports and figures, 64 hexadecimal digits.
    package var digest: String
    /// Ids of its runs, in the order they were added.
    package var runIDs: [String]

    /// What a regression report tells of it.
    package var summary: BaselineSummary {
        BaselineSummary(name: name, digest: digest, runIDs: runIDs)
    }

    package init(
        name: String, createdAt: String, fingerprint: String, digest: String, runIDs: [String]
    ) {
        self.name = name
        self.createdAt = createdAt
        self.fingerprint = fingerprint
        self.digest = digest
        self.runIDs = runIDs
    }
}

/// A run as a list shows it.
package struct HistoryRun: Codable, Sendable, Equatable {
    package var id: String
    /// UTC, ISO 8601.
    package var startedAt: String
    package var durationSeconds: Double
    package var complete: Bool
    package var preset: String
    package var toolVersion: String
    /// nil if not judged.
    package var profile: String?
    package var overall: Outcome?
    package var exitCode: Int32?
    /// Digest of machine and methods, 64 hexadecimal digits.
    package var fingerprint: String
    /// Names of the baselines it belongs to, sorted.
    package var baselines: [String]
    /// What the samples say, where that is not `overall`; nil means the same, or it was not judged.
    package var samplesSay: Outcome?

    package init(
        id: String, startedAt: String, durationSeconds: Double, complete: Bool, preset: String,
        toolVersion: String, profile: String? = nil, overall: Outcome? = nil,
        exitCode: Int32? = nil, fingerprint: String, baselines: [String]
    ) {
        self.id = id
        self.startedAt = startedAt
        self.durationSeconds = durationSeconds
        self.complete = complete
        self.preset = preset
        self.toolVersion = toolVersion
        self.profile = profile
        self.overall = overall
        self.exitCode = exitCode
        self.fingerprint = fingerprint
        self.baselines = baselines
    }
}

/// A metric's figure in one run, with what was different from the run before.
package struct TrendPoint: Codable, Sendable, Equatable {
    package var runID: String
    /// UTC, ISO 8601.
    package var startedAt: String
    /// Median of the kept blocks, in the metric's unit.
    package var median: Double
    /// Method, kernel and build of its probe; nil if not known.
    ///
    /// Points of different methods are no one series.
    package var method: String?
    /// Facts of machine, methods and environment that differ from the point before; those of
    /// probes that only one of the two runs has are left out.
    package var changes: [FactChange]

    package init(
        runID: String, startedAt: String, median: Double, method: String? = nil,
        changes: [FactChange]
    ) {
        self.runID = runID
        self.startedAt = startedAt
        self.median = median
        self.method = method
        self.changes = changes
    }
}

/// Where the level of a metric changed for good.
package struct TrendShift: Codable, Sendable, Equatable {
    /// The first run of the new level, and its start.
    package var runID: String
    package var startedAt: String
    /// Change of the geometric mean in per cent, signed as the figure moved.
    package var changePercent: Double
    /// What differs between that run and the one before.
    package var changes: [FactChange]

    package init(
        runID: String, startedAt: String, changePercent: Double, changes: [FactChange]
    ) {
        self.runID = runID
        self.startedAt = startedAt
        self.changePercent = changePercent
        self.changes = changes
    }
}

/// A metric over its runs.
package struct Trend: Codable, Sendable, Equatable {
    package var metric: MetricDefinition
    /// The oldest first.
    package var points: [TrendPoint]
    /// Persistent shifts among the runs of one method, the oldest first; nil if not looked for.
    package var shifts: [TrendShift]?
    /// Change of the newest runs' mean from that of the first in per cent, where it is worse beyond
    /// spread and budget; nil if it is not, or there are too few runs.
    package var creepPercent: Double?

    package init(metric: MetricDefinition, points: [TrendPoint]) {
        self.metric = metric
        self.points = points
    }
}
