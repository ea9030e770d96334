import Foundation
import GRDB
import History
import Model
import TestSupport
import Testing

/// Rows that this program cannot have written: named, and never the end of it.
struct DamagedRowTests {
    /// Runs `body` on a history of three runs, the second of which was changed by a statement.
    private func withDamage(
        _ statement: String, _ body: (HistoryStore, String) throws -> Void
    ) throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/h.sqlite"
            try HistoryStore.open(path).fill(3)
            try DatabaseQueue(path: path).write { database in
                try database.execute(sql: "PRAGMA ignore_check_constraints = ON")
                try database.execute(sql: statement, arguments: ["id": Entries.id(1)])
            }
            try body(HistoryStore.open(path), path)
        }
    }

    @Test(arguments: [
        "startedAt=x'ff00'", "durationSeconds='xyz'", "exitCode=9223372036854775807",
        "preset=x'c3'", "overall=x'ff'", "profile=x'ff'", "toolVersion=x'80'",
        "durationSeconds=x'00'", "exitCode='zero'",
    ])
    func aRunOfWrongTypesIsNamedAndTheOthersAreListed(change: String) throws {
        try withDamage("UPDATE run SET \(change) WHERE id = :id") { store, _ in
            let found = try store.runs()
            #expect(found.values.map(\.id) == [2, 0].map(Entries.id))
            #expect(found.faults.map(\.runID) == [Entries.id(1)])
            let column = change.prefix { $0 != "=" }
            #expect("\(found.faults[0])".contains(column), "\(found.faults)")
            #expect(try store.append(Entries.entry(7)))
            #expect(try store.ids().values.count == 4)
        }
    }

    /// SQLite itself takes such a value for false.
    @Test func aRunWhoseEndIsNoTruthValueIsNotWhole() throws {
        try withDamage("UPDATE run SET complete='abc' WHERE id = :id") { store, _ in
            var filter = HistoryFilter()
            filter.completeOnly = true
            let whole = try store.runs(filter)
            #expect(whole.values.map(\.id) == [2, 0].map(Entries.id))
            let all = try store.runs()
            #expect(all.values.count + all.faults.count == 3)
        }
    }

    @Test(arguments: ["median='abc'", "median=x'00'", "title=x'ff'", "sampleCount='many'"])
    func aFigureOfAWrongTypeIsNamed(change: String) throws {
        let run = "(SELECT sequence FROM run WHERE id = :id)"
        try withDamage("UPDATE figure SET \(change) WHERE run = \(run)") { store, path in
            #expect(throws: HistoryError.self) {
                try store.createBaseline(
                    "b", of: (0..<3).map(Entries.id), createdAt: "2026-01-01T00:00:00Z")
            }
            #expect(try store.baselines().isEmpty)
            let found = try #require(
                try store.trend(of: "cpu.hash", last: nil) { _, _ in [] })
            if change.hasPrefix("median") {
                #expect(found.trend.points.map(\.runID) == [0, 2].map(Entries.id))
                #expect(found.faults.map(\.runID) == [Entries.id(1)])
            }
            #expect(try HistoryStore.reading(path).runs().values.count == 3)
        }
    }

    @Test(arguments: ["machine", "methods"])
    func factsThatAreNoneAreNamed(column: String) throws {
        try withDamage("UPDATE fingerprint SET \(column) = '{' WHERE :id IS NOT NULL") { store, _ in
            #expect {
                try store.createBaseline(
                    "b", of: [Entries.id(1)], createdAt: "2026-01-01T00:00:00Z")
                _ = try store.summaries(of: store.baseline("b"))
            } throws: {
                "\($0)".contains(Entries.id(1)) && "\($0)".contains(column)
            }
            let runs = try store.runs()
            #expect(runs.values.count == 3)
        }
    }
}

