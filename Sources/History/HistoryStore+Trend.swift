internal import GRDB
package import Model

extension HistoryStore {
    /// Ids of all metrics that any run has, sorted.
    package func metrics() throws(HistoryError) -> [String] {
        try read { try String.fetchAll($0, sql: "SELECT DISTINCT metric FROM figure ORDER BY 1") }
    }

    /// A metric's newest figures, the oldest first; `nil` when no complete run has it.
    ///
    /// - `last`: at most that many; `nil` = all.
    /// - `difference`: the changes between the facts of two runs.
    package func trend(
        of metric: MetricID, last: Int?,
        difference: (_ before: Invocation, _ after: Invocation) -> [FactChange]
    ) throws(HistoryError) -> Trend? {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT run.id, startedAt, median, fingerprint, environment, unit, direction,
                        title
                    FROM figure JOIN run ON run.sequence = figure.run
                    WHERE metric = ? AND complete ORDER BY startedAt DESC, sequence DESC LIMIT ?
                    """, arguments: [metric.rawValue, last ?? -1])
            guard let newest = rows.first, let unit = Unit(rawValue: newest[5]),
                let direction = Direction(rawValue: newest[6])
            else { return nil }
            var points: [TrendPoint] = []
            points.reserveCapacity(rows.count)
            var before: (fingerprint: String, environment: String, facts: Invocation)?
            var method: String?
            for row in rows.reversed() {
                let fingerprint: String = row[3]
                let environment: String = row[4]
                var changes: [FactChange] = []
                // Facts are read only where their digests differ: seldom, in a long history.
                if before?.fingerprint != fingerprint || before?.environment != environment {
                    let facts = try Self.invocation(of: row[0], database)
                    if let before { changes = difference(before.facts, facts) }
                    before = (fingerprint, environment, facts)
                    method = facts.method(of: metric)
                }
                points.append(
                    TrendPoint(
                        runID: row[0], startedAt: row[1], median: row[2], method: method,
                        changes: changes))
            }
            return Trend(
                metric: MetricDefinition(
                    id: metric, unit: unit, direction: direction, title: newest[7]),
                points: points)
        }
    }
}
