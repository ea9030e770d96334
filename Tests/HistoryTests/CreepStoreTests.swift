import Foundation
import History
import Model
import TestSupport
import Testing

/// What a baseline keeps for good, and what waits to be confirmed.
struct CreepStoreTests {
    @Test func theFirstEightFiguresStayHoweverABaselineIsKept() throws {
        try withTemporaryDirectory { directory in
            let store = try HistoryStore.open(directory + "/h.sqlite")
            for number in 0..<20 { try store.append(Entries.entry(number)) }
            let first = try store.createBaseline(
                "b", of: (0..<5).map(Entries.id), createdAt: "2026")
            #expect(
                try store.firstFigures(of: first).figures["cpu.hash"] == [100, 101, 102, 103, 104])
            // It grows to eight and no further.
            let grown = try store.addToBaseline("b", (5..<12).map(Entries.id))
            let eight: [Double] = [100, 101, 102, 103, 104, 105, 106, 100]
            let kept = try store.firstFigures(of: grown)
            #expect(kept.figures["cpu.hash"] == eight)
            #expect(kept.figures["mem.copy"]?.count == 8)
            #expect(kept.runIDs == (0..<8).map(Entries.id))
            #expect(kept.since == Entries.startedAt(0))
            // Made anew of the newest runs, and pruned of the first, it has the same.
            try store.removeBaseline("b")
            let anew = try store.createBaseline(
                "b", of: (12..<20).map(Entries.id), createdAt: "2026")
            try store.prune(keepingNewest: 8, before: nil)
            #expect(try store.firstFigures(of: anew) == kept)
            let other = try store.createBaseline(
                "other", of: (12..<20).map(Entries.id), createdAt: "2026")
            #expect(try store.firstFigures(of: other).figures["cpu.hash"]?.first == 105)
        }
    }

    @Test func figuresOfAnotherMachineOrMethodAreNoFirstOnes() throws {
        try withTemporaryDirectory { directory in
            let store = try HistoryStore.open(directory + "/h.sqlite")
            for number in 0..<3 { try store.append(Entries.entry(number)) }
            try store.createBaseline("b", of: (0..<3).map(Entries.id), createdAt: "2026")
            try store.removeBaseline("b")
            for number in 3..<6 { try store.append(Entries.entry(number, method: 2)) }
            let anew = try store.createBaseline(
                "b", of: (3..<6).map(Entries.id), createdAt: "2026")
            #expect(try store.firstFigures(of: anew).figures["cpu.hash"] == [103, 104, 105])
        }
    }

    @Test func aSuspicionWaitsUntilItIsDecidedOrItsBaselineGoes() throws {
        try withTemporaryDirectory { directory in
            let store = try HistoryStore.open(directory + "/h.sqlite")
            for number in 0..<4 { try store.append(Entries.entry(number)) }
            let baseline = try store.createBaseline(
                "b", of: (0..<2).map(Entries.id), createdAt: "2026")
            #expect(try store.suspicion(of: baseline) == nil)
            let suspicion = Suspicion(
                runID: Entries.id(2), startedAt: Entries.startedAt(2),
                metrics: ["cpu.hash", "mem.copy"])
            try store.keepSuspicion(suspicion, of: baseline)
            #expect(try store.suspicion(of: baseline) == suspicion)
            var later = suspicion
            later.runID = Entries.id(3)
            later.startedAt = Entries.startedAt(3)
            later.metrics = ["cpu.hash"]
            try store.keepSuspicion(later, of: baseline)
            #expect(try store.suspicion(of: baseline) == later)
            try store.clearSuspicion(of: baseline)
            #expect(try store.suspicion(of: baseline) == nil)
            try store.keepSuspicion(later, of: baseline)
            try store.removeBaseline("b")
            let anew = try store.createBaseline(
                "b", of: (0..<2).map(Entries.id), createdAt: "2026")
            #expect(try store.suspicion(of: anew) == nil)
            var unknown = suspicion
            unknown.runID = "none"
            #expect(throws: HistoryError.noRun(id: "none", fitting: 0)) {
                try store.keepSuspicion(unknown, of: anew)
            }
        }
    }

    @Test func theNewestSummariesAreOfWholeRuns() throws {
        try withTemporaryDirectory { directory in
            let store = try HistoryStore.open(directory + "/h.sqlite")
            for number in 0..<5 { try store.append(Entries.entry(number, complete: number != 4)) }
            #expect(try store.newestSummaries(2).map(\.runID) == [2, 3].map(Entries.id))
        }
    }
}
