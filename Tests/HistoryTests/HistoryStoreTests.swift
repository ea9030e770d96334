import Foundation
import Model
import TestSupport
import Testing

@testable import History

struct HistoryStoreTests {
    @Test func aRunComesBackAsItWasStored() throws {
        try withTemporaryDirectory { directory in
            let entry = try Entries.entry(1)
            let path = directory + "/deep/down/history.sqlite"
            #expect(try HistoryStore.open(path).append(entry))
            let store = try HistoryStore.openExisting(path)
            #expect(try store.report(of: Entries.id(1)) == entry.report)
            #expect(try store.summary(of: Entries.id(1)) == entry.summary)
            let run = try #require(try store.runs().values.first)
            #expect(run.id == Entries.id(1))
            #expect(run.preset == "quick")
            #expect(run.profile == nil)
            #expect(run.fingerprint.count == 64)
        }
    }

    @Test func theSameRunIsStoredOnceAndAnEditedOneNot() throws {
        try withTemporaryDirectory { directory in
            let store = try HistoryStore.open(directory + "/h.sqlite")
            var entry = try Entries.entry(1)
            #expect(try store.append(entry))
            #expect(try !store.append(entry))
            entry.report.append(UInt8(ascii: " "))
            #expect(throws: HistoryError.conflictingRun(id: Entries.id(1))) {
                try store.append(entry)
            }
            #expect(try store.runs().values.count == 1)
        }
    }

    @Test func runsAreListedFromTheNewest() throws {
        try withTemporaryDirectory { directory in
            let store = try HistoryStore.open(directory + "/h.sqlite")
            for number in [2, 0, 1] { try store.append(Entries.entry(number)) }
            #expect(try store.runs().values.map(\.id) == [2, 1, 0].map(Entries.id))
            #expect(try store.runs(.init(last: 2)).values.map(\.id) == [2, 1].map(Entries.id))
            #expect(try store.runs(.init(profile: "x")).values.isEmpty)
            #expect(try store.metrics() == ["cpu.hash", "mem.copy"])
        }
    }

    @Test func aBeginningOfAnIdIsEnough() throws {
        try withTemporaryDirectory { directory in
            let store = try HistoryStore.open(directory + "/h.sqlite")
            for number in 0..<2 { try store.append(Entries.entry(number)) }
            #expect(try store.resolve(Entries.id(1)) == Entries.id(1))
            #expect(throws: HistoryError.noRun(id: "aaaa", fitting: 2)) {
                try store.resolve("aaaa")
            }
            #expect(throws: HistoryError.noRun(id: "%", fitting: 0)) { try store.resolve("%") }
            #expect(throws: HistoryError.noRun(id: "", fitting: 2)) { try store.resolve("") }
            #expect(throws: HistoryError.noRun(id: "ff", fitting: 0)) { try store.report(of: "ff") }
        }
    }

    @Test func pruningLeavesTheNewestAndWhatBaselinesNeed() throws {
        try withTemporaryDirectory { directory in
            let store = try HistoryStore.open(directory + "/h.sqlite")
            for number in 0..<6 { try store.append(Entries.entry(number)) }
            try store.createBaseline("b", of: [Entries.id(1)], createdAt: "2026")
            let rehearsed = try store.prune(keepingNewest: 2, before: nil, isRehearsal: true)
            #expect(try store.runs().values.count == 6)
            #expect(rehearsed == [0, 2, 3].map(Entries.id))
            #expect(try store.prune(keepingNewest: 2, before: nil) == rehearsed)
            #expect(try store.runs().values.map(\.id) == [5, 4, 1].map(Entries.id))
            let before = Entries.startedAt(5)
            #expect(try store.prune(keepingNewest: nil, before: before) == [Entries.id(4)])
            #expect(throws: HistoryError.self) { try store.report(of: Entries.id(4)) }
            let trend = try store.trend(of: "cpu.hash", last: nil) { _, _ in [] }
            #expect(trend?.trend.points.count == 2)
        }
    }

    @Test func aTrendNamesWhatChangedBetweenRuns() throws {
        try withTemporaryDirectory { directory in
            let store = try HistoryStore.open(directory + "/h.sqlite")
            for number in 0..<6 {
                try store.append(Entries.entry(number, kernel: number < 3 ? "6.1.0" : "6.12.0"))
            }
            let (trend, _) = try #require(
                try store.trend(of: "cpu.hash", last: 5) { before, after in
                    zip(before.environment, after.environment).filter { $0 != $1 }.map {
                        FactChange(name: $0.name, before: $0.value, after: $1.value)
                    }
                })
            #expect(trend.points.map(\.median) == [101, 102, 103, 104, 105])
            #expect(trend.points.map(\.changes.count) == [0, 0, 1, 0, 0])
            #expect(trend.points[2].changes[0].after == "6.12.0")
            let none = try store.trend(of: "no.such", last: nil) { _, _ in [] }
            #expect(none == nil)
        }
    }
}

