import Foundation
import Measurement
import Model
import TestSupport
import Testing

struct WriteBudgetTests {
    @Test func whatFitsIsTakenAndWhatDoesNotIsNot() throws {
        let budget = WriteBudget(capBytes: 100)
        #expect(budget.take(60))
        #expect(!budget.take(41))
        #expect(budget.writtenBytes == 60)
        #expect(budget.remainingBytes == 40)
        #expect(budget.hasRefused)
        #expect(budget.take(40))
        budget.giveBack(10)
        try budget.reserve(10)
        #expect(throws: ProbeError.self) { try budget.reserve(1) }
        #expect("\(budget.spent)".hasPrefix("--max-write is spent: 100 of 100 bytes"))
    }

    @Test func withoutACapBytesAreCounted() {
        let budget = WriteBudget()
        #expect(budget.take(1 << 40))
        #expect(budget.writtenBytes == 1 << 40)
        #expect(budget.remainingBytes == nil)
        #expect(!budget.hasRefused)
    }

    @Test func manyThreadsTogetherNeverTakeMoreThanTheCap() throws {
        let budget = WriteBudget(capBytes: 10_007)
        let taken = try ProbeThread.runAll(count: 8) { index throws(ProbeError) in
            var own = 0
            // Sizes that do not divide the cap, so that the last bytes are fought for.
            for step in 0..<10_000 where budget.take(1 + (index + step) % 7) {
                own += 1 + (index + step) % 7
            }
            return own
        }
        #expect(taken.reduce(0, +) == budget.writtenBytes)
        #expect(budget.writtenBytes == 10_007)
    }

    @Test func aScratchFileRefusesWhatDoesNotFitBeforeItsFirstByte() throws {
        try withTemporaryDirectory { directory in
            let budget = WriteBudget(capBytes: 12_288)
            let file = try ScratchSpace(directory: directory, budget: budget).makeFile()
            let bytes = [UInt8](repeating: 7, count: 4097)
            try bytes.withUnsafeBytes { try file.writeAll($0) }
            #expect(budget.writtenBytes == 8192, "a device is given whole pages")
            #expect(throws: budget.spent) {
                try bytes.withUnsafeBytes { try file.writeAll($0) }
            }
            #expect(budget.writtenBytes == 8192)
            #expect(lseek(file.descriptor, 0, SEEK_END) == 4097)
        }
    }
}
