internal import Foundation
internal import GRDB

/// The runs of this machine and of others, in one SQLite file.
///
/// Runs are only added; taking some away is an operation of its own. Several processes may use the
/// file at once: a write waits for another to end, and what was written before a crash stays.
package final class HistoryStore: Sendable {
    /// Where the file lies.
    package let path: String
    private let queue: DatabaseQueue

    /// Seconds that a write waits for another process.
    ///
    /// Ours: a write takes milliseconds.
    private static let busySeconds = 10.0

    /// Opens the history at a path, making it and its folder when they are missing.
    ///
    /// - Throws: `cannotOpen`, `damaged`, `foreign`, `newer`, `busy`, `full`.
    package static func open(_ path: String) throws(HistoryError) -> HistoryStore {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw .cannotOpen(path: path, reason: "the folder \(folder) cannot be made")
        }
        return try HistoryStore(path: path, pagesMax: nil)
    }

    /// Opens a history that is there.
    ///
    /// - Throws: as `open`, and `notFound`.
    package static func openExisting(_ path: String) throws(HistoryError) -> HistoryStore {
        if !FileManager.default.fileExists(atPath: path) { throw .notFound(path: path) }
        return try HistoryStore(path: path, pagesMax: nil)
    }

    /// - `pagesMax`: the most pages the file may have, as a full disk would; `nil` = any.
    init(path: String, pagesMax: Int?) throws(HistoryError) {
        self.path = path
        if FileLength.isOther(path: path) { throw .foreign(path: path) }
        if let fault = FileLength.fault(path: path) { throw .damaged(path: path, reason: fault) }
        var configuration = Configuration()
        configuration.busyMode = .timeout(Self.busySeconds)
        configuration.journalMode = .wal
        configuration.prepareDatabase { database in
            // Has its effect in a new file only, where the space of pruned runs is then given back.
            try database.execute(sql: "PRAGMA auto_vacuum = FULL")
            // With NORMAL, a loss of power could take the last runs back.
            try database.execute(sql: "PRAGMA synchronous = FULL")
            if let pagesMax { try database.execute(sql: "PRAGMA max_page_count = \(pagesMax)") }
        }
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try Self.bringUpToDate(queue, path: path)
        } catch {
            throw HistoryError(error, path: path)
        }
    }

    private static func bringUpToDate(_ queue: DatabaseQueue, path: String) throws {
        let migrator = Schema.migrator
        let state = try queue.read { database in
            // In one transaction, since another process may be making the tables just now.
            let mark = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
            // The migrator's own table comes in a transaction before the mark does.
            let tables =
                try Int.fetchOne(
                    database,
                    sql: "SELECT count(*) FROM sqlite_master WHERE tbl_name <> 'grdb_migrations'")
                ?? 0
            let isOurs = mark == Schema.applicationID || tables == 0 && mark == 0
            return (isOurs: isOurs, isNewer: try isOurs && migrator.hasBeenSuperseded(database))
        }
        if !state.isOurs { throw HistoryError.foreign(path: path) }
        if state.isNewer { throw HistoryError.newer(path: path) }
        do {
            try migrator.migrate(queue)
        } catch {
            // Two processes that make a new file race; the second finds everything made.
            if try !queue.read(migrator.hasCompletedMigrations) { throw error }
        }
    }

    /// Reads in one transaction.
    func read<Result>(_ body: (Database) throws -> Result) throws(HistoryError) -> Result {
        do {
            return try queue.read(body)
        } catch {
            throw HistoryError(error, path: path)
        }
    }

    /// Writes in one transaction: all of it or nothing.
    func write<Result>(_ body: (Database) throws -> Result) throws(HistoryError) -> Result {
        do {
            return try queue.write(body)
        } catch {
            throw HistoryError(error, path: path)
        }
    }
}
