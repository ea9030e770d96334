internal import Foundation
internal import GRDB
package import Model

extension HistoryStore {
    /// Makes a baseline of runs.
    ///
    /// - `runIDs`: whole ids, one or more, without repeats.
    /// - `createdAt`: UTC, ISO 8601.
    /// - Throws: `baselineExists`, `noRun`, `unfit`.
    @discardableResult
    package func createBaseline(
        _ name: String, of runIDs: [String], createdAt: String
    ) throws(HistoryError) -> Baseline {
        precondition(!runIDs.isEmpty, "a baseline has a run at least")
        return try write { database in
            let known = try Int.fetchOne(
                database, sql: "SELECT id FROM baseline WHERE name = ?", arguments: [name])
            if known != nil { throw HistoryError.baselineExists(name: name) }
            let fingerprint = try Self.texts(
                database, sql: "SELECT fingerprint FROM run WHERE id = ?", arguments: [runIDs[0]]
            ).first
            try database.execute(
                sql: """
                    INSERT INTO baseline (name, createdAt, fingerprint, digest)
                    SELECT ?, ?, fingerprint, '' FROM run WHERE id = ?
                    """, arguments: [name, createdAt, runIDs[0]])
            if fingerprint == nil { throw HistoryError.noRun(id: runIDs[0], fitting: 0) }
            return try Self.add(runIDs, to: name, database)
        }
    }

    /// Adds runs to a baseline.
    ///
    /// - Throws: `noBaseline`, `noRun`, `unfit`.
    @discardableResult
    package func addToBaseline(
        _ name: String, _ runIDs: [String]
    ) throws(HistoryError) -> Baseline {
        try write { database in
            // What was altered must not be signed anew.
            _ = try Self.baseline(name, database)
            return try Self.add(runIDs, to: name, database)
        }
    }

    private static func add(
        _ runIDs: [String], to name: String, _ database: Database
    ) throws -> Baseline {
        let row = try Row.fetchOne(
            database, sql: "SELECT id, fingerprint FROM baseline WHERE name = ?",
            arguments: [name])
        guard let row else { throw HistoryError.noBaseline(name: name, known: []) }
        let baseline: Int64 = try row.value(0, of: nil)
        let fingerprint: String = try row.value(1, of: nil)
        for id in runIDs {
            let run = try Row.fetchOne(
                database,
                sql: """
                    SELECT sequence, complete, fingerprint, machine FROM run
                    JOIN fingerprint ON digest = fingerprint WHERE id = ?
                    """, arguments: [id])
            guard let run else { throw HistoryError.noRun(id: id, fitting: 0) }
            if !(try run.value(1, of: id) as Bool) {
                throw HistoryError.unfit(run: id, reason: "it was interrupted")
            }
            if try facts(run, 3, of: id).isEmpty {
                throw HistoryError.unfit(run: id, reason: "nothing is known of its machine")
            }
            if try run.value(2, of: id) as String != fingerprint {
                throw HistoryError.unfit(
                    run: id, reason: "its machine, probes or methods differ from the others'")
            }
            try database.execute(
                sql: """
                    INSERT OR IGNORE INTO baselineMember
                    SELECT ?, 1 + coalesce(max(position), 0), ? FROM baselineMember
                    WHERE baseline = ?
                    """, arguments: [baseline, try run.value(0, of: id) as Int64, baseline])
        }
        try keepFirstFigures(
            ofBaseline: baseline, name: name, fingerprint: fingerprint, database)
        let members = try members(of: baseline, database)
        try database.execute(
            sql: "UPDATE baseline SET digest = ? WHERE id = ?",
            arguments: [
                Digests.baseline(fingerprint: fingerprint, members: members.map(\.line)),
                baseline,
            ])
        return try self.baseline(name, database)
    }

    /// The runs of a baseline: ids, and one line of text each that its digest covers.
    private static func members(
        of baseline: Int64, _ database: Database
    ) throws -> [(id: String, line: String)] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT id, reportDigest, sequence FROM baselineMember
                JOIN run ON run.sequence = baselineMember.run
                WHERE baseline = ? ORDER BY position
                """, arguments: [baseline])
        return try rows.map { row in
            let id: String = try row.value(0, of: nil)
            let figures = try figures(run: try row.value(2, of: id), of: id, database).map {
                " \($0.metric.id)=\($0.median)/\($0.sampleCount)"
            }.joined()
            return (id, "\(id) \(try row.value(1, of: id) as String)\(figures)")
        }
    }

    /// The baseline with this name, proved to be as it was made.
    ///
    /// - Throws: `noBaseline`, `alteredBaseline`.
    package func baseline(_ name: String) throws(HistoryError) -> Baseline {
        try read { try Self.baseline(name, $0) }
    }

    private static func baseline(_ name: String, _ database: Database) throws -> Baseline {
        let row = try Row.fetchOne(
            database,
            sql: "SELECT id, createdAt, fingerprint, digest FROM baseline WHERE name = ?",
            arguments: [name])
        guard let row else {
            throw HistoryError.noBaseline(
                name: name,
                known: try Self.texts(database, sql: "SELECT name FROM baseline ORDER BY 1"))
        }
        let members = try members(of: try row.value(0, of: nil), database)
        let fingerprint: String = try row.value(2, of: nil)
        let digest: String = try row.value(3, of: nil)
        if Digests.baseline(fingerprint: fingerprint, members: members.map(\.line)) != digest {
            throw HistoryError.alteredBaseline(name: name)
        }
        return Baseline(
            name: name, createdAt: try row.value(1, of: nil), fingerprint: fingerprint,
            digest: digest,
            runIDs: members.map(\.id))
    }

    /// The runs of a baseline in short, each report proved to be the one that was chosen.
    ///
    /// - Throws: `noBaseline`, `alteredBaseline`, `damaged`.
    package func summaries(of baseline: Baseline) throws(HistoryError) -> [RunSummary] {
        try read { database in
            try baseline.runIDs.map { id in
                _ = try Self.report(of: id, database, path: path)
                return try Self.summary(of: id, database)
            }
        }
    }

    /// All baselines, by name.
    package func baselines() throws(HistoryError) -> [Baseline] {
        try read { database in
            try Self.texts(database, sql: "SELECT name FROM baseline ORDER BY 1")
                .map { try Self.baseline($0, database) }
        }
    }

    /// Takes a baseline away; its runs stay.
    ///
    /// - Throws: `noBaseline`.
    package func removeBaseline(_ name: String) throws(HistoryError) {
        try write { database in
            try database.execute(sql: "DELETE FROM baseline WHERE name = ?", arguments: [name])
            if database.changesCount == 0 {
                throw HistoryError.noBaseline(
                    name: name,
                    known: try Self.texts(
                        database, sql: "SELECT name FROM baseline ORDER BY 1"))
            }
        }
    }
}