struct TrendMethodTests {
    @Test func everyPointOfATrendBearsItsProbesMethod() throws {
        try withTemporaryDirectory { directory in
            let store = try HistoryStore.open(directory + "/h.sqlite")
            for number in 0..<4 {
                try store.append(Entries.entry(number, method: number < 2 ? 1 : 2))
            }
            let trend = try store.trend(of: "cpu.hash", last: nil) { _, _ in [] }
            #expect(
                trend?.trend.points.map(\.method)
                    == ["method 1", "method 1", "method 2", "method 2"])
            let other = try store.trend(of: "mem.copy", last: nil) { _, _ in [] }
            #expect(other?.trend.points.allSatisfy { $0.method == "method 1" } == true)
        }
    }

    @Test func aMetricsMethodIsThatOfTheNearestProbe() {
        let summary = RunSummary(
            runID: "r", startedAt: "2026", complete: true, machine: [],
            methods: [NamedFact("m.l", "one"), NamedFact("m.l.random", "two")], environment: [],
            figures: [])
        #expect(summary.method(of: "m.l") == "one" && summary.method(of: "m.l.x") == "one")
        #expect(summary.method(of: "m.l.random.p99") == "two")
        #expect(summary.method(of: "m.lx") == nil)
    }
}

struct BaselineTests {
    @Test func aBaselineHoldsItsRunsAndGrowsOnlyOnRequest() throws {
        try withTemporaryDirectory { directory in
            let store = try HistoryStore.open(directory + "/h.sqlite")
            for number in 0..<4 { try store.append(Entries.entry(number)) }
            let first = try store.createBaseline(
                "good", of: [0, 1].map(Entries.id), createdAt: "2026-01-01T00:00:00Z")
            #expect(first.runIDs == [0, 1].map(Entries.id))
            #expect(try store.baseline("good") == first)
            #expect(throws: HistoryError.baselineExists(name: "good")) {
                try store.createBaseline("good", of: [Entries.id(2)], createdAt: "2026")
            }
            let second = try store.addToBaseline("good", [Entries.id(2), Entries.id(1)])
            #expect(second.runIDs == [0, 1, 2].map(Entries.id))
            #expect(second.digest != first.digest)
            #expect(try store.summaries(of: second).count == 3)
            #expect(try store.runs().values.first { $0.id == Entries.id(1) }?.baselines == ["good"])
            try store.removeBaseline("good")
            #expect(try store.baselines().isEmpty)
            #expect(try store.runs().values.count == 4)
            #expect(throws: HistoryError.noBaseline(name: "good", known: [])) {
                try store.removeBaseline("good")
            }
        }
    }

    @Test func whatDoesNotFitStaysOutAndLeavesNothingBehind() throws {
        try withTemporaryDirectory { directory in
            let store = try HistoryStore.open(directory + "/h.sqlite")
            try store.append(Entries.entry(0))
            try store.append(Entries.entry(1, cpu: "Xeon"))
            try store.append(Entries.entry(2, method: 2))
            try store.append(Entries.entry(3, complete: false))
            try store.append(Entries.entry(4, isMachineKnown: false))
            for other in 1...4 {
                #expect(throws: HistoryError.self) {
                    try store.createBaseline(
                        "b", of: [Entries.id(0), Entries.id(other)], createdAt: "2026")
                }
            }
            #expect(throws: HistoryError.noRun(id: "none", fitting: 0)) {
                try store.createBaseline("b", of: ["none"], createdAt: "2026")
            }
            #expect(throws: HistoryError.self) {
                try store.createBaseline("b", of: [Entries.id(4)], createdAt: "2026")
            }
            #expect(try store.baselines().isEmpty)
        }
    }

    /// Whoever edits a member's figures or report is found out.
    @Test(
        arguments: [
            "UPDATE figure SET median = median * 2", "UPDATE run SET reportDigest = 'x'",
            "DELETE FROM baselineMember WHERE position = 1",
        ])
    func anAlteredBaselineIsRefused(sql: String) throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/h.sqlite"
            let store = try HistoryStore.open(path)
            for number in 0..<2 { try store.append(Entries.entry(number)) }
            try store.createBaseline("b", of: [0, 1].map(Entries.id), createdAt: "2026")
            try Entries.alter(path, sql)
            #expect(throws: HistoryError.alteredBaseline(name: "b")) { try store.baseline("b") }
            #expect(throws: HistoryError.alteredBaseline(name: "b")) {
                try store.addToBaseline("b", [Entries.id(0)])
            }
        }
    }

    @Test func anAlteredReportIsRefused() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/h.sqlite"
            let store = try HistoryStore.open(path)
            try store.append(Entries.entry(0))
            let baseline = try store.createBaseline("b", of: [Entries.id(0)], createdAt: "2026")
            try Entries.alter(path, "UPDATE report SET json = x'7b7d'")
            #expect(throws: HistoryError.self) { try store.summaries(of: baseline) }
        }
    }
}
