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
        let fingerprint = Digests.fingerprint(of: entry.summary)
        return try write { database in
            let id = entry.summary.runID
            let known = try Self.texts(
                database, sql: "SELECT reportDigest FROM run WHERE id = ?", arguments: [id]
            ).first
            if let known {
                if known != reportDigest { throw HistoryError.conflictingRun(id: id) }
                return false
            }
            let environment = try Digests.json(entry.summary.environment)
            let environmentDigest = Digests.hexadecimal(Array(environment.utf8))
            try database.execute(
                sql: "INSERT OR IGNORE INTO fingerprint VALUES (?, ?, ?)",
                arguments: [
                    fingerprint, try Digests.json(entry.summary.machine),
                    try Digests.json(entry.summary.methods),
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
                    id, entry.summary.startedAt, entry.durationSeconds,
                    entry.summary.complete, entry.preset, entry.toolVersion, entry.profile,
                    entry.overall?.rawValue, entry.exitCode, fingerprint, environmentDigest,
                    reportDigest,
                ])
            let run = database.lastInsertedRowID
            try database.execute(
                sql: "INSERT INTO report VALUES (?, ?)",
                arguments: [run, Data(entry.report)])
            try Self.insert(entry.summary.figures, run: run, database)
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

    /// Runs, the newest first; a row that cannot be read is named, and the others are there.
    package func runs(
        _ filter: HistoryFilter = .init()
    ) throws(HistoryError) -> Readable<HistoryRun> {
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
            var baselines: [String: [String]] = [:]
            for member in members {
                let id: String = try member.value(0, of: nil)
                baselines[id, default: []].append(try member.value(1, of: id))
            }
            var found = Readable<HistoryRun>()
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT id, startedAt, durationSeconds, complete, preset, toolVersion, profile,
                        overall, exitCode, fingerprint
                    FROM run \(condition) ORDER BY startedAt DESC, sequence DESC LIMIT ?
                    """, arguments: StatementArguments(arguments))
            for row in rows { try found.add(row) { try Self.run($0, baselines) } }
            return found
        }
    }

    private static func run(_ row: Row, _ baselines: [String: [String]]) throws -> HistoryRun {
        let id: String = try row.value(0, of: nil)
        let overall: String? = try row.optional(7, of: id)
        return HistoryRun(
            id: id, startedAt: try row.value(1, of: id),
            durationSeconds: try row.value(2, of: id), complete: try row.value(3, of: id),
            preset: try row.value(4, of: id), toolVersion: try row.value(5, of: id),
            profile: try row.optional(6, of: id), overall: overall.flatMap(Outcome.init(rawValue:)),
            exitCode: try row.optional(8, of: id), fingerprint: try row.value(9, of: id),
            baselines: baselines[id] ?? [])
    }

    /// Ids of all runs, the oldest first, whatever else their rows hold.
    package func ids() throws(HistoryError) -> Readable<String> {
        try read { database in
            var found = Readable<String>()
            let rows = try Row.fetchAll(
                database, sql: "SELECT id FROM run ORDER BY startedAt, sequence")
            for row in rows { try found.add(row) { try $0.value(0, of: nil) } }
            return found
        }
    }

    /// The whole id that a given beginning of one stands for.
    ///
    /// - Throws: `noRun` when none or several begin so.
    package func resolve(_ beginning: String) throws(HistoryError) -> String {
        let ids = try read { database in
            // A range instead of LIKE, so that a `%` means itself and the index is used.
            try Self.texts(
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
        let bytes = [UInt8](try row.value(0, of: id) as Data)
        if Digests.hexadecimal(bytes) != (try row.value(1, of: id) as String) {
            throw HistoryError.damaged(path: path, reason: "the report of run \(id) was altered")
        }
        return bytes
    }

    /// The first column of a query, which is text.
    static func texts(
        _ database: Database, sql: String, arguments: StatementArguments = StatementArguments()
    ) throws -> [String] {
        try Row.fetchAll(database, sql: sql, arguments: arguments)
            .map { try $0.value(0, of: nil) }
    }

    /// A run in short.
    ///
    /// - Throws: `noRun`.
    package func summary(of id: String) throws(HistoryError) -> RunSummary {
        try read { database in try Self.summary(of: id, database) }
    }

    static func summary(of id: String, _ database: Database) throws -> RunSummary {
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT sequence, startedAt, complete, machine, methods, facts FROM run
                JOIN fingerprint ON fingerprint.digest = run.fingerprint
                JOIN environment ON environment.digest = run.environment WHERE id = ?
                """, arguments: [id])
        guard let row else { throw HistoryError.noRun(id: id, fitting: 0) }
        return RunSummary(
            runID: id, startedAt: try row.value(1, of: id), complete: try row.value(2, of: id),
            machine: try facts(row, 3, of: id), methods: try facts(row, 4, of: id),
            environment: try facts(row, 5, of: id),
            figures: try figures(run: try row.value(0, of: id), of: id, database))
    }

    /// The facts in a column of JSON.
    static func facts(_ row: Row, _ index: Int, of id: String) throws -> [NamedFact] {
        do {
            return try Digests.facts(try row.value(index, of: id))
        } catch let fault as RowFault {
            throw fault
        } catch {
            throw RowFault(runID: id, what: "its \(Array(row.columnNames)[index]) are no facts")
        }
    }

    static func figures(
        run: Int64, of id: String, _ database: Database
    ) throws -> [MetricFigure] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT metric, unit, direction, title, median, sampleCount, cap FROM figure
                WHERE run = ? ORDER BY position
                """, arguments: [run]
        ).compactMap { row in
            // A unit that a later version added cannot be compared here.
            guard let unit = Unit(rawValue: try row.value(1, of: id)),
                let direction = Direction(rawValue: try row.value(2, of: id))
            else { return nil }
            return MetricFigure(
                metric: MetricDefinition(
                    id: MetricID(rawValue: try row.value(0, of: id)), unit: unit,
                    direction: direction, title: try row.value(3, of: id)),
                median: try row.value(4, of: id), sampleCount: try row.value(5, of: id),
                cap: try row.optional(6, of: id))
        }
    }

    /// Takes runs away that are in no baseline.
    ///
    /// - `keepingNewest`: that many stay; nil means no matter how many.
    /// - `before`: only runs that started earlier, ISO 8601; nil means no matter when.
    /// - `isRehearsal`: only tells which would go.
    /// - Returns: ids of the runs, the oldest first.
    @discardableResult
    package func prune(
        keepingNewest: Int?, before: String?, isRehearsal: Bool = false
    ) throws(HistoryError) -> [String] {
        try write { database in
            let ids = try Self.texts(
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
