internal import Foundation
internal import GRDB

/// Why a history cannot be read or written.
package enum HistoryError: Error, Equatable, CustomStringConvertible {
    /// There is no file yet.
    case notFound(path: String)
    /// The file or its folder cannot be opened or made.
    case cannotOpen(path: String, reason: String)
    /// Cut off, or with impossible contents.
    case damaged(path: String, reason: String)
    /// A database of another program, or no database.
    case foreign(path: String)
    /// Written by a later version of this program.
    case newer(path: String)
    /// Another process kept it locked for longer than we wait.
    case busy(path: String)
    /// No room on its disk.
    case full(path: String)
    /// Anything else that SQLite reports.
    case failed(path: String, reason: String)
    /// A row that holds something that none of this program's can.
    case badRow(path: String, RowFault)
    /// No run has this id, or the beginning of an id fits none or several.
    case noRun(id: String, fitting: Int)
    /// Another report with the same id is there.
    case conflictingRun(id: String)
    /// No baseline has this name.
    case noBaseline(name: String, known: [String])
    case baselineExists(name: String)
    /// The members' reports are no longer those that were chosen.
    case alteredBaseline(name: String)
    /// A run that no baseline may have: interrupted, without a machine, or of another fingerprint.
    case unfit(run: String, reason: String)

    package var description: String {
        switch self {
        case .notFound(let path):
            "there is no history at \(path) yet: `touchstone qualify` begins one"
        case .cannotOpen(let path, let reason):
            "cannot open the history \(path): \(reason); give another place with --history PATH"
        case .damaged(let path, let reason):
            "the history \(path) is damaged (\(reason)): move it away, and `touchstone history "
                + "import` the reports you have"
        case .foreign(let path):
            "\(path) is no history of Touchstone; give another place with --history PATH"
        case .newer(let path):
            "the history \(path) was written by a newer touchstone: update this one to use it"
        case .busy(let path):
            "the history \(path) is in use by another process; try again when that has ended"
        case .full(let path):
            "no room on the disk of the history \(path): free some, or give another place with "
                + "--history PATH"
        case .failed(let path, let reason):
            "the history \(path) failed: \(reason)"
        case .badRow(let path, let fault):
            "the history \(path): \(fault)"
        case .noRun(let id, 0):
            "the history has no run '\(id)'; `touchstone history list` shows all"
        case .noRun(let id, let fitting):
            "\(fitting) runs begin with '\(id)': give more of the id"
        case .conflictingRun(let id):
            "the history has another report of the run \(id); ids are random, so one of the two "
                + "was edited"
        case .noBaseline(let name, let known):
            "there is no baseline '\(name)'; "
                + (known.isEmpty
                    ? "`touchstone baseline create` makes one"
                    : "there is \(known.joined(separator: ", "))")
        case .baselineExists(let name):
            "there is a baseline '\(name)' already: `touchstone baseline add` lets it grow, "
                + "`baseline remove` takes it away"
        case .alteredBaseline(let name):
            "the runs of the baseline '\(name)' are not those that were chosen for it: remove it, "
                + "and create it anew from reports you trust"
        case .unfit(let run, let reason):
            "the run \(run) cannot be in this baseline: \(reason)"
        }
    }
}

extension HistoryError {
    /// The error that a failure of the database is to a user.
    init(_ error: any Error, path: String) {
        if let own = error as? HistoryError {
            self = own
            return
        }
        if let fault = error as? RowFault {
            self = .badRow(path: path, fault)
            return
        }
        guard let error = error as? DatabaseError else {
            self = .damaged(path: path, reason: "\(error)")
            return
        }
        let reason = error.message ?? "\(error.resultCode)"
        switch error.resultCode {
        // Tables, columns or references that are not as this program makes them.
        case .SQLITE_NOTADB, .SQLITE_CORRUPT, .SQLITE_FORMAT, .SQLITE_ERROR, .SQLITE_CONSTRAINT,
            .SQLITE_MISMATCH:
            self = .damaged(path: path, reason: reason)
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_READONLY, .SQLITE_AUTH:
            self = .cannotOpen(path: path, reason: reason)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path: path)
        case .SQLITE_FULL: self = .full(path: path)
        default: self = .failed(path: path, reason: reason)
        }
    }
}
