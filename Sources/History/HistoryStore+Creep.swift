internal import Foundation
internal import GRDB
package import Model

extension HistoryStore {
    /// Figures of each metric that a baseline keeps for good.
    ///
    /// - Source: as many as a check for creep uses (docs/explanation/regressions.md).
    static let firstFiguresMax = 8

    /// Keeps the first figures of a baseline's members, up to as many as are kept for good.
    ///
    /// They belong to the name and to the machine with its methods: a baseline that is made anew
    /// under its name has the same.
    static func keepFirstFigures(
        ofBaseline baseline: Int64, name: String, fingerprint: String, _ database: Database
    ) throws {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT metric, run.id, startedAt, median FROM baselineMember AS member
                JOIN run ON run.sequence = member.run
                JOIN figure ON figure.run = run.sequence
                WHERE baseline = ? ORDER BY member.position, figure.position
                """, arguments: [baseline])
        for row in rows {
            // A damaged figure is no first one; whoever reads the run itself is told of it.
            guard let metric = try? row.value(0, of: nil) as String,
                let id = try? row.value(1, of: nil) as String,
                let startedAt = try? row.value(2, of: id) as String,
                let median = try? row.value(3, of: id) as Double
            else { continue }
            try database.execute(
                sql: """
                    INSERT OR IGNORE INTO firstFigure
                    SELECT ?, ?, ?, known, ?, ?, ? FROM (
                        SELECT count(*) AS known FROM firstFigure
                        WHERE name = ? AND fingerprint = ? AND metric = ?
                    ) WHERE known < ?
                    """,
                arguments: [
                    name, fingerprint, metric, id, startedAt, median, name, fingerprint, metric,
                    firstFiguresMax,
                ])
        }
    }

    /// The first figures that are kept under a baseline's name, of its machine and methods.
    package func firstFigures(of baseline: Baseline) throws(HistoryError) -> FirstFigures {
        try read { database in
            let isKnown = try database.tableExists("firstFigure")
            let rows =
                try !isKnown
                ? []
                : Row.fetchAll(
                    database,
                    sql: """
                        SELECT metric, runID, startedAt, median FROM firstFigure
                        WHERE name = ? AND fingerprint = ? ORDER BY metric, position
                        """, arguments: [baseline.name, baseline.fingerprint])
            var figures: [MetricID: [Double]] = [:]
            var runs: [String: String] = [:]
            for row in rows {
                let id: String = try row.value(1, of: nil)
                figures[MetricID(rawValue: try row.value(0, of: id)), default: []]
                    .append(try row.value(3, of: id))
                runs[id] = try row.value(2, of: id)
            }
            return FirstFigures(
                since: runs.values.min() ?? baseline.createdAt, runIDs: runs.keys.sorted(),
                figures: figures)
        }
    }

    /// The newest whole runs of the history in short, the newest last; those that cannot be read
    /// are left out.
    package func newestSummaries(_ count: Int) throws(HistoryError) -> [RunSummary] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT id FROM run WHERE complete
                    ORDER BY startedAt DESC, sequence DESC LIMIT ?
                    """, arguments: [count])
            var found = Readable<RunSummary>()
            for row in rows.reversed() {
                try found.add(row) {
                    try Self.summary(of: try $0.value(0, of: nil), database)
                }
            }
            return found.values
        }
    }

    /// Keeps a suspicion for a run of another hour to confirm, in place of an earlier one.
    ///
    /// - Throws: `noRun` when the history does not have the run.
    package func keepSuspicion(
        _ suspicion: Suspicion, of baseline: Baseline
    ) throws(HistoryError) {
        try write { database in
            let run = try Int64.fetchOne(
                database, sql: "SELECT sequence FROM run WHERE id = ?",
                arguments: [suspicion.runID])
            guard let run else { throw HistoryError.noRun(id: suspicion.runID, fitting: 0) }
            let metrics = suspicion.metrics.map(\.rawValue).joined(separator: "\n")
            try database.execute(
                sql: """
                    INSERT OR REPLACE INTO suspicion
                    SELECT id, ?, ? FROM baseline WHERE name = ?
                    """, arguments: [run, metrics, baseline.name])
        }
    }

    /// The suspicion that waits to be confirmed; nil means none does.
    package func suspicion(of baseline: Baseline) throws(HistoryError) -> Suspicion? {
        try read { database in
            // A history of an earlier version that is only read has no such table.
            if try !database.tableExists("suspicion") { return nil }
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT run.id, startedAt, metrics FROM suspicion
                    JOIN baseline ON baseline.id = suspicion.baseline
                    JOIN run ON run.sequence = suspicion.run WHERE name = ?
                    """, arguments: [baseline.name])
            return try row.map { row in
                let id: String = try row.value(0, of: nil)
                let metrics: String = try row.value(2, of: id)
                return Suspicion(
                    runID: id, startedAt: try row.value(1, of: id),
                    metrics: metrics.split(separator: "\n").map {
                        MetricID(rawValue: String($0))
                    })
            }
        }
    }

    /// Forgets the suspicion that waits.
    package func clearSuspicion(of baseline: Baseline) throws(HistoryError) {
        try write { database in
            try database.execute(
                sql: """
                    DELETE FROM suspicion
                    WHERE baseline IN (SELECT id FROM baseline WHERE name = ?)
                    """, arguments: [baseline.name])
        }
    }
}
