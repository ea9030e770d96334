internal import Foundation
internal import GRDB
package import Model

extension HistoryStore {
    /// Adds a run.
    ///
    /// - Returns: `false` when the very same report was there already.
    /// - Throws: `conflictingRun` when another one with its id is; `busy`, `full`, `failed`.
    @discardableResult
    package func append(_ entry: HistoryEntry) throws(HistoryError) -> Bool {
        let reportDigest = Digests.hexadecimal(entry.report)
        let fingerprint = Digests.fingerprint(of: entry.invocation)
        return try write { database in
            let id = entry.invocation.runID
            let known = try String.fetchOne(
                database, sql: "SELECT reportDigest FROM run WHERE id = ?", arguments: [id])
            if let known {
                if known != reportDigest { throw HistoryError.conflictingRun(id: id) }
                return false
            }
            let environment = try Digests.json(entry.invocation.environment)
            let environmentDigest = Digests.hexadecimal(Array(environment.utf8))
            try database.execute(
                sql: "INSERT OR IGNORE INTO fingerprint VALUES (?, ?, ?)",
                arguments: [
                    fingerprint, try Digests.json(entry.invocation.machine),
                    try Digests.json(entry.invocation.methods),
                ])
            try database.execute(
                sql: "INSERT OR IGNORE INTO environment VALUES (?, ?)",
                arguments: [environmentDigest, environment])
            try database.execute(
                sql: """
                    INSERT INTO run (id, startedAt, durationSeconds, complete, preset, toolVersion,
                        profile, overall, exitCode, fingerprint, environment, reportDigest)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    id, entry.invocation.startedAt, entry.durationSeconds,
                    entry.invocation.complete, entry.preset, entry.toolVersion, entry.profile,
                    entry.overall?.rawValue, entry.exitCode, fingerprint, environmentDigest,
                    reportDigest,
                ])
            let run = database.lastInsertedRowID
            try database.execute(
                sql: "INSERT INTO report VALUES (?, ?)",
                arguments: [run, Data(entry.report)])
            try Self.insert(entry.invocation.figures, run: run, database)
            return true
        }
    }

    private static func insert(
        _ figures: [MetricFigure], run: Int64, _ database: Database
    ) throws {
        let statement = try database.cachedStatement(
            sql: "INSERT INTO figure VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        for (position, figure) in figures.enumerated() {
            try statement.execute(arguments: [
                figure.metric.id.rawValue, run, position, figure.metric.unit.rawValue,
                figure.metric.direction.rawValue, figure.metric.title, figure.median,
                figure.sampleCount, figure.cap,
            ])
        }
    }

    /// Runs, the newest first.
    package func runs(_ filter: HistoryFilter = .init()) throws(HistoryError) -> [HistoryRun] {
        var conditions: [String] = []
        var arguments: [(any DatabaseValueConvertible)?] = []
        if let profile = filter.profile {
            conditions.append("profile = ?")
            arguments.append(profile)
        }
        if let fingerprint = filter.fingerprint {
            conditions.append("fingerprint = ?")
            arguments.append(fingerprint)
        }
        if filter.completeOnly { conditions.append("complete") }
        let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        arguments.append(filter.last ?? -1)
        return try read { database in
            let members = try Row.fetchAll(
                database,
                sql: """
                    SELECT run.id, baseline.name FROM baselineMember
                    JOIN baseline ON baseline.id = baselineMember.baseline
                    JOIN run ON run.sequence = baselineMember.run ORDER BY baseline.name
                    """)
            let baselines = Dictionary(grouping: members) { $0[0] as String }
            return try Row.fetchAll(
                database,
                sql: """
                    SELECT id, startedAt, durationSeconds, complete, preset, toolVersion, profile,
                        overall, exitCode, fingerprint
                    FROM run \(condition) ORDER BY startedAt DESC, sequence DESC LIMIT ?
                    """, arguments: StatementArguments(arguments)
            ).map { row in
                let id: String = row[0]
                return HistoryRun(
                    id: id, startedAt: row[1], durationSeconds: row[2], complete: row[3],
                    preset: row[4], toolVersion: row[5], profile: row[6],
                    overall: (row[7] as String?).flatMap(Outcome.init(rawValue:)),
                    exitCode: row[8], fingerprint: row[9],
                    baselines: (baselines[id] ?? []).map { $0[1] })
            }
        }
    }

    /// The whole id that a given beginning of one stands for.
    ///
    /// - Throws: `noRun` when none or several begin so.
    package func resolve(_ beginning: String) throws(HistoryError) -> String {
        let ids = try read { database in
            // A range instead of LIKE, so that a `%` means itself and the index is used.
            try String.fetchAll(
                database, sql: "SELECT id FROM run WHERE id >= ? AND id < ? ORDER BY id LIMIT 100",
                arguments: [beginning, beginning + "\u{10FFFF}"])
        }
        if ids.contains(beginning) { return beginning }
        guard let id = ids.first, ids.count == 1, !beginning.isEmpty else {
            throw .noRun(id: beginning, fitting: ids.count)
        }
        return id
    }

    /// The report of a run as it was stored.
    ///
    /// - Throws: `noRun`; `damaged` when its bytes are not those that were stored.
    package func report(of id: String) throws(HistoryError) -> [UInt8] {
        try read { database in try Self.report(of: id, database, path: path) }
    }

    static func report(of id: String, _ database: Database, path: String) throws -> [UInt8] {
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT report.json, run.reportDigest FROM run
                JOIN report ON report.run = run.sequence WHERE run.id = ?
                """, arguments: [id])
        guard let row else { throw HistoryError.noRun(id: id, fitting: 0) }
        let bytes = [UInt8](row[0] as Data)
        if Digests.hexadecimal(bytes) != row[1] as String {
            throw HistoryError.damaged(path: path, reason: "the report of run \(id) was altered")
        }
        return bytes
    }

    /// A run in short.
    ///
    /// - Throws: `noRun`.
    func invocation(of id: String) throws(HistoryError) -> Invocation {
        try read { database in try Self.invocation(of: id, database) }
    }

    static func invocation(of id: String, _ database: Database) throws -> Invocation {
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT sequence, startedAt, complete, machine, methods, facts FROM run
                JOIN fingerprint ON fingerprint.digest = run.fingerprint
                JOIN environment ON environment.digest = run.environment WHERE id = ?
                """, arguments: [id])
        guard let row else { throw HistoryError.noRun(id: id, fitting: 0) }
        return Invocation(
            runID: id, startedAt: row[1], complete: row[2], machine: try Digests.facts(row[3]),
            methods: try Digests.facts(row[4]), environment: try Digests.facts(row[5]),
            figures: try figures(run: row[0], database))
    }

    static func figures(run: Int64, _ database: Database) throws -> [MetricFigure] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT metric, unit, direction, title, median, sampleCount, cap FROM figure
                WHERE run = ? ORDER BY position
                """, arguments: [run]
        ).compactMap { row in
            // A unit that a later version added cannot be compared here.
            guard let unit = Unit(rawValue: row[1]), let direction = Direction(rawValue: row[2])
            else { return nil }
            return MetricFigure(
                metric: MetricDefinition(
                    id: MetricID(rawValue: row[0]), unit: unit, direction: direction,
                    title: row[3]), median: row[4], sampleCount: row[5], cap: row[6])
        }
    }

    /// Takes runs away that are in no baseline.
    ///
    /// - `keepingNewest`: that many stay; `nil` = no matter how many.
    /// - `before`: only runs that started earlier, ISO 8601; `nil` = no matter when.
    /// - `isRehearsal`: only tells which would go.
    /// - Returns: ids of the runs, the oldest first.
    @discardableResult
    package func prune(
        keepingNewest: Int?, before: String?, isRehearsal: Bool = false
    ) throws(HistoryError) -> [String] {
        try write { database in
            let ids = try String.fetchAll(
                database,
                sql: """
                    SELECT id FROM run
                    WHERE (? IS NULL OR startedAt < ?)
                        AND (? IS NULL OR sequence NOT IN (
                            SELECT sequence FROM run
                            ORDER BY startedAt DESC, sequence DESC LIMIT ?))
                        AND sequence NOT IN (SELECT run FROM baselineMember)
                    ORDER BY startedAt, sequence
                    """, arguments: [before, before, keepingNewest, keepingNewest ?? 0])
            if isRehearsal { return ids }
            for id in ids {
                try database.execute(sql: "DELETE FROM run WHERE id = ?", arguments: [id])
            }
            return ids
        }
    }
}
