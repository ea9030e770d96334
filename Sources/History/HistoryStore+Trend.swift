internal import GRDB
package import Model

extension HistoryStore {
    /// Ids of all metrics that any run has, sorted.
    package func metrics() throws(HistoryError) -> [String] {
        try read { try Self.texts($0, sql: "SELECT DISTINCT metric FROM figure ORDER BY 1") }
    }

    /// A metric's newest figures, the oldest first; nil if no complete run has it.
    ///
    /// A run whose row cannot be read is left out and named.
    ///
    /// - `last`: at most that many; nil means all.
    /// - `difference`: the changes between the facts of two runs.
    package func trend(
        of metric: MetricID, last: Int?,
        difference: (_ before: RunSummary, _ after: RunSummary) -> [FactChange]
    ) throws(HistoryError) -> (trend: Trend, faults: [RowFault])? {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT run.id, startedAt, median, fingerprint, environment, unit, direction,
                        title
                    FROM figure JOIN run ON run.sequence = figure.run
                    WHERE metric = ? AND complete ORDER BY startedAt DESC, sequence DESC LIMIT ?
                    """, arguments: [metric.rawValue, last ?? -1])
            var before: Facts?
            var points = Readable<TrendPoint>()
            for row in rows.reversed() {
                try points.add(row) {
                    try Self.point($0, metric, after: &before, database, difference)
                }
            }
            var definitions = Readable<MetricDefinition>()
            for row in rows where definitions.values.isEmpty {
                try definitions.add(row) { try Self.definition(metric, $0) }
            }
            if let definition = definitions.values.first {
                return (Trend(metric: definition, points: points.values), points.faults)
            }
            if let fault = points.faults.first ?? definitions.faults.first { throw fault }
            return nil
        }
    }

    /// What is known of the machine at one point.
    private struct Facts {
        let fingerprint: String
        let environment: String
        let facts: RunSummary
    }

    private static func point(
        _ row: Row, _ metric: MetricID, after before: inout Facts?, _ database: Database,
        _ difference: (_ before: RunSummary, _ after: RunSummary) -> [FactChange]
    ) throws -> TrendPoint {
        let id: String = try row.value(0, of: nil)
        let fingerprint: String = try row.value(3, of: id)
        let environment: String = try row.value(4, of: id)
        var point = TrendPoint(
            runID: id, startedAt: try row.value(1, of: id), median: try row.value(2, of: id),
            method: before?.facts.method(of: metric), changes: [])
        // Facts are read only where their digests differ: seldom, in a long history.
        if before?.fingerprint != fingerprint || before?.environment != environment {
            let facts = try summary(of: id, database)
            if let before { point.changes = difference(before.facts, facts) }
            before = Facts(fingerprint: fingerprint, environment: environment, facts: facts)
            point.method = facts.method(of: metric)
        }
        return point
    }

    private static func definition(_ metric: MetricID, _ row: Row) throws -> MetricDefinition {
        let id: String = try row.value(0, of: nil)
        guard let unit = Unit(rawValue: try row.value(5, of: id)),
            let direction = Direction(rawValue: try row.value(6, of: id))
        else {
            // A later version may have added it.
            throw RowFault(runID: id, what: "its unit or direction is none that is known here")
        }
        return MetricDefinition(
            id: metric, unit: unit, direction: direction, title: try row.value(7, of: id))
    }
}
