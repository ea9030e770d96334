internal import GRDB

/// The database of the history.
package enum HistoryLibrary {
    /// SQLite's version as it tells it, such as 3.40.1; nil if it cannot be asked.
    package static var version: String? {
        try? DatabaseQueue().read { try String.fetchOne($0, sql: "SELECT sqlite_version()") }
    }
}