/// Histories that lie where nothing can be written, or under another name.
struct ReadingTests {
    @Test func readingMakesAndChangesNothing() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/h.sqlite"
            try HistoryStore.open(path).fill(2)
            let before = try Data(contentsOf: URL(filePath: path))
            #expect(try HistoryStore.reading(path).runs().values.count == 2)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: directory) == ["h.sqlite"])
            #expect(try Data(contentsOf: URL(filePath: path)) == before)
        }
    }

    /// Needs root, to give a file to another user.
    @Test(.enabled(if: geteuid() == 0))
    func anothersHistoryOfAnEarlierVersionIsReadAsItIs() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/h.sqlite"
            try FileManager.default.copyItem(
                at: DurabilityTests.fixtures.appending(path: "v1.sqlite"),
                to: URL(filePath: path))
            #expect(chown(path, 65534, 65534) == 0)
            let before = try Data(contentsOf: URL(filePath: path))
            let store = try HistoryStore.reading(path)
            #expect(try store.runs().values.count == 3)
            let baseline = try #require(try store.baselines().first)
            #expect(try store.firstFigures(of: baseline).figures.isEmpty)
            #expect(try store.suspicion(of: baseline) == nil)
            #expect(try store.newestSummaries(9).count == 3)
            #expect(try Data(contentsOf: URL(filePath: path)) == before)
            #expect(FileManager.default.subpaths(atPath: directory) == ["h.sqlite"])
        }
    }

    /// A faulty row must not keep a history from being brought up to date, and so from being used.
    @Test func anEarlierVersionsHistoryWithAFaultyRowIsBroughtUpToDate() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/h.sqlite"
            try FileManager.default.copyItem(
                at: DurabilityTests.fixtures.appending(path: "v1.sqlite"),
                to: URL(filePath: path))
            try DatabaseQueue(path: path).write {
                try $0.execute(sql: "UPDATE figure SET median = 'abc' WHERE run = 1")
                try $0.execute(sql: "UPDATE run SET startedAt = x'ff' WHERE sequence = 2")
            }
            let store = try HistoryStore.open(path)
            let found = try store.runs()
            #expect(found.values.count == 2 && found.faults.count == 1)
            #expect(try store.append(Entries.entry(9)))
            #expect(try store.newestSummaries(9).map(\.runID).contains(Entries.id(9)))
        }
    }

    @Test func aLinkToASoundHistoryOpens() throws {
        try withTemporaryDirectory { directory in
            try HistoryStore.open(directory + "/real.sqlite").fill(2)
            let link = directory + "/link.sqlite"
            #expect(symlink("real.sqlite", link) == 0)
            #expect(try HistoryStore.reading(link).runs().values.count == 2)
            #expect(try HistoryStore.openExisting(link).append(Entries.entry(5)))
            #expect(try HistoryStore.reading(directory + "/real.sqlite").runs().values.count == 3)
        }
    }

    @Test func whatIsNoPlainFileIsRefusedAtOnce() throws {
        try withTemporaryDirectory { directory in
            #expect(mkfifo(directory + "/pipe", 0o600) == 0)
            for path in [directory + "/pipe", directory, "/dev/null"] {
                #expect(throws: HistoryError.self) { try HistoryStore.open(path) }
                #expect(throws: HistoryError.self) { try HistoryStore.reading(path) }
            }
        }
    }

    @Test func anEmptyFileHasNoRunsYet() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/h.sqlite"
            try Data().write(to: URL(filePath: path))
            #expect(throws: HistoryError.notFound(path: path)) { try HistoryStore.reading(path) }
            #expect(try HistoryStore.open(path).append(Entries.entry(0)))
        }
    }
}

extension HistoryStore {
    /// Adds made-up runs.
    fileprivate func fill(_ count: Int) throws {
        for number in 0..<count { try append(Entries.entry(number)) }
    }
}

extension DamagedRowTests {
    /// What a call says in refusing.
    private func refusal(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "nothing was refused"
        } catch {
            return "\(error)"
        }
    }

    /// Views and triggers are code of whoever made the file, and may never end.
    @Test(arguments: [
        "CREATE TRIGGER t AFTER INSERT ON run BEGIN DELETE FROM run; END",
        "DROP TABLE suspicion; CREATE VIEW suspicion AS SELECT 1 AS baseline, 1 AS run",
    ])
    func aHistoryWithCodeIsRefused(statement: String) throws {
        try withAlteration(statement) { path in
            for refusal in [
                refusal { _ = try HistoryStore.open(path) },
                refusal { _ = try HistoryStore.reading(path) },
            ] {
                #expect(refusal.contains("is damaged (it has a view or a trigger"), "\(refusal)")
            }
        }
    }

    /// It is the file that is at fault, and the error says what to do.
    @Test(arguments: ["DROP TABLE figure", "ALTER TABLE figure RENAME COLUMN median TO mean"])
    func aHistoryWithoutItsTablesIsDamaged(statement: String) throws {
        try withAlteration(statement) { path in
            let store = try HistoryStore.open(path)
            let refusal = refusal { _ = try store.trend(of: "cpu.hash", last: nil) { _, _ in [] } }
            #expect(refusal.contains("is damaged") && refusal.contains("move it away"))
        }
    }

    @Test func aFigureWithoutBoundsOrOfAnUnknownUnitIsNamed() throws {
        try withAlteration("UPDATE figure SET median = 9e999") { path in
            let found = try #require(
                try HistoryStore.open(path).trend(of: "cpu.hash", last: nil) { _, _ in [] })
            #expect(found.trend.points.isEmpty)
            #expect(found.faults.count == 3)
        }
        try withAlteration("UPDATE figure SET unit = 'furlong'") { path in
            let store = try HistoryStore.open(path)
            let refusal = refusal { _ = try store.trend(of: "cpu.hash", last: nil) { _, _ in [] } }
            #expect(refusal.contains("its unit or direction"), "\(refusal)")
        }
    }

    /// What may not be looked at is not what is not there.
    @Test func aHistoryThatCannotBeLookedAtIsNotMissing() throws {
        try withTemporaryDirectory { directory in
            #expect(symlink(directory + "/b", directory + "/a") == 0)
            #expect(symlink(directory + "/a", directory + "/b") == 0)
            for path in [directory + "/a", directory + "/" + String(repeating: "x", count: 300)] {
                let refusal = refusal { _ = try HistoryStore.reading(path) }
                #expect(refusal.hasPrefix("cannot open the history"), "\(refusal)")
            }
        }
    }

    private func withAlteration(_ sql: String, _ body: (String) throws -> Void) throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/h.sqlite"
            try HistoryStore.open(path).fill(3)
            try DatabaseQueue(path: path).writeWithoutTransaction { try $0.execute(sql: sql) }
            try body(path)
        }
    }
}
