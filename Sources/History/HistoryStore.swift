// Here: runs and baselines in one SQLite file; the only SQL.
// May use: the model, files, digests.
// Never: a verdict, a table for people.

internal import Files
internal import GRDB
internal import Glibc

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

    /// The least room on its disk in which a file with a write-ahead log is opened; ours.
    ///
    /// Its index is a map of a file with holes: where no block is left for one, touching it kills
    /// the process (SIGBUS).
    private static let logRoomBytes = 1 << 20

    /// Opens the history at a path for reading and writing, making it and its folder when they are
    /// missing.
    ///
    /// - Throws: `cannotOpen`, `damaged`, `foreign`, `newer`, `busy`, `full`.
    package static func open(_ path: String) throws(HistoryError) -> HistoryStore {
        let folder = FilePath.parent(of: path)
        do throws(FileError) {
            try FileTree.makeFolders(folder)
        } catch {
            throw .cannotOpen(path: path, reason: "the folder \(folder) cannot be made")
        }
        return try HistoryStore(path: path, pagesMax: nil)
    }

    /// Opens a history that is there, for reading and writing.
    ///
    /// - Throws: as `open`, and `notFound`.
    package static func openExisting(_ path: String) throws(HistoryError) -> HistoryStore {
        try mustExist(path)
        return try HistoryStore(path: path, pagesMax: nil)
    }

    /// Opens a history that is there, for reading only: nothing beside it is made or changed, so
    /// that it may be another user's, or lie where nothing can be written.
    ///
    /// - Throws: as `openExisting`.
    package static func reading(_ path: String) throws(HistoryError) -> HistoryStore {
        try mustExist(path)
        let place = FilePath.resolved(path) ?? path
        let header = try checked(path, at: place)
        let journalBytes = FileFacts(place + "-journal")?.byteCount ?? 0
        let isOwn = FileFacts(place)?.owner == geteuid()
        // What a killed writer left has to be undone or done first.
        let isUnfinished = header.logBytes > 0 || journalBytes > 0
        if isUnfinished || header.hasLog && isOwn, isWritable(place) {
            return try HistoryStore(path: path, pagesMax: nil)
        }
        if header.hasLog, header.logBytes > 0 {
            throw .cannotOpen(
                path: path,
                reason: "its last runs are in \(place)-wal, and nothing can be written here: copy "
                    + "both to another disk")
        }
        // Without a log nobody is writing, and reading one needs its index, which is a file.
        let store = try HistoryStore(
            path: path, reading: header.hasLog ? immutable(place) : place)
        // One's own is brought up to date; another's is read as it is.
        if isOwn, isWritable(place), try !store.read(Schema.migrator.hasCompletedMigrations) {
            return try HistoryStore(path: path, pagesMax: nil)
        }
        return store
    }

    /// - Throws: `notFound`; `cannotOpen` where it may not be looked at, or links go in a circle.
    private static func mustExist(_ path: String) throws(HistoryError) {
        var status = stat()
        if stat(path, &status) == 0 { return }
        if errno == ENOENT || errno == ENOTDIR { throw .notFound(path: path) }
        throw .cannotOpen(path: path, reason: String(cString: strerror(errno)))
    }

    /// What stands at the head of a file that may be a history.
    private static func checked(
        _ path: String, at place: String
    ) throws(HistoryError) -> FileHeader {
        if let facts = FileFacts(place), facts.kind != .file {
            throw .cannotOpen(path: path, reason: "it is no plain file")
        }
        guard let header = FileHeader(path: place) else {
            throw .cannotOpen(path: path, reason: String(cString: strerror(errno)))
        }
        if header.isOther { throw .foreign(path: path) }
        if let fault = header.fault { throw .damaged(path: path, reason: fault) }
        return header
    }

    private static func isWritable(_ place: String) -> Bool {
        access(place, W_OK) == 0 && access(FilePath.parent(of: place), W_OK | X_OK) == 0
            && room(at: place) >= logRoomBytes
    }

    /// Bytes that this user may still write on the disk of a path.
    private static func room(at place: String) -> Int {
        var facts = statvfs()
        guard statvfs(place, &facts) == 0 else { return .max }
        return Int(facts.f_bavail) * Int(facts.f_frsize)
    }

    /// A path as a URI of a file that nobody changes (SQLite, Uniform Resource Identifiers).
    private static func immutable(_ place: String) -> String {
        let kept = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/".utf8)
        let encoded = place.utf8.map { byte in
            kept.contains(byte)
                ? String(UnicodeScalar(byte))
                : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
        return "file:\(encoded)?immutable=1"
    }

    private init(path: String, reading place: String) throws(HistoryError) {
        self.path = path
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(Self.busySeconds)
        do {
            queue = try DatabaseQueue(path: place, configuration: configuration)
            if try !Self.isMade(queue, path: path) { throw HistoryError.notFound(path: path) }
        } catch {
            throw HistoryError(error, path: path)
        }
    }

    /// - `pagesMax`: the most pages the file may have, as a full disk would; nil means any.
    init(path: String, pagesMax: Int?) throws(HistoryError) {
        self.path = path
        let place = FilePath.resolved(path) ?? path
        if FileFacts(place) != nil {
            let header = try Self.checked(path, at: place)
            if header.hasLog, Self.room(at: place) < Self.logRoomBytes {
                throw .full(path: path)
            }
        }
        var configuration = Configuration()
        configuration.busyMode = .timeout(Self.busySeconds)
        configuration.prepareDatabase { database in
            // A rollback journal needs no shared memory, and leaves one file that is readable
            // wherever it lies. Another process may just be using the log of an earlier version:
            // then it stays.
            _ = try? String.fetchOne(database, sql: "PRAGMA journal_mode = DELETE")
            // Has its effect in a new file only, where the space of pruned runs is then freed.
            try database.execute(sql: "PRAGMA auto_vacuum = FULL")
            // With NORMAL, a loss of power could take the last run back.
            try database.execute(sql: "PRAGMA synchronous = FULL")
            if let pagesMax { try database.execute(sql: "PRAGMA max_page_count = \(pagesMax)") }
        }
        do {
            queue = try DatabaseQueue(path: place, configuration: configuration)
            try Self.bringUpToDate(queue, path: path)
        } catch {
            throw HistoryError(error, path: path)
        }
    }

    /// Whether the tables of this version are there; false = there are none at all.
    ///
    /// - Throws: `foreign`, `newer`, `damaged`.
    private static func isMade(_ queue: DatabaseQueue, path: String) throws -> Bool {
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
            // They run code of whoever made the file, which need not end.
            let hasCode =
                try Bool.fetchOne(
                    database,
                    sql: "SELECT count(*) FROM sqlite_master WHERE type IN ('view', 'trigger')")
                ?? false
            return (
                isOurs: isOurs, hasCode: hasCode,
                isNewer: try isOurs && migrator.hasBeenSuperseded(database),
                isEmpty: tables == 0
            )
        }
        if !state.isOurs { throw HistoryError.foreign(path: path) }
        if state.isNewer { throw HistoryError.newer(path: path) }
        if state.hasCode {
            throw HistoryError.damaged(
                path: path, reason: "it has a view or a trigger, and touchstone makes none")
        }
        return !state.isEmpty
    }

    private static func bringUpToDate(_ queue: DatabaseQueue, path: String) throws {
        _ = try isMade(queue, path: path)
        let migrator = Schema.migrator
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
