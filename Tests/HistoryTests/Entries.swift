import Foundation
import GRDB
import History
import Model
import TestSupport

/// Runs to be stored in tests.
enum Entries {
    /// A run whose two figures follow from its number.
    static func entry(
        _ number: Int, kernel: String = "6.1.0", cpu: String = "EPYC 7302", method: Int = 1,
        complete: Bool = true, isMachineKnown: Bool = true
    ) throws -> HistoryEntry {
        var record = RecordBuilder.record([("cpu.hash", [100, 101, 102]), ("mem.copy", [50, 51])])
        record.id = id(number)
        record.startedAt = startedAt(number)
        record.complete = complete
        // As the recorded histories have them.
        record.plan.warmupRounds = 2
        for probe in record.probes.indices {
            for block in record.probes[probe].blocks.indices
            where record.probes[probe].blocks[block].phase == .kept {
                record.probes[probe].blocks[block].startedSeconds -= 1
            }
        }
        let summary = RunSummary(
            runID: record.id, startedAt: record.startedAt, complete: complete,
            machine: isMachineKnown ? [NamedFact("cpu.model", cpu)] : [],
            methods: [
                NamedFact("cpu.hash", "method \(method)"), NamedFact("mem.copy", "method 1"),
            ],
            environment: [NamedFact("system.kernel", kernel)],
            figures: zip(record.probes.flatMap(\.metrics), [100, 50]).map { metric, base in
                MetricFigure(metric: metric, median: base + Double(number % 7), sampleCount: 3)
            })
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let report = Report(record: record)
        return HistoryEntry(
            report: [UInt8](try encoder.encode(report)), of: report, summary: summary)
    }

    static func id(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "a", count: 16 - digits.count) + digits
    }

    /// One run an hour from the beginning of 2026.
    static func startedAt(_ number: Int) -> String {
        let day = String(number / 24 % 28 + 101).dropFirst()
        let month = String(number / 24 / 28 % 12 + 101).dropFirst()
        return "2026-\(month)-\(day)T\(String(number % 24 + 100).dropFirst()):00:00Z"
    }

    /// Runs a statement on a file, as somebody else would.
    static func alter(_ path: String, _ sql: String) throws {
        try DatabaseQueue(path: path).write { try $0.execute(sql: sql) }
    }
}
