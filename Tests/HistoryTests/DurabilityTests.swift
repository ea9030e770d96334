import Foundation
import GRDB
import Model
import Synchronization
import TestSupport
import Testing

@testable import History

/// What happens to a history on bad days.
struct DurabilityTests {
    /// Databases of each schema, made by the version that had it; see their README.
    static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Fixtures")

    /// To make the fixture of a new schema: RECORD_SNAPSHOTS=1, which fails once.
    @Test func aFixtureOfTheNewestSchemaIsThere() throws {
        let path = Self.fixtures.appending(path: "v1.sqlite").path
        guard ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] != nil else {
            #expect(FileManager.default.fileExists(atPath: path))
            return
        }
        try? FileManager.default.removeItem(atPath: path)
        try Self.fill(path, count: 3)
        try DatabaseQueue(path: path).inDatabase { database in
            _ = try database.checkpoint(.truncate)
            try database.execute(sql: "PRAGMA journal_mode = DELETE")
        }
        Issue.record("recorded \(path)")
    }

    @Test(arguments: ["v1.sqlite"])
    func aHistoryOfEachSchemaOpens(name: String) throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/h.sqlite"
            try FileManager.default.copyItem(
                atPath: Self.fixtures.appending(path: name).path, toPath: path)
            let store = try HistoryStore.openExisting(path)
            #expect(try store.runs().values.map(\.id) == [2, 1, 0].map(Entries.id))
            #expect(try store.report(of: Entries.id(0)) == Entries.entry(0).report)
            #expect(try store.baseline("fixture").runIDs == [0, 1].map(Entries.id))
            #expect(try store.append(Entries.entry(9)))
        }
    }

    @Test func aHistoryOfANewerSchemaIsRefused() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/h.sqlite"
            try Self.fill(path, count: 1)
            try Entries.alter(path, "INSERT INTO grdb_migrations VALUES ('v99: of the future')")
            #expect(throws: HistoryError.newer(path: path)) { try HistoryStore.open(path) }
            #expect("\(HistoryError.newer(path: path))".contains("update"))
        }
    }

    @Test func whatIsNoHistoryIsRefusedAndLeftAlone() throws {
        try withTemporaryDirectory { directory in
            let text = directory + "/notes.txt"
            let notes = String(repeating: "not a database\n", count: 100)
            try Data(notes.utf8).write(to: URL(filePath: text))
            #expect(throws: HistoryError.self) { try HistoryStore.open(text) }
            #expect(try String(contentsOfFile: text, encoding: .utf8) == notes)
            let other = directory + "/other.sqlite"
            try Entries.alter(other, "CREATE TABLE theirs (x)")
            #expect(throws: HistoryError.foreign(path: other)) { try HistoryStore.open(other) }
            #expect(throws: HistoryError.self) { try HistoryStore.open(directory) }
            let missing = directory + "/none.sqlite"
            #expect(throws: HistoryError.notFound(path: missing)) {
                try HistoryStore.openExisting(missing)
            }
        }
    }

    /// A file cut at any page gives an error that names it, or the runs it still has.
    @Test func aTruncatedHistoryGivesAClearError() throws {
        try withTemporaryDirectory { directory in
            let whole = try Data(
                contentsOf: Self.fixtures.appending(path: "v1.sqlite"))
            var refused = 0
            for length in stride(from: 50, to: whole.count, by: 4096) {
                let path = directory + "/\(length).sqlite"
                try whole.prefix(length).write(to: URL(filePath: path))
                do {
                    let store = try HistoryStore.openExisting(path)
                    for number in 0..<3 { _ = try store.report(of: Entries.id(number)) }
                    try store.append(Entries.entry(5))
                } catch let error as HistoryError {
                    refused += 1
                    #expect("\(error)".contains(path), "\(error)")
                    #expect("\(error)".contains("damaged"), "\(error)")
                }
            }
            #expect(refused > 3)
        }
    }

    /// What a killed writer of version 0.1.0 leaves: a log whose last transaction is half-written.
    @Test func aHalfWrittenLogLosesOnlyTheTransactionInFlight() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/h.sqlite"
            let store = try HistoryStore.open(path)
            for number in 0..<3 { try store.append(Entries.entry(number)) }
            let copy = directory + "/copy.sqlite"
            let writer = try DatabaseQueue(path: path)
            try writer.inDatabase { database in
                try database.execute(sql: "PRAGMA journal_mode = WAL")
                for number in [1, 2] {
                    try database.execute(
                        sql: "DELETE FROM run WHERE id = ?", arguments: [Entries.id(number)])
                }
            }
            try FileManager.default.copyItem(atPath: path, toPath: copy)
            let log = try Data(contentsOf: URL(filePath: path + "-wal"))
            try log.dropLast(100).write(to: URL(filePath: copy + "-wal"))
            let survivor = try HistoryStore.openExisting(copy)
            #expect(try survivor.runs().values.map(\.id) == [2, 0].map(Entries.id))
            #expect(try survivor.append(Entries.entry(1)))
            #expect(try survivor.runs().values.count == 3)
        }
    }

    @Test func aFullDiskIsAClearErrorAndTheRestStays() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/h.sqlite"
            try HistoryStore.open(path).append(Entries.entry(0))
            let pages = try DatabaseQueue(path: path).read {
                try Int.fetchOne($0, sql: "PRAGMA page_count") ?? 0
            }
            let store = try HistoryStore(path: path, pagesMax: pages + 1)
            #expect(throws: HistoryError.full(path: path)) {
                for number in 1..<20 { try store.append(Entries.entry(number)) }
            }
            let after = try HistoryStore.openExisting(path)
            #expect(try after.report(of: Entries.id(0)) == Entries.entry(0).report)
            #expect(try after.append(Entries.entry(30)))
        }
    }

    /// Several connections at once, each in a thread of its own, on a file that none has made yet.
    @Test func writersWaitForEachOther() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/h.sqlite"
            let failures = Mutex<[String]>([])
            DispatchQueue.concurrentPerform(iterations: 4) { writer in
                do {
                    let store = try HistoryStore.open(path)
                    for number in 0..<10 { try store.append(Entries.entry(writer * 10 + number)) }
                } catch {
                    failures.withLock { $0.append("\(error)") }
                }
            }
            let found = failures.withLock { $0 }
            #expect(found == [])
            let runs = try HistoryStore.openExisting(path).runs().values
            #expect(runs.count == 40)
        }
    }

    private static func fill(_ path: String, count: Int) throws {
        let store = try HistoryStore.open(path)
        for number in 0..<count { try store.append(Entries.entry(number)) }
        if count > 1 {
            try store.createBaseline(
                "fixture", of: [0, 1].map(Entries.id), createdAt: "2026-01-01T00:00:00Z")
        }
    }
}
